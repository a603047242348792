/**
 * The words of the emulator's core: what fronts and core say to each other.
 * The core holds facts and rules only. It has no socket, no protocol text and no clock of its own.
 * Times are milliseconds since 1970 unless a name says otherwise. Every verb may throw a HubFault.
 */
import type {HubFault} from './fault.js';
import type {Faults} from './faults.js';
import type {CloudToDevice, Feedback, Telemetry} from './messages.js';

/** What `JSON.parse` makes of a text. A `__proto__` key is one like any other. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export type JsonObject = {readonly [key: string]: JsonValue};

/** Time, given to the core from outside so that tests can hold it still. */
export type Clock = {
	/** Milliseconds since 1970. */
	now(): number;
	/** How far `now` is ahead of the clock that `after` goes by; absent: they are one. It may change. */
	offsetMs?(): number;
	/** Runs `task` once after `delayMs`; the returned function cancels it. Must not keep the process alive. */
	after(delayMs: number, task: () => void): () => void;
};

/** What a shared access policy may do ("Control access to IoT Hub"). */
export type Permission = 'RegistryRead' | 'RegistryWrite' | 'ServiceConnect' | 'DeviceConnect';

/** A shared access policy of the hub. `key` is base64 text: IoT Hub signs with its decoded bytes, Event Hubs with its characters. */
export type Policy = {readonly name: string; readonly key: string; readonly permissions: readonly Permission[]};

/** What makes one hub; it does not change while the hub lives. */
export type CoreOptions = {
	/** Host names that tokens may be issued for and that the hub answers to, lower case, without port; the first is the hub's own. */
	readonly hostNames: readonly string[];
	/** Name of the Event Hubs-compatible entity. */
	readonly eventHubName: string;
	readonly policies: readonly Policy[];
	/** Partitions of the built-in endpoint. Default 4. */
	readonly partitionCount?: number;
	/** Consumer groups besides `$Default`. */
	readonly consumerGroups?: readonly string[];
	/** Telemetry kept per partition, whichever limit is met first; the oldest message goes. Defaults: 50,000 messages, 32 MiB. */
	readonly retainedMessages?: number;
	readonly retainedBytes?: number;
	/** Longest time feedback records are gathered before they go out. Default 15,000, as the service does. */
	readonly feedbackDelayMs?: number;
	readonly clock: Clock;
	/** Devices to begin with, from an earlier `exportDevice`. */
	readonly devices?: readonly StoredDevice[];
};

/** One device as it is kept on disk: opaque to everything but the core. JSON-safe. */
export type StoredDevice = {readonly deviceId: string; readonly document: JsonObject};

/** A certificate that a client has proven to own: thumbprints in capital hexadecimal digits. */
export type ClientCertificate = {readonly sha1: string; readonly sha256: string; readonly validFrom: number; readonly validTo: number};

/** Who a verified token or certificate speaks for; `certificate` is a device, too. */
export type Principal =
	| {readonly scope: 'hub'; readonly policyName: string; readonly permissions: readonly Permission[]; readonly resource: string; readonly expiresAt: number}
	| {readonly scope: 'device' | 'certificate'; readonly deviceId: string; readonly resource: string; readonly expiresAt: number};

/** Who may do what. */
export type Access = {
	/**
	 * Checks form, signature and expiry of a shared access signature, over the literal `sr` and `se` text of the token.
	 * @throws HubFault IotHubUnauthorizedAccess, with the reason as its text (malformed, unknown policy, expired, bad signature, unknown device)
	 */
	verifyToken(token: string): Principal;
	/**
	 * Checks that the certificate is one of those that the device is registered with, and that its time has come and is not over.
	 * @throws HubFault IotHubUnauthorizedAccess, with the thumbprints that the client showed as its text
	 */
	verifyCertificate(deviceId: string, certificate: ClientCertificate): Principal;
	/** SASL PLAIN of old Event Hubs clients: policy name and the raw key text. */
	verifyKey(policyName: string, key: string): Principal;
	/** @throws HubFault IotHubUnauthorizedAccess when the policy lacks the right or the token's resource does not cover the hub. */
	requirePermission(principal: Principal, permission: Permission): void;
	/**
	 * Whether the principal may act as this device: the resource is a segment prefix of `{host}/devices/{id}`, the identity
	 * exists and is enabled, and a policy token holds DeviceConnect.
	 * @throws HubFault IotHubUnauthorizedAccess (also for an unknown or a disabled device: the answer does not tell which)
	 */
	requireDevice(principal: Principal, deviceId: string): void;
};

