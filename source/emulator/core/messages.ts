/**
 * Messages in both directions: telemetry from devices, commands to them, and the feedback on those.
 */
import type {HubFault} from './fault.js';

/** System properties of a message, in either direction. */
export type SystemProperties = {
	readonly messageId?: string;
	readonly correlationId?: string;
	readonly userId?: string;
	readonly to?: string;
	readonly contentType?: string;
	readonly contentEncoding?: string;
	readonly absoluteExpiryTime?: number;
};
/** Any message. Application properties are text on every wire. */
export type Message = {readonly body: Buffer; readonly system: SystemProperties; readonly application: Readonly<Record<string, string>>};

/** A device's message: `annotations` are further ones the front found, such as `dt-subject`. */
export type DeviceMessage = Message & {readonly annotations?: Readonly<Record<string, string>>};

/** A message in its partition. `annotations` are the ones a hub stamps (`iothub-connection-device-id` …) plus the message's own; times in them are milliseconds. */
export type TelemetryEvent = Message & {
	readonly deviceId: string;
	readonly partition: number;
	readonly sequenceNumber: number;
	/** Decimal text, grows with the bytes stored. */
	readonly offset: string;
	readonly enqueuedAt: number;
	readonly annotations: Readonly<Record<string, string | number>>;
};
/** Where a reader of a partition begins. */
export type StartPosition =
	| {readonly kind: 'earliest'}
	| {readonly kind: 'latest'}
	| {readonly kind: 'offset'; readonly offset: number; readonly isInclusive: boolean}
	| {readonly kind: 'sequence-number'; readonly sequenceNumber: number; readonly isInclusive: boolean}
	| {readonly kind: 'enqueued-time'; readonly enqueuedAt: number; readonly isInclusive: boolean};
/** What `GetPartitionProperties` of Event Hubs tells. */
export type PartitionState = {
	readonly beginSequenceNumber: number;
	/** -1 when nothing was ever stored. */
	readonly lastSequenceNumber: number;
	readonly lastOffset: string;
	readonly lastEnqueuedAt: number;
	readonly isEmpty: boolean;
};
/** The built-in endpoint: messages from devices in partitions, kept for readers. */
export type Telemetry = {
	readonly partitionCount: number;
	readonly createdAt: number;
	/**
	 * Stores the message in the device's partition before it returns.
	 * @param scope what the sender signed in with, which the message says: the device's own key (default), its certificate, or the key of a policy of the hub
	 * @throws HubFault MessageTooLarge over 256 KB
	 */
	append(deviceId: string, message: DeviceMessage, scope?: 'device' | 'certificate' | 'hub'): TelemetryEvent;
	state(partition: number): PartitionState;
	/** First sequence number to deliver. */
	resolve(partition: number, position: StartPosition): number;
	/** Up to `max` events from `sequenceNumber` on; starts at the oldest kept when that one is gone. */
	read(partition: number, sequenceNumber: number, max: number): readonly TelemetryEvent[];
	/**
	 * A reader of one partition. Five at most without `ownerLevel` per group; a higher `ownerLevel` ends lower ones through `onStolen`.
	 * @throws HubFault GenericNotFound (unknown group), ArgumentInvalid (partition), IotHubQuotaExceeded (sixth reader), LinkCreationConflict (a lower ownerLevel than the present one)
	 */
	attach(reader: {
		readonly consumerGroup: string;
		readonly partition: number;
		readonly ownerLevel?: number;
		onAppended(): void;
		onStolen(fault: HubFault): void;
	}): () => void;
};

/** A cloud-to-device message. */
export type C2dMessage = Message & {/** `iothub-ack`. Default none. */ readonly ack: 'none' | 'positive' | 'negative' | 'full'};
/** A message handed out under a one-minute lock. */
export type C2dDelivery = C2dMessage & {
	readonly lockToken: string;
	readonly lockedUntil: number;
	readonly sequenceNumber: number;
	readonly deliveryCount: number;
	readonly enqueuedAt: number;
};
/** What became of a message ("Understand cloud-to-device messaging from an IoT hub"). */
export type FeedbackStatus = 'Success' | 'Expired' | 'DeliveryCountExceeded' | 'Rejected' | 'Purged';
/** The outcome of one message, member for member as the service writes it. */
export type FeedbackRecord = {
	readonly originalMessageId: string;
	readonly description: string;
	readonly deviceGenerationId: string;
	readonly deviceId: string;
	readonly enqueuedTimeUtc: string;
	readonly statusCode: FeedbackStatus;
};
/** Records that go out together, under a lock until they are settled. */
export type FeedbackBatch = {
	readonly lockToken: string;
	readonly lockedUntil: number;
	readonly sequenceNumber: number;
	readonly deliveryCount: number;
	readonly enqueuedAt: number;
	readonly records: readonly FeedbackRecord[];
};

/** The queues of messages to devices. */
export type CloudToDevice = {
	/** @throws HubFault DeviceNotFound, DeviceMaximumQueueDepthExceeded (50), MessageTooLarge (64 KB) */
	send(deviceId: string, message: C2dMessage): void;
	/** The next message, locked for a minute or as long as asked; undefined when none waits. */
	receive(deviceId: string, lockMs?: number): C2dDelivery | undefined;
	/** Lock tokens that are unknown or expired throw DeviceMessageLockLost. */
	complete(deviceId: string, lockToken: string): void;
	reject(deviceId: string, lockToken: string): void;
	abandon(deviceId: string, lockToken: string): void;
	/** Number of messages thrown away. */
	purge(deviceId: string): number;
};
/** What became of messages whose sender asked to be told. */
export type Feedback = {
	/** Called when a batch is ready to be taken; returns how to stop listening. */
	onAvailable(listener: () => void): () => void;
	take(): FeedbackBatch | undefined;
	complete(lockToken: string): void;
	/** Puts an unsettled batch back in front. */
	release(lockToken: string): void;
};
