import type {DeviceTable} from '../devices.js';
import {HubFault} from '../fault.js';
import {measureMessage} from '../message-size.js';
import type {Telemetry} from '../messages.js';
import type {Timers} from '../timers.js';
import type {CoreOptions} from '../types.js';
import {createPartition} from './partition.js';
import {createReaders} from './readers.js';

const largestMessageBytes = 256 * 1024;
const defaultGroup = '$Default';
/** What the service stamps on a message about how its sender signed in ("Create and read IoT Hub messages"). */
const writeAuthMethod = (scope: 'device' | 'hub', type: 'sas' | 'x509') => JSON.stringify({scope, type, issuer: 'iothub', acceptingIpFilterRule: null});
const authMethods = {device: writeAuthMethod('device', 'sas'), certificate: writeAuthMethod('device', 'x509'), hub: writeAuthMethod('hub', 'sas')};

/** The built-in endpoint: messages of devices in partitions, and those who read them. */
export function createTelemetry(options: CoreOptions, devices: DeviceTable, timers: Timers): Telemetry {
	const partitionCount = options.partitionCount ?? 4;
	const limits = {messages: options.retainedMessages ?? 50_000, bytes: options.retainedBytes ?? 32 * 1024 * 1024};
	const groups = new Set([defaultGroup, ...(options.consumerGroups ?? [])].map(name => name.toLowerCase()));
	const partitions = Array.from({length: partitionCount}, () => ({store: createPartition(limits), readers: createReaders()}));

	const requirePartition = (index: number) => {
		const partition = partitions[index];
		if (partition === undefined) throw new HubFault('ArgumentInvalid', `The partition must be one of 0 to ${partitionCount - 1}.`);
		return partition;
	};

	return {
		partitionCount,
		createdAt: timers.now(),
		append(deviceId, message, scope = 'device') {
			const device = devices.require(deviceId);
			const size = measureMessage(message);
			if (size > largestMessageBytes) throw new HubFault('MessageTooLarge', 'A message may have at most 256 KB, its properties included.');
			const partition = pickPartition(deviceId, partitionCount);
			const {store, readers} = requirePartition(partition);
			if (device.connection !== undefined) device.lastActivityAt = timers.now();
			const {system, application} = message;
			const body = Buffer.from(message.body);
			const event = store.append(size, timers.now(), position => ({
				body,
				system,
				application,
				deviceId,
				partition,
				...position,
				annotations: {
					...message.annotations,
					'iothub-connection-device-id': deviceId,
					'iothub-connection-auth-method': authMethods[scope],
					'iothub-connection-auth-generation-id': device.identity.generationId,
					'iothub-enqueuedtime': position.enqueuedAt,
					'iothub-message-source': 'Telemetry',
				},
			}));
			readers.tellAppended();
			return event;
		},
		state: partition => requirePartition(partition).store.state(),
		resolve: (partition, position) => requirePartition(partition).store.resolve(position),
		read: (partition, sequenceNumber, max) => requirePartition(partition).store.read(sequenceNumber, max),
		attach(reader) {
			const {readers} = requirePartition(reader.partition);
			if (!groups.has(reader.consumerGroup.toLowerCase())) throw new HubFault('GenericNotFound', 'The consumer group does not exist.');
			return readers.attach(reader);
		},
	};
}

/** The same partition for all messages of a device: FNV-1a over the characters of its id. */
function pickPartition(deviceId: string, partitionCount: number): number {
	let hash = 0x811c9dc5;
	for (let at = 0; at < deviceId.length; at += 1) hash = Math.imul(hash ^ deviceId.charCodeAt(at), 0x01000193);
	return (hash >>> 0) % partitionCount;
}