/** How a device signs in. */
export type AuthenticationType = 'sas' | 'selfSigned' | 'certificateAuthority' | 'none';

/** Identity document as the registry answers it (`GET /devices/{id}`). */
export type Identity = {
	readonly deviceId: string;
	readonly generationId: string;
	/** Without quotes. */
	readonly etag: string;
	readonly connectionState: 'Connected' | 'Disconnected';
	readonly status: 'enabled' | 'disabled';
	readonly statusReason: string | null;
	readonly connectionStateUpdatedTime: string;
	readonly statusUpdatedTime: string;
	readonly lastActivityTime: string;
	readonly cloudToDeviceMessageCount: number;
	readonly authentication: {
		readonly symmetricKey: {readonly primaryKey: string | null; readonly secondaryKey: string | null};
		readonly x509Thumbprint: {readonly primaryThumbprint: string | null; readonly secondaryThumbprint: string | null};
		readonly type: AuthenticationType;
	};
	readonly capabilities: {readonly iotEdge: boolean};
	/** An edge device's own, made by the hub; a leaf device's is that of the edge device above it. */
	readonly deviceScope?: string;
	/** Edge devices only. */
	readonly parentScopes?: readonly string[];
};

/** One failed entry of a bulk call. `operation` is its `importMode`. */
export type BulkError = {
	readonly deviceId: string;
	readonly errorCode: string;
	readonly errorStatus: string;
	/** null for a device. */
	readonly moduleId: string | null;
	readonly operation: string;
};

/** Identities of devices. */
export type Registry = {
	/** `ifMatch` undefined: create, 409 when it exists. Else update; `*`, `"*"`, `"value"` and bare `value` are understood. `document` is the untrusted request body. */
	put(deviceId: string, document: JsonObject, ifMatch: string | undefined): Identity;
	get(deviceId: string): Identity;
	delete(deviceId: string, ifMatch: string | undefined): void;
	/** In order of creation; `top` outside 1..1000 counts as 1000. */
	list(top?: number): readonly Identity[];
	/** Up to 100 entries, importMode compared without case. Each entry stands alone. */
	bulk(entries: readonly JsonObject[]): readonly BulkError[];
	statistics(): {readonly totalDeviceCount: number; readonly enabledDeviceCount: number; readonly disabledDeviceCount: number};
};

/** Twin document as the service answers it, `$metadata` included. */
export type TwinDocument = JsonObject & {readonly deviceId: string; readonly etag: string; readonly version: number};

/** Twins of devices, for the service and for the devices themselves. */
export type Twins = {
	get(deviceId: string): TwinDocument;
	/** Merges `tags` and `properties.desired`; null deletes, null for a whole section clears it. Pushes the change to a listening device. */
	patch(deviceId: string, body: JsonObject, ifMatch: string | undefined): TwinDocument;
	/** Replaces the sections that are given. */
	replace(deviceId: string, body: JsonObject, ifMatch: string | undefined): TwinDocument;
	/** What the device sees: `{desired, reported}` with `$version`, without tags and `$metadata`. */
	deviceView(deviceId: string): {readonly desired: JsonObject; readonly reported: JsonObject};
	/** Merges a reported patch; returns the new `$version` of the section. */
	patchReported(deviceId: string, patch: JsonObject): number;
};

/** A call of a direct method, as the service makes it. */
export type MethodCall = {
	readonly methodName: string;
	/** JSON text; `null` when the caller gave none. */
	readonly payload: string;
	/** 5..300. */
	readonly responseTimeoutInSeconds: number;
	/** 0..300: how long to wait for the device to come online. */
	readonly connectTimeoutInSeconds: number;
};
/** The device's answer; `status` is its own verdict. */
export type MethodResponse = {readonly status: number /** JSON text. */; readonly payload: string};
/** What is handed to the device's connection. `requestId` is a decimal number as text. */
export type MethodRequest = {readonly requestId: string; readonly methodName: string; readonly payload: string};

