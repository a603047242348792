import {type IncomingMessage, ServerResponse} from 'node:http';
import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {createWebSocketStream, WebSocketServer} from 'ws';
import {HubFault} from './core/fault.js';
import type {HubCore} from './core/types.js';
import {answerError, sendAnswer} from './https-front/answer.js';
import {requireLocalCaller} from './https-front/caller.js';
import type {AcceptedStream, StreamFront} from './types.js';

/** Largest message in a WebSocket: an MQTT packet with 256 KiB of telemetry and its topic; AMQP frames are smaller. */
const maxPayloadBytes = 264 * 1024;
/** What a client may send before it is signed in: 16 KiB of its protocol, and the frames around that. */
const maxBytesBeforeSignIn = 20 * 1024;
/** How long clients may take to hang up when the hub closes. */
const farewellMs = 1000;

/**
 * Sub-protocols by path, as IoT Hub and the Event Hubs-compatible endpoint name them ("Communicate with IoT Hub" by protocol and port), in
 * lower case: the SDK for C offers `MQTT`.
 */
const routes: Readonly<Record<string, Readonly<Record<string, 'mqtt' | 'amqp'>>>> = {
	'/$iothub/websocket': {mqtt: 'mqtt', amqpwsb10: 'amqp'},
	'/$servicebus/websocket': {amqpwsb10: 'amqp'},
};

/** WebSockets on the HTTPS port. */
export type WebSockets = {
	/** Answers one request to upgrade: with a WebSocket, or with an HTTP error and the end of the connection. */
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
	/** Takes no more of them and ends those that their fronts have not ended shortly after. */
	close(): Promise<void>;
};

/** The sub-protocol to speak, spelled as offered: the first one that the path has. @throws HubFault GenericNotFound, GenericBadRequest */
function chooseProtocol(request: IncomingMessage): {readonly name: string; readonly front: 'mqtt' | 'amqp'} {
	const path = request.url?.split('?', 1)[0]?.replace(/\/$/, '') ?? '';
	const frontsByName = Object.hasOwn(routes, path) ? routes[path] : undefined;
	if (frontsByName === undefined) throw new HubFault('GenericNotFound', 'There are no WebSockets at this path.');
	const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map(name => name.trim());
	for (const name of offered) {
		const key = name.toLowerCase();
		const front = Object.hasOwn(frontsByName, key) ? frontsByName[key] : undefined;
		if (front !== undefined) return {name, front};
	}
	throw new HubFault('GenericBadRequest', `The sub-protocol must be ${Object.keys(frontsByName).join(' or ')}.`);
}

function refuse(request: IncomingMessage, socket: Duplex, error: unknown): void {
	socket.on('error', () => socket.destroy());
	const response = new ServerResponse(request);
	response.shouldKeepAlive = false;
	response.assignSocket(socket as Socket);
	response.once('finish', () => socket.end(() => socket.destroy()));
	sendAnswer(response, answerError(error, 'text'));
}

/** Ends a connection that sends much before it has signed in: a WebSocket's message is gathered whole before its front sees any of it. */
function limitBeforeSignIn(socket: Duplex, {hasSignedIn}: AcceptedStream): void {
	let bytes = 0;
	const count = (chunk: Buffer) => {
		bytes += chunk.length;
		if (hasSignedIn()) socket.off('data', count);
		else if (bytes > maxBytesBeforeSignIn) socket.destroy();
	};
	socket.on('data', count);
}

/** Takes WebSockets for the fronts whose protocol they carry; who may connect is decided as for every other request, sign-in by the front. */
export function createWebSockets(core: HubCore, fronts: {readonly mqtt: StreamFront['accept']; readonly amqp: StreamFront['accept']}): WebSockets {
	const server = new WebSocketServer({
		noServer: true,
		clientTracking: false,
		perMessageDeflate: false,
		maxPayload: maxPayloadBytes,
		handleProtocols: (_offered, request) => chooseProtocol(request).name,
	});
	const sockets = new Set<Duplex>();
	let isClosing = false;

	return {
		upgrade(request, socket, head) {
			sockets.add(socket);
			socket.once('close', () => sockets.delete(socket));
			try {
				requireLocalCaller(request, core.options.hostNames, true);
				if (isClosing) throw new HubFault('ServerError', 'The hub is shutting down.');
				const {front} = chooseProtocol(request);
				server.handleUpgrade(request, socket, head, webSocket => {
					const stream = createWebSocketStream(webSocket, {allowHalfOpen: false});
					stream.on('error', () => stream.destroy());
					// Both protocols are bytes: text is a mistake (MQTT 3.1.1, 6.0; AMQP WebSocket binding, 2.4).
					webSocket.on('message', (_message, isBinary) => {
						if (!isBinary) webSocket.terminate();
					});
					limitBeforeSignIn(socket, fronts[front](stream));
				});
			} catch (error) {
				refuse(request, socket, error);
			}
		},
		async close() {
			isClosing = true;
			const closed = [...sockets].map(socket => new Promise(resolve => socket.once('close', resolve)));
			const timer = setTimeout(() => {
				for (const socket of sockets) socket.destroy();
			}, farewellMs);
			await Promise.all(closed);
			clearTimeout(timer);
		},
	};
}
