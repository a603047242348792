import {once} from 'node:events';
import {request as httpsRequest} from 'node:https';
import {text as readText} from 'node:stream/consumers';
import {onTestFinished} from 'vitest';
import {type ClientOptions, WebSocket} from 'ws';
import type {Emulator} from '../../source/emulator/types.js';

export type WebSocketTrial = {readonly path?: string; readonly protocols?: string | string[]} & ClientOptions;

/** Opens a WebSocket on the hub's HTTPS port; rejects with the answer's status when it is refused. It is ended after the test. */
export async function openWebSocket(
	emulator: Emulator,
	{path = '/$iothub/websocket', protocols = 'mqtt', ...options}: WebSocketTrial = {},
): Promise<{readonly webSocket: WebSocket; readonly received: () => Buffer; readonly closed: Promise<number>}> {
	const webSocket = new WebSocket(`wss://localhost:${emulator.ports.https}${path}`, protocols, {ca: emulator.ca, ...options});
	onTestFinished(() => webSocket.terminate());
	const chunks: Buffer[] = [];
	webSocket.on('message', (data: Buffer) => chunks.push(data));
	const closed = new Promise<number>(resolve => webSocket.once('close', code => resolve(code)));
	await once(webSocket, 'open');
	webSocket.on('error', () => {});
	return {webSocket, received: () => Buffer.concat(chunks), closed};
}

export type UpgradeAnswer = {readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly text: string};

/** Asks for a WebSocket with exactly these headers and returns what the hub answers. */
export async function requestUpgrade(emulator: Emulator, path: string, headers: Readonly<Record<string, string>>): Promise<UpgradeAnswer> {
	const request = httpsRequest({
		host: 'localhost',
		port: emulator.ports.https,
		ca: emulator.ca,
		servername: 'localhost',
		agent: false,
		path,
		headers: {
			connection: 'Upgrade',
			upgrade: 'websocket',
			'sec-websocket-version': '13',
			'sec-websocket-key': Buffer.from('sixteen bytes!!!').toString('base64'),
			...headers,
		},
	});
	const answered = new Promise<UpgradeAnswer>((resolve, reject) => {
		request.once('error', reject);
		request.once('upgrade', ({statusCode = 0, headers: answer}, socket) => {
			socket.destroy();
			resolve({status: statusCode, headers: answer, text: ''});
		});
		request.once('response', async response => {
			resolve({status: response.statusCode ?? 0, headers: response.headers, text: await readText(response)});
		});
	});
	request.end();
	return answered;
}