/** Direct methods: from the service to a device that is connected, and back. */
export type Methods = {
	/** @throws (rejects) HubFault DeviceNotFound, DeviceNotOnline, GatewayTimeout, ArgumentInvalid, MessageTooLarge (128 KB) */
	invoke(deviceId: string, call: MethodCall): Promise<MethodResponse>;
	/** A device's answer. An unknown or late request id is ignored. */
	complete(deviceId: string, requestId: string, response: MethodResponse): void;
};

/** How a device is connected, with or without a WebSocket in between. Over HTTPS it sends and asks without ever being connected. */
export type DeviceProtocol = 'Mqtt' | 'MqttWs' | 'Amqp' | 'AmqpWs' | 'Https';
/** What a front offers the core for one signed-in device. The core calls these; none may throw. */
export type DeviceLink = {
	readonly protocol: DeviceProtocol;
	/** Ends the socket. The front must not call back into `close` of the connection it was given. */
	close(fault: HubFault): void;
	deliverMethod(request: MethodRequest): void;
	/** `patch` carries `$version`. */
	deliverDesired(patch: JsonObject, version: number): void;
	/** Something waits in the device's queue: call `c2d.receive` as often as there is room. */
	notifyC2d(): void;
};
/** What a device can ask to be handed over its connection. */
export type DeviceFeature = 'methods' | 'desired' | 'c2d';
/** A device's place in the core, for the front that holds its socket. */
export type DeviceConnection = {
	readonly deviceId: string;
	/**
	 * The device subscribed to (attached a link for) this feature, or no longer does. What already waits for the device
	 * (messages, method calls with a connect timeout) is handed to the link before this returns.
	 */
	setListening(feature: DeviceFeature, isListening: boolean): void;
	/** A new token on the open connection (AMQP): moves the time at which the core ends it. */
	renew(expiresAt: number): void;
	/** The socket ended; harmless when another connection took its place. */
	close(): void;
};
/** Which devices are connected. */
export type Connections = {
	/**
	 * One connection per identity: an older one is closed with ConnectionForcefullyClosedOnNewConnection. Closed by the core at `expiresAt`.
	 * @throws HubFault DeviceNotFound, DeviceDisabled
	 */
	open(deviceId: string, link: DeviceLink, expiresAt: number): DeviceConnection;
	readonly count: number;
};

/** Part of a query's answer. `Raw`: the columns were chosen, so that the items are no whole twins. */
export type QueryPage = {
	readonly items: readonly JsonValue[];
	readonly itemType: 'Twin' | 'Raw' /** Absent on the last page. */;
	readonly continuation?: string;
};

/** Something that happened, for persistence and for the log. */
export type CoreEvent =
	| {readonly type: 'device-changed'; readonly deviceId: string}
	| {readonly type: 'device-deleted'; readonly deviceId: string}
	| {readonly type: 'device-connected'; readonly deviceId: string; readonly protocol: DeviceProtocol}
	| {readonly type: 'device-disconnected'; readonly deviceId: string; readonly fault?: HubFault};

/** The whole hub, without its wires. */
export type HubCore = {
	readonly options: CoreOptions;
	readonly access: Access;
	readonly registry: Registry;
	readonly twins: Twins;
	readonly methods: Methods;
	readonly connections: Connections;
	readonly telemetry: Telemetry;
	readonly c2d: CloudToDevice;
	readonly feedback: Feedback;
	/** What is wrong with this hub on purpose; nothing, until somebody sets it. */
	readonly faults: Faults;
	/** The query language of `POST /devices/query`. `pageSize` is capped at 100. @throws HubFault ArgumentInvalid */
	query(text: string, pageSize?: number, continuation?: string): QueryPage;
	exportDevice(deviceId: string): StoredDevice;
	onEvent(listener: (event: CoreEvent) => void): () => void;
	/** Cancels every timer; pending calls are rejected. */
	close(): void;
};
