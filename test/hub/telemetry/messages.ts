import {createNameTable} from '../../../source/hub/telemetry/names.js';
import {type ArrivedMessage, createMessageRing, type RingLimits} from '../../../source/hub/telemetry/ring.js';

export function createArrived(change: Partial<ArrivedMessage> = {}): ArrivedMessage {
	return {
		deviceId: 'press-01',
		partitionId: '0',
		sequenceNumber: 1,
		offset: '64',
		enqueuedAt: 1000,
		receivedAt: 1010,
		body: Buffer.from('{"temperature":21}'),
		applicationProperties: {},
		systemProperties: {'iothub-message-source': 'Telemetry'},
		...change,
	};
}

export function createRing(limits: Partial<RingLimits> = {}) {
	const devices = createNameTable();
	const ring = createMessageRing({messages: 1000, bytes: 64 * 1024 * 1024, ...limits}, devices, createNameTable());
	return {ring, devices};
}
