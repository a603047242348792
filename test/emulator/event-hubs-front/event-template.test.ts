import fc from 'fast-check';
import rhea from 'rhea';
import {describe, expect, test} from 'vitest';
import type {TelemetryEvent} from '../../../source/emulator/core/messages.js';
import {encodeEvent} from '../../../source/emulator/event-hubs-front/event-message.js';
import {createEventTemplates} from '../../../source/emulator/event-hubs-front/event-template.js';

const createEvent = (change: Partial<TelemetryEvent> = {}): TelemetryEvent => ({
	deviceId: 'press-01',
	partition: 0,
	sequenceNumber: 1000,
	offset: '4096',
	enqueuedAt: 1_795_374_949_900,
	body: Buffer.from('21.5'),
	system: {contentType: 'text/plain'},
	application: {unit: 'C'},
	annotations: {'iothub-connection-device-id': 'press-01', 'iothub-enqueuedtime': 1_795_374_949_900, 'iothub-message-source': 'Telemetry'},
	...change,
});

const check = (event: TelemetryEvent) => {
	const {message_annotations, application_properties, body, message_id, content_type} = rhea.message.decode(encodeEvent(event));
	expect(message_annotations).toEqual({
		...event.annotations,
		'x-opt-sequence-number': event.sequenceNumber,
		'x-opt-offset': event.offset,
		'x-opt-enqueued-time': new Date(event.enqueuedAt),
		'x-opt-partition-key': event.deviceId,
		'iothub-enqueuedtime': new Date(Number(event.annotations['iothub-enqueuedtime'] ?? event.enqueuedAt)),
	});
	expect({...application_properties}).toEqual(event.application);
	expect([message_id, content_type]).toEqual([event.system.messageId, event.system.contentType]);
	expect(Buffer.compare(body.content, event.body)).toBe(0);
};

describe('an event like the last one of its device', () => {
	test('is made of it', () => {
		const templates = createEventTemplates();
		const event = createEvent();
		expect(templates.encode(event)).toBeUndefined();
		templates.learn(event, encodeEvent(event));
		expect(templates.encode(event)).toEqual(encodeEvent(event));
		const next = createEvent({sequenceNumber: 1001, offset: '8192', enqueuedAt: 1_795_374_950_000, body: Buffer.from('22')});
		expect(templates.encode(next)).toBeDefined();
		expect(templates.encode({...next, offset: '10000'})).toBeUndefined();
		expect(templates.encode({...next, deviceId: 'press-02'})).toBeUndefined();
		expect(templates.encode({...next, application: {unit: 'F'}})).toBeUndefined();
		expect(templates.encode({...next, system: {...next.system, messageId: 'm'}})).toBeUndefined();
		expect(templates.encode({...next, annotations: {...next.annotations, 'dt-subject': 'x'}})).toBeUndefined();
	});

	test('is not learned from one that has its values elsewhere', () => {
		const templates = createEventTemplates();
		const event = createEvent();
		templates.learn(event, Buffer.concat([Buffer.from([0]), encodeEvent(event)]));
		expect(templates.encode(event)).toBeUndefined();
	});

	test('carries its own values, whatever came before it', () => {
		const bodies = fc.oneof(
			fc.uint8Array({maxLength: 20}),
			fc.constantFrom(255, 256, 70_000).map(length => new Uint8Array(length)),
		);
		const change = fc.record({
			deviceId: fc.constantFrom('a', 'b'),
			sequenceNumber: fc.oneof(fc.nat({max: 300}), fc.constantFrom(2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 52)),
			offset: fc.nat({max: 2 ** 31 - 1}).map(String),
			enqueuedAt: fc.integer({min: 0, max: 2 ** 42}),
			body: bodies.map(bytes => Buffer.from(bytes)),
			system: fc.constantFrom<TelemetryEvent['system']>({}, {contentType: 'text/plain'}, {messageId: 'm'}),
			application: fc.constantFrom<TelemetryEvent['application']>({}, {unit: 'C'}, {unit: 'F', 'x-opt-offset': '£\u0015x-opt-offset'}),
			annotations: fc.constantFrom<TelemetryEvent['annotations']>(
				{},
				{'iothub-enqueuedtime': 5},
				{'iothub-enqueuedtime': 2 ** 41},
				{'dt-subject': 'x-opt-sequence-number'},
			),
		});
		fc.assert(
			fc.property(fc.array(change, {maxLength: 40}), changes => {
				for (const each of changes) check(createEvent(each));
			}),
			{numRuns: 60},
		);
	});
});
