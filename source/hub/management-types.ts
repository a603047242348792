/** The hub's administration as the console sees it: identities and their keys, cloud-to-device messages, feedback, message counts. */
import type {HubError} from '../errors.js';
import type {SasFinding} from '../sas/verify.js';
import type {AuthenticationType, LiveStore, Loadable} from './types.js';

/** A key that prints as `[secret]` everywhere; `reveal` gives its text. */
export type SecretText = {reveal(): string};

/** Either of them signs the device in, so that one can be replaced while the other is in use. */
export type DeviceKeys = {readonly primary: SecretText; readonly secondary: SecretText};

/** An identity with everything the registry tells about it. */
export type DeviceIdentity = {
	readonly deviceId: string;
	readonly etag: string;
	readonly generationId: string;
	readonly isEnabled: boolean;
	/** Why it was disabled, raw text; empty when nobody said. */
	readonly statusReason: string;
	readonly authentication: AuthenticationType;
	/** With `sas` only. */
	readonly keys?: DeviceKeys;
	/** With `selfSigned`: SHA-1 or SHA-256 in hexadecimal digits. */
	readonly thumbprints?: {readonly primary: string; readonly secondary: string};
	/** The hub's claim and when it last changed; 0: never. */
	readonly isConnected: boolean;
	readonly connectionStateUpdatedAt: number;
	readonly lastActivityAt: number;
	/** Cloud-to-device messages that wait. */
	readonly c2dMessageCount: number;
};
/** One identity, read anew while somebody looks. */
export type IdentityStore = LiveStore<Loadable<DeviceIdentity>> & {
	/** Resolves when the reading has ended, well or not. */
	refresh(): Promise<void>;
};

/** A device to register. */
export type NewDevice = {
	readonly deviceId: string;
	readonly isEnabled: boolean;
	/** `sas` without keys: the hub makes them. */
	readonly authentication:
		| {readonly type: 'sas'; readonly keys?: DeviceKeys}
		| {readonly type: 'selfSigned'; readonly primaryThumbprint: string; readonly secondaryThumbprint: string}
		| {readonly type: 'certificateAuthority'};
};

/** What can be done to the two keys of a device. `set` takes base64 text of 16 to 64 bytes. */
export type KeyChange =
	| {readonly type: 'regenerate'; readonly which: 'primary' | 'secondary'}
	| {readonly type: 'swap'}
	| {readonly type: 'set'; readonly which: 'primary' | 'secondary'; readonly key: SecretText};

/** A message to send to a device. */
export type C2dRequest = {
	readonly deviceId: string;
	/** UTF-8 text of the body. */
	readonly body: string;
	readonly properties: Readonly<Record<string, string>>;
	/** Feedback names the message by it. */
	readonly messageId: string;
	/** Absent: the hub's own time to live, an hour unless configured. */
	readonly expiresAt?: number;
	readonly ack: 'none' | 'positive' | 'negative' | 'full';
	readonly contentType?: string;
};

/** How the hub names what became of a message. */
export type FeedbackStatus = 'Success' | 'Expired' | 'DeliveryCountExceeded' | 'Rejected' | 'Purged';
/** What became of a message that was sent with an acknowledgement wish. `enqueuedAt` is when the outcome was noted. */
export type C2dFeedback = {
	readonly messageId: string;
	readonly deviceId: string;
	readonly status: FeedbackStatus;
	readonly description: string;
	readonly enqueuedAt: number;
};
/** Messages sent from here and every feedback record that came, newest last, 500 of each at most. The hub sends feedback in batches, up to 15 s late. */
export type C2dSnapshot = {
	readonly sent: readonly (C2dRequest & {readonly sentAt: number; readonly error?: HubError})[];
	readonly feedback: readonly C2dFeedback[];
	readonly status: 'idle' | 'connecting' | 'receiving' | 'failed';
	readonly error?: HubError;
};
/**
 * Subscribing receives and completes the hub's feedback: another reader of the same hub does not see those records any more. On a
 * read-only hub nothing is received, and the store has failed with an error of kind `read-only`.
 */
export type C2dStore = LiveStore<C2dSnapshot>;

/** Telemetry messages counted by enqueued time. */
export type MessageCounts = {
	/** Length of one bucket: 10,000. */
	readonly bucketMs: number;
	/** Beginning of the first bucket; there are 180, so that 30 minutes fit, and the last one is under way. */
	readonly startAt: number;
	readonly counts: Uint32Array;
	/** Of the last 60 seconds, to the second. */
	readonly inLastMinute: number;
};
export type HistorySnapshot = {
	/** `reading`: the past is being read back from the endpoint, live messages are counted all the same. */
	readonly status: 'idle' | 'reading' | 'ready' | 'failed';
	/** With `failed`: why. With `ready`: there were more messages than are read back, and only the newest of them count. */
	readonly error?: HubError;
	/** Share of the past that has been read, 0..1; 1 only when all of it has. */
	readonly progress: number;
	readonly version: number;
};
/** Telemetry messages sent in the last 30 minutes, of the hub and of each device: filled at once by reading back by time, then live. */
export type TelemetryHistory = LiveStore<HistorySnapshot> & {
	/** `deviceId` absent: the whole hub. */
	counts(deviceId?: string): MessageCounts;
};

/** What a token is good for: the whole hub, one device, one of its modules. */
export type SasScope = {readonly deviceId?: string; readonly moduleId?: string};
/** Whose key signs: the policy of the hub's connection string, or the device itself with one of its two. */
export type SasSigner = 'policy' | 'primary' | 'secondary';
/** Makes shared access signatures and checks them, on this machine. */
export type SasDesk = {
	/** @throws HubError kind `invalid` where the key cannot sign for the scope, or why the device's keys could not be read */
	sign(scope: SasScope, lifetimeSeconds: number, signer: SasSigner): Promise<SecretText>;
	/**
	 * What the hub would say of a token that is used for the scope: checked with the policy's key, and the device's two keys where they can be read.
	 * @throws UsageError when the text is no token, in one sentence without the signature
	 */
	verify(token: SecretText, scope: SasScope): Promise<readonly SasFinding[]>;
};

/** What changes identities and sends to devices; part of HubWriter. Rejections are HubErrors. */
export type ManagementWriter = {
	createDevice(device: NewDevice): Promise<DeviceIdentity>;
	/** Read-modify-write guarded by the etag, as `setStatus`. Kind `conflict` when somebody else wrote in between, `invalid` for a wrong key. */
	changeKeys(deviceId: string, change: KeyChange): Promise<DeviceIdentity>;
	setStatus(deviceId: string, isEnabled: boolean, reason: string): Promise<DeviceIdentity>;
	/** Guarded by the etag of the identity as its store shows it, while somebody looks; else as it is now. */
	deleteDevice(deviceId: string): Promise<void>;
	/** Resolves when the hub has taken the message; it appears in the C2D store either way. */
	sendC2d(request: C2dRequest): Promise<void>;
	/** Number of messages thrown away. */
	purgeC2d(deviceId: string): Promise<number>;
};
