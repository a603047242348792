/**
 * The hub as the console sees it: plain readonly values and live stores. Panes and hooks import types from here and
 * nothing else of `hub/`. Texts in these values are raw: they come from devices and pass `show` before they are drawn.
 * Times are milliseconds since 1970 unless a name says otherwise.
 */
import type {HubError} from '../errors.js';
import type {C2dStore, IdentityStore, ManagementWriter, SasDesk, SecretText, TelemetryHistory} from './management-types.js';

/** What `JSON.parse` makes of a text. A `__proto__` key is one like any other. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export type JsonObject = {readonly [key: string]: JsonValue};

/** Opened by its first subscriber, closed after its last. `getState` returns the same object until the next tell. */
export type LiveStore<T> = {getState(): T; subscribe(listener: () => void): () => void};

/** A value with the state of its last reading: a failed refresh keeps the last good value. */
export type Loadable<T> = {
	readonly status: 'idle' | 'loading' | 'ready' | 'failed';
	readonly value?: T;
	readonly error?: HubError;
	/** When `value` was read. */
	readonly fetchedAt?: number;
};

/** How a device signs in. `none`: the hub named a way that is not known here. */
export type AuthenticationType = 'sas' | 'selfSigned' | 'certificateAuthority' | 'none';

/** All devices read so far, as columns: rows are numbered 0 … size-1 in the hub's order and never move. */
export type DeviceTable = {
	readonly size: number;
	id(row: number): string;
	/** -1 when unknown. Device ids are case-sensitive. */
	rowOf(deviceId: string): number;
	isEnabled(row: number): boolean;
	/** The hub's claim, up to five minutes late. */
	isConnected(row: number): boolean;
	authentication(row: number): AuthenticationType;
	/** 0: never. */
	lastActivityAt(row: number): number;
	/** Rows whose id contains the text, case ignored. */
	search(text: string): readonly number[];
};
/** The device list as far as it has been read. */
export type DevicesSnapshot = Loadable<DeviceTable> & {
	/** False: the hub has more, call `loadMore`. */
	readonly isComplete: boolean;
	/** All devices of the hub by its own statistics, where they could be read. */
	readonly totalCount?: number;
};
/** The device list, read page by page and anew now and then. */
export type DeviceDirectory = LiveStore<DevicesSnapshot> & {
	/** Reads everything read so far anew. */
	refresh(): void;
	/** Reads the next 1,000 devices. */
	loadMore(): void;
	/** Asks the hub for one device and takes it into the list; false: the hub has none of exactly this id. @throws HubError */
	find(deviceId: string): Promise<boolean>;
};

/** One event of the built-in endpoint. `index` numbers messages in the order of their arrival here and is never reused. */
export type TelemetryMessage = {
	readonly index: number;
	readonly deviceId: string;
	readonly partitionId: string;
	readonly sequenceNumber: number;
	readonly offset: string;
	readonly enqueuedAt: number;
	readonly receivedAt: number;
	/** As it came. */
	readonly body: Uint8Array;
	readonly applicationProperties: JsonObject;
	/** Annotations and AMQP properties, `iothub-connection-device-id` and the like; empty values left out. */
	readonly systemProperties: JsonObject;
};

/** What telemetry tells about one device since the console started. */
export type DeviceActivity = {
	readonly messageCount: number;
	/** Enqueued time of the newest message. */
	readonly lastEnqueuedAt: number;
	/** How long it has sent nothing since, by what is known: time for which the feed was not received does not count. */
	readonly silentMs: number;
	/** Median of the last 20 gaps between messages; undefined before the third message. */
	readonly typicalGapMs: number | undefined;
};

export type FeedSnapshot = {
	readonly status: 'idle' | 'connecting' | 'receiving' | 'failed';
	/** With `failed`: why. With another status: a partition that is being tried again. */
	readonly error?: HubError;
	/** When the feed opened. */
	readonly openedAt?: number;
	/** Everything that the hub had then has come, as far as is known. It grows while the feed is received, and only then. */
	readonly receivedUntil?: number;
	/** Index of the oldest message kept, and the index the next one will get; their difference is the number kept. */
	readonly first: number;
	readonly next: number;
	/** Messages that left the ring because newer ones needed the room. */
	readonly dropped: number;
	/** Gaps in sequence numbers: messages that the hub had and that never came. Must be 0. */
	readonly lost: number;
	/** Mean of the last five seconds. */
	readonly ratePerSecond: number;
	/** Enqueued at the hub → arrived here, of the newest message. */
	readonly lagMs?: number;
	readonly lastMessageAt?: number;
	readonly partitions: {readonly open: number; readonly count: number};
};

