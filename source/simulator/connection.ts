// CommonJS whose names Node does not all find, so everything is reached through the default import.
import common, {type Message} from 'azure-iot-common';
import sdk from 'azure-iot-device';
import {Mqtt} from 'azure-iot-device-mqtt';
import type {JsonObject, JsonValue, TelemetryMessage} from './profile.js';

/** Longest wait for a client that does not end: one whose peer no longer answers waits for acknowledgements. */
const closeTimeoutMs = 3000;

/** What a connection tells the device that runs on it. */
export type ConnectionEvents = {
	/** Also after the SDK has reconnected by itself. */
	onConnected(): void;
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

/** One client of the device SDK over MQTT, with the SDK's own retry policy. */
export type Connection = {
	open(): Promise<void>;
	send(message: TelemetryMessage): Promise<void>;
	onMethod(methodName: string, handler: DeviceMethodHandler): void;
	readTwin(): Promise<DeviceTwin>;
	close(): Promise<void>;
};

/** @param ca PEM text of the authority that signed the hub's certificate; absent: the system's */
export function createConnection(connectionString: string, ca: string | undefined, events: ConnectionEvents): Connection {
	const transport = new Mqtt(sdk.SharedAccessKeyAuthenticationProvider.fromConnectionString(connectionString));
	const client = new sdk.Client(transport);
	const policy = new common.ExponentialBackOffWithJitter();
	let isClosed = false;
	client.setRetryPolicy({
		// What was in flight when the client was closed would else be sent by connecting again.
		shouldRetry: error => !isClosed && policy.shouldRetry(error),
		nextRetryTimeout: (retryCount, isThrottled) => policy.nextRetryTimeout(retryCount, isThrottled),
	});

	transport.on('connected', () => {
		// A repeated attempt that was already scheduled when the client was closed would leave a connection behind.
		if (isClosed) setImmediate(() => transport.disconnect(() => undefined));
		else events.onConnected();
	});
	transport.on('disconnect', (error?: Error) => {
		if (!isClosed) events.onDisconnected(error?.message ?? '');
	});
	client.on('disconnect', () => {
		if (!isClosed) events.onLost();
	});
	client.on('error', (error: Error) => {
		if (!isClosed) events.onError(error.message);
	});

	return {
		async open() {
			if (ca !== undefined) await client.setOptions({ca});
			await client.open();
		},
		async send(message) {
			await client.sendEvent(toSdkMessage(message));
		},
		onMethod(methodName, handler) {
			client.onDeviceMethod(methodName, (request, response) => {
				handler(request.payload as JsonValue, async (status, payload) => response.send(status, payload));
			});
		},
		async readTwin() {
			const twin = await client.getTwin();
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
			let timer: NodeJS.Timeout | undefined;
			const timeout = new Promise<void>(resolve => {
				timer = setTimeout(resolve, closeTimeoutMs);
			});
			// A client that never connected rejects; there is nothing left to close then.
			await Promise.race([client.close().then(noop, noop), timeout]);
			clearTimeout(timer);
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

function noop(): void {}
