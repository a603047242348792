// CommonJS whose names Node does not all find, so everything is reached through the default import.
import common, {type Message, type results} from 'azure-iot-common';
import sdk from 'azure-iot-device';
import {createCredentials} from './credentials.js';
import type {FaultBehaviour} from './faults.js';
import type {JsonObject, JsonValue, TelemetryMessage} from './profile.js';
import {createTransport, readGateway, type TransportOptions} from './transport.js';
import type {DeviceProtocol} from './types.js';

/** Longest wait for a client that does not end: one whose peer no longer answers waits for acknowledgements. */
const closeTimeoutMs = 3000;

/** What a connection tells the device that runs on it. */
export type ConnectionEvents = {
	/** `isAgain`: the SDK has reconnected by itself. */
	onConnected(isAgain: boolean): void;
	/** The SDK tries again, unless `onLost` follows. */
	onDisconnected(reason: string): void;
	/** The SDK has given up. */
	onLost(): void;
	onError(text: string): void;
};
type DeviceMethodHandler = (payload: JsonValue, answer: (status: number, payload: JsonValue) => Promise<void>) => void;

export type DeviceTwin = {
	/** The listener gets all desired properties first and changes afterwards. */
	onDesired(listener: (desired: JsonObject) => void): void;
	report(patch: JsonObject): Promise<void>;
	/** Reads the twin again: the listener gets all desired properties. */
	refresh(): Promise<void>;
};

/** One client of the device SDK, with the SDK's own retry policy once it has connected. */
export type Connection = {
	/** Whether the protocol has twins and direct methods. */
	readonly isTwoWay: boolean;
	open(): Promise<void>;
	send(message: TelemetryMessage): Promise<void>;
	onMethod(methodName: string, handler: DeviceMethodHandler): void;
	/** Asks for cloud-to-device messages. `settle` completes the message; over MQTT the SDK has done so already. */
	onMessage(handler: (body: Buffer, settle: () => Promise<void>) => void): void;
	readTwin(): Promise<DeviceTwin>;
	close(): Promise<void>;
};

export type ConnectionOptions = TransportOptions & {
	readonly connectionString: string;
	readonly protocol: DeviceProtocol;
	readonly fault: FaultBehaviour;
};

/** @throws UsageError when the connection string is none */
export async function createConnection({connectionString, protocol, fault, ...options}: ConnectionOptions, events: ConnectionEvents): Promise<Connection> {
	const provider = createCredentials(connectionString, gateway => readGateway(protocol, options.endpoint, gateway), fault);
	const {transport, options: clientOptions, isTwoWay, close: closeTransport} = await createTransport(protocol, provider, options);
	const client = new sdk.Client(transport);
	const policy = new common.ExponentialBackOffWithJitter();
	let hasOpened = false;
	let isClosed = false;
	let opening = Promise.resolve();
	let reading = Promise.resolve();
	const {promise: lostEarly, reject: loseEarly} = Promise.withResolvers<never>();
	lostEarly.catch(noop);
	client.setRetryPolicy({
		// The first attempt shows at once whether it works; whoever opens tries again. And what was in flight when the client was closed would
		// else be sent by connecting again.
		shouldRetry: error => hasOpened && !isClosed && policy.shouldRetry(error),
		nextRetryTimeout: (retryCount, isThrottled) => policy.nextRetryTimeout(retryCount, isThrottled),
	});

	transport.on('connected', () => {
		// A repeated attempt that was already scheduled when the client was closed would leave a connection behind.
		if (!isClosed) events.onConnected(hasOpened);
		else
			setImmediate(() => {
				const disconnected = new Promise<void>(resolve => transport.disconnect(() => resolve()));
				void within(disconnected, closeTimeoutMs).then(closeTransport);
			});
	});
	transport.on('disconnect', (error?: Error) => {
		// A reading whose answer was lost never ends.
		reading = Promise.resolve();
		if (!isClosed) events.onDisconnected(error?.message ?? '');
	});
	client.on('disconnect', (result?: results.Disconnected) => {
		// Over AMQP a connection that is lost while the device signs in is told only here, and opening never ends.
		if (!hasOpened) loseEarly(result?.transportObj ?? new Error('The connection was lost during the sign-in.'));
		else if (!isClosed) events.onLost();
	});
	client.on('error', (error: Error) => {
		if (!isClosed) events.onError(error.message);
	});

	return {
		isTwoWay,
		async open() {
			await client.setOptions(clientOptions);
			if (isClosed) return;
			const opened = client.open().then(() => {
				hasOpened = true;
			});
			opening = Promise.race([opened, lostEarly]);
			await opening;
		},
		async send(message) {
			await client.sendEvent(toSdkMessage(message));
		},
		onMethod(methodName, handler) {
			client.onDeviceMethod(methodName, (request, response) => {
				handler(request.payload as JsonValue, async (status, payload) => response.send(status, payload));
			});
		},
		onMessage(handler) {
			client.on('message', (message: Message) => {
				handler(message.getBytes() as Buffer, async () => {
					await client.complete(message);
				});
			});
		},
		async readTwin() {
			const got = client.getTwin();
			reading = got.then(noop, noop);
			const twin = await got;
			twin.on('error', (error: Error) => events.onError(error.message));
			return {
				onDesired(listener) {
					twin.on('properties.desired', listener);
				},
				report: async patch => {
					await new Promise<void>((resolve, reject) => twin.properties.reported.update(patch, (error?: Error) => (error ? reject(error) : resolve())));
				},
				refresh: async () => {
					await twin.get();
				},
			};
		},
		async close() {
			isClosed = true;
			// A client that is closed while it signs in forgets its socket, and one that is closed while it first reads its twin over AMQP does not
			// end: the hub would keep the device as connected. One that never connected rejects; there is nothing left to close then.
			await within(Promise.allSettled([opening, reading]).then(noop), closeTimeoutMs);
			await within(client.close().then(noop, noop), closeTimeoutMs);
			closeTransport();
		},
	};
}

function toSdkMessage({body, contentType, contentEncoding, properties = []}: TelemetryMessage): Message {
	const message = new common.Message(body);
	// The typings know no "absent", and the SDK sends whatever is set.
	if (contentType !== undefined) message.contentType = contentType as typeof message.contentType;
	if (contentEncoding !== undefined) message.contentEncoding = contentEncoding as typeof message.contentEncoding;
	for (const [key, value] of properties) message.properties.add(key, value);
	return message;
}

/** Resolves with the promise, or without it when that takes too long. */
async function within(promise: Promise<void>, limitMs: number): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const timeout = new Promise<void>(resolve => {
		timer = setTimeout(resolve, limitMs);
	});
	await Promise.race([promise, timeout]);
	clearTimeout(timer);
}

function noop(): void {}