export type FeedQuery = {
	/** Absent: the whole hub. */
	readonly deviceId?: string;
	/** Substring of device id, body or property text, case ignored. Absent or empty: everything. */
	readonly text?: string;
};
/** The messages of the ring that match a query, oldest first. Brought up to date by `TelemetryFeed.view`. */
export type FeedView = {
	readonly length: number;
	/** The message index at a position of the view. */
	indexAt(position: number): number;
	/** Position of the newest matching message whose index is not above `index`; -1 when there is none. */
	positionOf(index: number): number;
};
export type TelemetryFeed = LiveStore<FeedSnapshot> & {
	/** Undefined once it has been dropped. */
	message(index: number): TelemetryMessage | undefined;
	/** Cached per query; only new messages are looked at. */
	view(query: FeedQuery): FeedView;
	activity(deviceId: string): DeviceActivity | undefined;
	/** Closes and opens again after a failure. */
	reconnect(): void;
};

/** Desired or reported properties. */
export type TwinSection = {
	readonly version: number;
	/** Without `$` keys. */
	readonly values: JsonObject;
	/** The tree of `$lastUpdated` (and `$lastUpdatedVersion`) beside the values. */
	readonly metadata: JsonObject;
};
/** A device twin as the service shows it. */
export type Twin = {
	readonly deviceId: string;
	readonly etag: string;
	readonly version: number;
	readonly tags: JsonObject;
	readonly desired: TwinSection;
	readonly reported: TwinSection;
	readonly isConnected: boolean;
	readonly modelId: string;
};
/** One twin, read anew while somebody looks. */
export type TwinStore = LiveStore<Loadable<Twin>> & {
	/** Resolves when the reading has ended, well or not. */
	refresh(): Promise<void>;
	/** Reads every second instead of every ten, until the returned function is called: for waiting on a device. */
	watchClosely(): () => void;
};

/** A direct method to call. */
export type MethodRequest = {
	readonly deviceId: string;
	readonly methodName: string;
	/** Undefined: no payload. */
	readonly payload: JsonValue | undefined;
	/** 0..300. */
	readonly connectTimeoutInSeconds: number;
	/** 5..300. */
	readonly responseTimeoutInSeconds: number;
};
/** One call, pending or ended. `failed` tells in `error.kind` whether the device was offline, had no handler, or was too slow. */
export type MethodCall = MethodRequest & {
	readonly id: number;
	readonly startedAt: number;
	readonly state: 'pending' | 'answered' | 'failed' | 'abandoned';
	readonly elapsedMs?: number;
	/** The device's own verdict. */
	readonly status?: number;
	readonly response?: JsonValue;
	readonly error?: HubError;
};
/** The calls since the console started, oldest first. */
export type MethodCalls = LiveStore<readonly MethodCall[]> & {
	/** Stops waiting: the outcome stays unknown, and the call says so. */
	abandon(id: number): void;
};

/** For the status line. */
export type HubStatus = {
	readonly service: 'idle' | 'connecting' | 'connected' | 'failed';
	readonly error?: HubError;
	/** When the service token is renewed. */
	readonly tokenRenewsAt?: number;
	/** 429 answers so far. */
	readonly throttledCount: number;
};

/** What changes a hub. Absent from a read-only hub, so that no key can reach it. */
export type HubWriter = ManagementWriter & {
	/** PATCH of desired properties with `If-Match`. @throws HubError, kind `conflict` when the twin changed meanwhile */
	patchDesired(deviceId: string, patch: JsonObject, etag: string): Promise<Twin>;
	/** Starts a call; it appears in `methods` at once. Never repeated by itself. */
	invokeMethod(request: MethodRequest): MethodCall;
};

/** All that the console knows and can do. */
export type Hub = {
	readonly hostName: string;
	/** Shared access policy that the connection string names. */
	readonly policyName: string;
	/** Of the built-in endpoint. */
	readonly consumerGroup: string;
	readonly status: LiveStore<HubStatus>;
	readonly devices: DeviceDirectory;
	readonly telemetry: TelemetryFeed;
	/** The same store for the same id. */
	twin(deviceId: string): TwinStore;
	readonly methods: MethodCalls;
	/** The identity of a device with its keys. The same store for the same id. */
	identity(deviceId: string): IdentityStore;
	readonly c2d: C2dStore;
	/** Telemetry messages of the last 30 minutes. Subscribing keeps the telemetry feed open. */
	readonly history: TelemetryHistory;
	/** Signing and checking with the hub's policy and with device keys; sends nothing but reads of identities. */
	readonly sas: SasDesk;
	/** What a device with this key signs in with; for a hub on other ports with `GatewayHostName=host:port`, which the device SDKs honour. */
	deviceConnectionString(deviceId: string, key: SecretText): SecretText;
	readonly writer?: HubWriter;
	close(): Promise<void>;
};
