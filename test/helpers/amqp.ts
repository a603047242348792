import {once} from 'node:events';
import {setTimeout as delay} from 'node:timers/promises';
import {connect as connectTls, type TLSSocket} from 'node:tls';
import {Connection, ConnectionEvents, type Delivery, type EventContext, type Message, type Receiver} from 'rhea-promise';
import {afterEach, expect} from 'vitest';
import type {Emulator} from '../../source/emulator/types.js';
import {binary, makeFrame, makePerformative, saslHeader, symbol} from '../emulator/amqp-front/frames.js';
import {createToken} from './emulator.js';
import {eventuallyPasses} from './eventually.js';

const closers: (() => Promise<void> | void)[] = [];

/** Closes what the tests of the file have opened, after each of them. */
export function closeConnectionsAfterEach(): void {
	afterEach(async () => {
		for (const close of closers.splice(0).reverse()) await close();
	});
}

export type SignIn = {readonly username?: string; readonly password?: string};

/** SASL PLAIN as the hub wants it: a policy's name and a token of it. */
export function createSignIn(emulator: Emulator, policyName = 'iothubowner', resource = `${emulator.hostName}/messages/events`): SignIn {
	return {username: `${policyName}@sas.root.${emulator.hostName}`, password: createToken(emulator, {policyName, resource})};
}

/** A plain AMQP client, which shows what SDKs hide. Without a sign-in it sends no SASL header at all. */
export async function openConnection(emulator: Pick<Emulator, 'ports' | 'ca'>, signIn: SignIn = {}): Promise<Connection> {
	const connection = new Connection({
		transport: 'tls',
		host: 'localhost',
		port: emulator.ports.amqps,
		servername: 'localhost',
		ca: emulator.ca,
		reconnect: false,
		...signIn,
	});
	connection.on(ConnectionEvents.disconnected, () => {});
	connection.on(ConnectionEvents.connectionError, () => {});
	await connection.open();
	closers.push(async () => {
		// A connection that was lost has nobody who answers.
		if (connection.isOpen()) await Promise.race([connection.close().catch(() => {}), delay(2000, undefined, {ref: false})]);
	});
	return connection;
}

/** Signs in with `put-token`; resolves with the status code. */
export async function putToken(connection: Connection, token: string, name = 'localhost', type = 'servicebus.windows.net:sastoken'): Promise<number> {
	const answers: Message[] = [];
	const {promise: answered, resolve} = Promise.withResolvers<void>();
	connection.once(ConnectionEvents.disconnected, () => resolve());
	await connection.createReceiver({
		source: {address: '$cbs'},
		onMessage: ({message}: EventContext) => {
			if (message !== undefined) answers.push(message);
			resolve();
		},
		onError: () => resolve(),
	});
	const sender = await connection.createSender({target: {address: '$cbs'}});
	await eventuallyPasses(() => expect(sender.sendable()).toBe(true));
	sender.send({
		message_id: '1',
		reply_to: 'cbs',
		application_properties: {operation: 'put-token', type, name},
		body: token,
	});
	await answered;
	return answers[0]?.application_properties?.['status-code'];
}

export type AmqpLinkError = {readonly condition: string; readonly description: string; readonly info: Readonly<Record<string, unknown>> | undefined};

/** Attaches a receiver and collects what it gets; nothing is settled unless the test does. */
export async function receive(
	connection: Connection,
	address: string,
	options: {readonly credit?: number; readonly source?: Readonly<Record<string, unknown>>; readonly properties?: Readonly<Record<string, unknown>>} = {},
) {
	const messages: {readonly message: Message; readonly delivery: Delivery}[] = [];
	const errors: AmqpLinkError[] = [];
	const receiver: Receiver = await connection.createReceiver({
		source: {address, ...options.source},
		properties: {...options.properties},
		credit_window: 0,
		autoaccept: false,
		onMessage: ({message, delivery}: EventContext) => {
			if (message !== undefined && delivery !== undefined) messages.push({message, delivery});
		},
		onError: ({receiver: failed}: EventContext) => {
			if (failed?.error !== undefined) errors.push(failed.error as AmqpLinkError);
		},
	});
	if (options.credit !== undefined) receiver.addCredit(options.credit);
	return {receiver, messages, errors};
}

/** A TLS connection to the AMQP port, for bytes that no library would send. */
export async function openSocket(emulator: Pick<Emulator, 'ports' | 'ca'>): Promise<{
	readonly socket: TLSSocket;
	readonly received: () => Buffer;
	readonly countBytes: () => number;
	readonly isClosed: () => boolean;
}> {
	const socket = connectTls({host: 'localhost', port: emulator.ports.amqps, servername: 'localhost', ca: emulator.ca});
	const chunks: Buffer[] = [];
	let isClosed = false;
	socket.on('data', chunk => chunks.push(chunk));
	socket.on('error', () => {});
	socket.on('close', () => {
		isClosed = true;
	});
	closers.push(() => {
		socket.destroy();
	});
	await once(socket, 'secureConnect');
	const countBytes = () => chunks.reduce((sum, chunk) => sum + chunk.length, 0);
	return {socket, received: () => Buffer.concat(chunks), countBytes, isClosed: () => isClosed};
}

/** The same, signed in as the hub's first policy, which may do everything. */
export async function openSignedIn(emulator: Emulator): ReturnType<typeof openSocket> {
	const opened = await openSocket(emulator);
	const [policy] = emulator.core.options.policies;
	const initialResponse = binary(`\0${policy?.name}\0${policy?.key}`);
	opened.socket.write(Buffer.concat([saslHeader, makeFrame(makePerformative(0x41, [symbol('PLAIN'), initialResponse]), {type: 1})]));
	await eventuallyPasses(() => expect(opened.received().subarray(-1)).toEqual(Buffer.from([0])));
	return opened;
}
