import {once} from 'node:events';
import {createServer, connect as openTcp, type Server, type Socket} from 'node:net';
import {createServer as createTlsServer} from 'node:tls';
import rhea, {type Container, type EventContext} from 'rhea';
import {onTestFinished} from 'vitest';
import {issueCertificate} from '../../source/emulator/certificate.js';
import {createAuthority} from '../../source/emulator/certificate-authority.js';
import {type HubAddress, parseHubAddress} from '../../source/hub/address.js';

/** The network between the console and the peer. */
export type Way = {
	/** From now on nothing of the open connections gets through, in either direction, and neither end hears of it. */
	silence(): void;
	/** What was held back gets through. */
	restore(): void;
	/** Ends the open connections. */
	cut(): void;
	countConnections(): number;
};
export type AmqpPeer = Way & {readonly address: HubAddress};

const key = Buffer.alloc(32, 1).toString('base64');
const silencedEvents = ['error', 'protocol_error', 'disconnected', 'connection_error', 'session_error', 'receiver_error', 'sender_error'];

async function listen(server: Server): Promise<number> {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port.');
	return address.port;
}

/** Takes every token. */
function serveTokens(container: Container): void {
	container.sasl_server_mechanisms.enable_anonymous();
	container.sasl_server_mechanisms.enable_plain(() => true);
	container.on('message', ({connection, receiver, message}: EventContext) => {
		if (receiver?.target?.address !== '$cbs') return;
		const answer = {
			correlation_id: message?.message_id,
			body: undefined,
			application_properties: {'status-code': rhea.types.wrap_int(200), 'status-description': 'OK'},
		};
		connection.find_sender(({source}: {source?: {address?: string}}) => source?.address === '$cbs')?.send(answer);
	});
}

/** An AMQP server over TLS for what no healthy hub does; how it behaves beyond the sign-in is up to the test. */
export async function startAmqpPeer(behave: (container: Container, way: Way) => void): Promise<AmqpPeer> {
	const authority = await createAuthority('localhost');
	const pairs = new Set<readonly [Socket, Socket]>();
	const way: Way = {
		silence() {
			for (const [one, other] of pairs) for (const socket of [one.unpipe(other), other.unpipe(one)]) socket.pause();
		},
		restore() {
			for (const [one, other] of pairs) one.pipe(other).pipe(one);
		},
		cut() {
			for (const [one] of pairs) one.resetAndDestroy();
		},
		countConnections: () => pairs.size,
	};
	const tlsServer = createTlsServer(await issueCertificate(authority, 'localhost'), socket => {
		const container = rhea.create_container();
		for (const event of silencedEvents) container.on(event, () => undefined);
		serveTokens(container);
		behave(container, way);
		container.create_connection({port: 0}).accept(socket);
	});
	const tlsPort = await listen(tlsServer);
	const server = createServer(client => {
		const pair = [client, openTcp(tlsPort, '127.0.0.1')] as const;
		pairs.add(pair);
		for (const [socket, other] of [pair, pair.toReversed()]) {
			socket
				?.on('error', () => undefined)
				.on('close', () => {
					pairs.delete(pair);
					other?.destroy();
				});
		}
		client.pipe(pair[1]).pipe(client);
	});
	const port = await listen(server);
	onTestFinished(() => {
		for (const socket of [...pairs].flat()) socket.destroy();
		server.close();
		tlsServer.close();
	});
	const address = parseHubAddress(`HostName=localhost;SharedAccessKeyName=iothubowner;SharedAccessKey=${key};HttpsPort=1;AmqpsPort=${port}`);
	return {...way, address: {...address, ca: authority.cert}};
}
