import {once} from 'node:events';
import type {AddressInfo, Socket} from 'node:net';
import {setImmediate} from 'node:timers/promises';
import {createServer, type TLSSocket} from 'node:tls';
import {beforeAll, expect, onTestFinished, test} from 'vitest';
import {signInAsDevice} from '../../source/diagnosis/probes/device-sign-in.js';
import {issueCertificate} from '../../source/emulator/certificate.js';
import {createAuthority} from '../../source/emulator/certificate-authority.js';
import type {Certificate} from '../../source/emulator/types.js';
import type {HubAddress} from '../../source/hub/address.js';
import {Secret} from '../../source/secret.js';

let certificate: Certificate;
beforeAll(async () => {
	certificate = await issueCertificate(await createAuthority('localhost'), 'localhost');
});

type Peer = {readonly address: HubAddress; readonly strays: readonly unknown[]};

/** A TLS server that does `answer` once it has been sent something; `reset` ends the connection with an RST. */
async function startPeer(answer: (stream: TLSSocket, reset: () => void) => void): Promise<Peer> {
	const sockets: Socket[] = [];
	const server = createServer({cert: certificate.cert, key: certificate.key}, stream => {
		const socket = sockets.at(-1);
		stream.on('error', () => undefined);
		stream.once('data', () => answer(stream, () => socket?.resetAndDestroy()));
	});
	server.on('connection', (socket: Socket) => {
		sockets.push(socket);
		socket.on('error', () => undefined);
	});
	server.listen(0, 'localhost');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	const strays: unknown[] = [];
	const note = (error: unknown) => void strays.push(error);
	process.on('unhandledRejection', note).on('uncaughtException', note);
	onTestFinished(() => {
		process.off('unhandledRejection', note).off('uncaughtException', note);
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	const address = {hostName: 'localhost', httpsPort: port, mqttsPort: port, amqpsPort: port, key: new Secret('a2V5'), policyName: 'p', ca: certificate.ca};
	return {address, strays};
}

const signal = () => AbortSignal.timeout(10_000);

const signIns = [
	['before it answers', (_stream: TLSSocket, reset: () => void) => reset(), {type: 'failed', words: expect.stringContaining('ECONNRESET')}],
	[
		'after it has accepted',
		(stream: TLSSocket, reset: () => void) => void stream.write(Buffer.of(0x20, 2, 0, 0), reset),
		{type: 'dropped', words: expect.stringContaining('CONNACK 0')},
	],
] as const;

test.for(signIns)('a sign-in whose connection the hub resets %s has a result', async ([, answer, result]) => {
	const {address, strays} = await startPeer(answer);
	expect(await signInAsDevice(address, 'd', 'token', signal())).toEqual(result);
	// Node tells of what nobody has handled before it goes on to the next turn.
	await setImmediate();
	expect(strays).toEqual([]);
});
