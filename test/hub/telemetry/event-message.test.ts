import type {ReceivedEventData} from '@azure/event-hubs';
import {describe, expect, it} from 'vitest';
import {isTelemetry, toMessage} from '../../../source/hub/telemetry/event-message.js';
import {createRing} from './messages.js';

function createEvent(change: Partial<ReceivedEventData> = {}): ReceivedEventData {
	const getRawAmqpMessage = () => ({body: undefined});
	return {body: Buffer.from('x'), offset: '64', sequenceNumber: 5, enqueuedTimeUtc: new Date(1000), partitionKey: null, getRawAmqpMessage, ...change};
}

/** As it is kept and read again. */
function keep(event: ReceivedEventData, partitionId = '0', receivedAt = 0) {
	const {ring} = createRing();
	return ring.get(ring.push(toMessage(event, partitionId, receivedAt)));
}

describe('an event', () => {
	it('becomes a message of its device', () => {
		const systemProperties = {'iothub-connection-device-id': 'press-01', messageId: 'm', contentType: '', correlationId: null};
		expect(keep(createEvent({systemProperties, properties: {alert: 'true'}}), '2', 1500)).toEqual({
			index: 0,
			deviceId: 'press-01',
			partitionId: '2',
			sequenceNumber: 5,
			offset: '64',
			enqueuedAt: 1000,
			receivedAt: 1500,
			body: Buffer.from('x'),
			applicationProperties: {alert: 'true'},
			systemProperties: {'iothub-connection-device-id': 'press-01', messageId: 'm'},
		});
	});

	it('about a device names it in a property', () => {
		expect(toMessage(createEvent({properties: {deviceId: 'press-02', opType: 'updateTwin'}}), '0', 0).deviceId).toBe('press-02');
		expect(toMessage(createEvent({}), '0', 0).deviceId).toBe('');
	});

	it('keeps the bytes of its body', () => {
		const bytes = Buffer.from([0, 1, 255]);
		expect(toMessage(createEvent({body: bytes}), '0', 0).body).toEqual(bytes);
		expect(toMessage(createEvent({body: [Buffer.from('a'), Buffer.from('b')]}), '0', 0).body).toEqual(Buffer.from('ab'));
		expect(toMessage(createEvent({body: undefined}), '0', 0).body).toHaveLength(0);
	});

	it('whose body is an AMQP value shows it as JSON', () => {
		expect(Buffer.from(toMessage(createEvent({body: {a: 1}}), '0', 0).body).toString()).toBe('{"a":1}');
		expect(Buffer.from(toMessage(createEvent({body: 'text'}), '0', 0).body).toString()).toBe('text');
	});

	it('has properties of JSON types only', () => {
		const userId = Buffer.from('hub');
		const uuid = Buffer.from([255, 254]);
		const message = keep(createEvent({systemProperties: {userId, uuid, when: new Date(7), list: [1, userId]}}));
		expect(message?.systemProperties).toEqual({userId: 'hub', uuid: 'fffe', when: 7, list: [1, 'hub']});
	});

	it.each([
		[undefined, true],
		[{}, true],
		[{'iothub-message-source': 'Telemetry'}, true],
		[{'iothub-message-source': 'twinChangeEvents'}, false],
		[{'iothub-message-source': 'deviceConnectionStateEvents'}, false],
	])('with %j is telemetry: %s', (systemProperties, expected) => {
		expect(isTelemetry(createEvent(systemProperties && {systemProperties}))).toBe(expected);
	});
});
