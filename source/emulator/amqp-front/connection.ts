import type {Duplex} from 'node:stream';
import rhea, {type AmqpError, type Container, type EventContext} from 'rhea';
import {readClientCertificate} from '../client-certificate.js';
import {HubFault} from '../core/fault.js';
import type {Timers} from '../core/timers.js';
import type {HubCore, Principal} from '../core/types.js';
import {createClaims} from './claims.js';
import {toAmqpError} from './conditions.js';
import {createDeviceSessions} from './device-sessions.js';
import {findLink, hasSession} from './find-link.js';
import {maxChannels, maxFrameBytes, maxMessageBytes} from './frame-guard.js';
import {GuardedSocket} from './guarded-socket.js';
import {createLinks} from './links.js';
import {verifyPlain} from './sasl.js';
import {writeWholeFrames} from './whole-frames.js';

/** Silence after which either side may hang up, as the service announces it. */
const idleTimeoutMs = 240_000;
/** Time from the connection to the first accepted token or password. */
const signInMs = 10_000;

const connectionOptions = {
	max_frame_size: maxFrameBytes,
	channel_max: maxChannels - 1,
	idle_time_out: idleTimeoutMs,
	// Nodes settle what they receive and give credit themselves.
	receiver_options: {autoaccept: false, credit_window: 0, max_message_size: maxMessageBytes},
};
/** Events that tell nothing we do not learn from the socket; the library prints them to the console when nobody listens. */
const silencedEvents = ['protocol_error', 'error', 'disconnected', 'connection_error', 'connection_close', 'session_error', 'sender_error', 'receiver_error'];

export type AmqpConnection = {
	hasSignedIn(): boolean;
	/** Tells the peer why, then closes the socket. */
	end(error: AmqpError): void;
};

/**
 * Serves one client from its first byte to the end of its stream. Nothing that the client sends makes a handler throw: whatever goes wrong
 * ends this connection only.
 */
export function serveConnection(
	stream: Duplex,
	{core, port, timers, protocol}: {readonly core: HubCore; readonly port: number; readonly timers: Timers; readonly protocol: 'Amqp' | 'AmqpWs'},
): AmqpConnection {
	let hasSignedIn = false;
	let plainPrincipal: Principal | undefined;
	let isEnding = false;

	const end = (error: AmqpError) => {
		if (isEnding) return;
		isEnding = true;
		connection.close(error);
		// The library writes the close a tick later.
		setImmediate(() => guarded.end());
	};
	/** A device that has shown a certificate is signed in with its first link, which tells its name. */
	const introduce = (path: string) => {
		const deviceId = /^devices\/([^/]+)$/.exec(path)?.[1];
		const certificate = deviceId === undefined ? undefined : readClientCertificate(stream);
		if (deviceId !== undefined && certificate !== undefined) signIn(core.access.verifyCertificate(deviceId, certificate));
	};
	const expire = () => {
		if (plainPrincipal !== undefined && plainPrincipal.expiresAt <= timers.now()) {
			// SASL PLAIN cannot be renewed ("Control access to IoT Hub").
			end({condition: 'amqp:unauthorized-access', description: 'The token has expired.'});
		}
		links.recheck();
	};
	const claims = createClaims(timers, expire, introduce);
	const signIn = (principal: Principal) => {
		if (principal.scope !== 'hub') core.access.requireDevice(principal, principal.deviceId);
		claims.add(principal);
		hasSignedIn = true;
		cancelDeadline();
		// Links that are open live as long as the newest token.
		links.recheck();
	};
	const links = createLinks({
		claims,
		end,
		peer: {
			core,
			port,
			devices: createDeviceSessions(core, protocol),
			isCongested: () => guarded.isCongested,
			signIn: token => signIn(core.access.verifyToken(token)),
		},
	});
	const guarded = new GuardedSocket(stream, {
		isSignedIn: () => hasSignedIn,
		findLink: (channel, handle) => findLink(connection, channel, handle),
		hasSession: channel => hasSession(connection, channel),
		onViolation: end,
	});

	const container: Container = rhea.create_container({id: core.options.hostNames[0]});
	const on = (event: string, handle: (context: EventContext) => void) =>
		container.on(event, (context: EventContext) => {
			try {
				handle(context);
			} catch (error) {
				end(toAmqpError(error));
			}
		});
	links.listen(on);
	for (const event of silencedEvents) container.on(event, () => {});
	const mechanisms = container.sasl_server_mechanisms;
	mechanisms.enable_anonymous();
	// The clients built on azure-uamqp-c (azure-iot-hub for Python, the device SDK for C) name the sign-in by claims that follows.
	mechanisms.MSSBCBS = mechanisms.ANONYMOUS;
	mechanisms.enable_plain((user: unknown, password: unknown) => {
		try {
			if (typeof user !== 'string' || typeof password !== 'string') return false;
			const principal = verifyPlain(core, user, password);
			signIn(principal);
			plainPrincipal = principal;
			return true;
		} catch (error) {
			if (error instanceof HubFault) return false;
			throw error;
		}
	});

	const cancelDeadline = timers.at(timers.now() + signInMs, () =>
		end({condition: 'amqp:unauthorized-access', description: `Nobody signed in within ${signInMs / 1000} seconds.`}),
	);
	for (const event of ['drain', 'flow']) guarded.on(event, () => links.wake());
	stream.on('close', () => {
		cancelDeadline();
		claims.close();
		links.closeAll();
	});
	const connection = container.create_connection({...connectionOptions, port});
	writeWholeFrames(connection);
	connection.accept(guarded);
	return {hasSignedIn: () => hasSignedIn, end};
}
