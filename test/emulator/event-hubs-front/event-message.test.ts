import rhea from 'rhea';
import {describe, expect, test} from 'vitest';
import type {TelemetryEvent} from '../../../source/emulator/core/messages.js';
import {encodeEvent, encodeEventWithMetrics} from '../../../source/emulator/event-hubs-front/event-message.js';

const event: TelemetryEvent = {
	deviceId: 'press-01',
	partition: 2,
	sequenceNumber: 5_000_000_000,
	offset: '4096',
	enqueuedAt: 1_795_374_949_900,
	body: Buffer.from('21.5'),
	system: {messageId: 'm', contentType: 'text/plain'},
	application: {unit: 'C'},
	annotations: {'iothub-connection-device-id': 'press-01', 'iothub-enqueuedtime': 1_795_374_949_900},
};
const state = {beginSequenceNumber: 0, lastSequenceNumber: 7_000_000_000, lastOffset: '8192', lastEnqueuedAt: 1_795_374_950_000, isEmpty: false};

describe('an event on the wire', () => {
	test('has what the service puts there, each in its type', () => {
		const message = rhea.message.decode(encodeEvent(event));
		expect(message.message_annotations).toEqual({
			'x-opt-sequence-number': 5_000_000_000,
			'x-opt-offset': '4096',
			'x-opt-enqueued-time': new Date(1_795_374_949_900),
			'x-opt-partition-key': 'press-01',
			'iothub-connection-device-id': 'press-01',
			'iothub-enqueuedtime': new Date(1_795_374_949_900),
		});
		expect(message).toMatchObject({message_id: 'm', content_type: 'text/plain', application_properties: {unit: 'C'}});
		expect(message.body.content).toEqual(Buffer.from('21.5'));
	});

	test('is encoded once for all of its readers', () => {
		expect(encodeEvent(event)).toBe(encodeEvent(event));
	});

	test('with metrics differs in the delivery annotations alone', () => {
		const now = 1_795_374_951_000;
		const plain = rhea.message.decode(encodeEvent(event));
		const {delivery_annotations, ...rest} = rhea.message.decode(encodeEventWithMetrics(event, state, now));
		expect(delivery_annotations).toEqual({
			last_enqueued_sequence_number: 7_000_000_000,
			last_enqueued_offset: '8192',
			last_enqueued_time_utc: new Date(1_795_374_950_000),
			runtime_info_retrieval_time_utc: new Date(now),
		});
		expect(rest).toEqual({...plain});
	});

	test('goes out even when its expiry is no time at all', () => {
		for (const absoluteExpiryTime of [Number.NaN, Number.POSITIVE_INFINITY, -1e300, 1e300, 0.5]) {
			const message = rhea.message.decode(encodeEvent({...event, system: {absoluteExpiryTime}}));
			expect(message.absolute_expiry_time).toBeUndefined();
		}
	});

	test('carries hostile names and texts as ordinary ones', () => {
		const application = Object.fromEntries([
			['__proto__', 'x'],
			['constructor', '\u0000\u202e'],
			['', 'y'.repeat(70_000)],
		]);
		const encoded = encodeEvent({...event, application, system: {contentType: 'ä'.repeat(300), userId: '\ud800'}});
		expect(encoded.includes('__proto__')).toBe(true);
		expect(rhea.message.decode(encoded).application_properties).toMatchObject({constructor: '\u0000\u202e', '': 'y'.repeat(70_000)});
	});
});
