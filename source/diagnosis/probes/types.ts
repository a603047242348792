/** What the checks can observe. The real probes are in this folder; tests hand in others. */
import type {HubError} from '../../errors.js';
import type {DeviceIdentity} from '../../hub/management-types.js';
import type {JsonValue, Twin} from '../../hub/types.js';
import type {PortName, Protocol} from '../types.js';
import type {TwinReply} from './twin-reply.js';

/** What asking the hub brought: a value, or its refusal. */
export type Outcome<T> = {readonly value: T; readonly error?: never} | {readonly error: HubError; readonly value?: never};

/** What a socket failed with: Node's code, such as `ECONNREFUSED`, and its words. */
export type SocketFault = {readonly code: string; readonly message: string};

export type NameAnswer = {readonly addresses: readonly string[]; readonly fault?: SocketFault};
export type TcpAnswer = {readonly port: number /** Where the connection went to. */; readonly address?: string; readonly fault?: SocketFault};
export type TlsAnswer = {
	readonly port: number;
	readonly fault?: SocketFault;
	/** Such as `TLSv1.3`. */
	readonly version?: string;
	readonly cipher?: string;
	readonly subject?: string;
	/** Issuers from the leaf's up to the root. */
	readonly issuers?: readonly string[];
	/** Last moment of the leaf. */
	readonly validTo?: number;
};

/** What a protocol answered when it was spoken to. */
export type ProtocolAnswer =
	/** It answered as a hub does, be it with a refusal. */
	| {readonly type: 'answered'; readonly words: string}
	/** The upgrade to a WebSocket was not granted. */
	| {readonly type: 'no-upgrade'; readonly words: string}
	/** Nothing came back within the time. */
	| {readonly type: 'silent'; readonly words: string}
	| {readonly type: 'failed'; readonly words: string};

/** A sign-in with the identity of the device. `dropped`: accepted, and hung up on soon after. */
export type DeviceSignIn = {readonly type: 'accepted' | 'refused' | 'dropped' | 'failed'; readonly words: string};

export type ClockAnswer = {/** The hub's clock, cut to seconds. */ readonly hubAt: number; readonly localAt: number; readonly roundTripMs: number};

/** Whether the policy may read the registry, and use the service side. */
export type HubAnswer = {readonly registry: Outcome<string>; readonly service: Outcome<string>};

/** What the hub knows of the identity; without registry read it comes from the twin and has no keys. */
export type KnownIdentity = Omit<DeviceIdentity, 'etag' | 'generationId' | 'thumbprints' | 'connectionStateUpdatedAt'> & {
	readonly connectionStateUpdatedAt?: number;
	readonly isFromTwin: boolean;
};

export type TelemetryAnswer = {
	/** The newest message of the device, by the hub's clock; absent: none came and none is known. */
	readonly lastEnqueuedAt?: number;
	/** Messages of the device that came while it was listened, all that were seen, and the median of the time between them. */
	readonly arrivedCount: number;
	readonly messageCount: number;
	readonly typicalGapMs?: number;
	/** Messages of the device in the last 30 minutes, where that could be read back. */
	readonly last30Minutes?: number;
	readonly lagMs?: number;
	/** Whether all partitions could be read. */
	readonly isListening: boolean;
	readonly error?: HubError;
	/** How long it was listened, and when that ended by the hub's clock. */
	readonly waitedMs: number;
	readonly endedAt: number;
};

/** Changes of the connection that the registry told of while it was watched. */
/** `isConnected`: at the end of the watch. */
export type StabilityAnswer = {readonly changes: number; readonly watchedMs: number; readonly isConnected: boolean};

export type MethodAnswer = {
	readonly outcome: Outcome<{readonly status: number; readonly payload: JsonValue}>;
	readonly elapsedMs: number;
	/** The connection of the device before and after; absent where it could not be read. */
	readonly before?: KnownIdentity;
	readonly after?: KnownIdentity;
};

/** What became of a desired property that was written as a test. It is taken back by then. */
export type TwinWriteAnswer =
	/** Nothing was written: it would only have waited for the device. */
	| {readonly type: 'offline'}
	/** Nothing was written: somebody else has a property of that name. */
	| {readonly type: 'taken'}
	| {readonly type: 'failed'; readonly error: HubError}
	| {
			readonly type: 'written';
			/** Of the desired properties with it. */
			readonly version: number;
			readonly reply: TwinReply;
			readonly waitedMs: number;
			/** The last reading. */
			readonly twin: Twin;
	  };

export type Probes = {
	resolveName(signal: AbortSignal): Promise<NameAnswer>;
	connect(port: PortName, signal: AbortSignal): Promise<TcpAnswer>;
	shakeHands(port: PortName, signal: AbortSignal): Promise<TlsAnswer>;
	/** Speaks the protocol without the identity of a device, so that no live connection ends. */
	speak(protocol: Protocol, signal: AbortSignal): Promise<ProtocolAnswer>;
	/** Ends the live connection of the device. */
	signInAsDevice(token: string, signal: AbortSignal): Promise<DeviceSignIn>;
	readClock(): Promise<ClockAnswer | undefined>;
	/** The first answer, the same for everybody who asks. */
	askHub(): Promise<HubAnswer>;
	/** The first reading, the same for everybody who asks. */
	readIdentity(): Promise<Outcome<KnownIdentity>>;
	readIdentityAnew(signal: AbortSignal): Promise<Outcome<KnownIdentity>>;
	/** Registered ids that differ from the device's in capital letters or blanks only. */
	findSimilarIds(signal: AbortSignal): Promise<readonly string[]>;
	/** The first reading, the same for everybody who asks. */
	readTwin(): Promise<Outcome<Twin>>;
	listen(signal: AbortSignal): Promise<TelemetryAnswer>;
	/** When the device says that it made its newest message (`iothub-creation-time-utc`), and when the hub got it. */
	readMessageTime(): {readonly deviceAt: number; readonly hubAt: number} | undefined;
	watchConnection(signal: AbortSignal): Promise<StabilityAnswer>;
	callMethod(signal: AbortSignal): Promise<MethodAnswer>;
	/** Writes a desired property, waits for the device's answer, and takes the property back. */
	writeTwin(signal: AbortSignal): Promise<TwinWriteAnswer>;
	/** What the hub refused so far. */
	refusals(): readonly HubError[];
	/** Requests that the hub answered without a refusal so far, and those among them that count towards the daily quota: twins, queries, methods. */
	answers(): {readonly answeredCount: number; readonly meteredCount: number};
	/** Resolves when nothing of the diagnosis is left on the hub; with a sentence where something had to be left behind. */
	cleanUp(): Promise<string | undefined>;
	close(): void;
};
