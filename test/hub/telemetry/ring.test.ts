import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {createArrived, createRing} from './messages.js';

describe('the ring of messages', () => {
	it('gives back a message as it came', () => {
		const {ring} = createRing();
		const message = createArrived({
			partitionId: '3',
			sequenceNumber: 2 ** 40,
			offset: '1:99:0',
			body: Buffer.from([0, 255, 128, 10]),
			applicationProperties: {alert: 'true', level: 3},
			systemProperties: {messageId: 'm1', 'iothub-enqueuedtime': 1000},
		});
		const index = ring.push(message);
		expect(ring.get(index)).toEqual({...message, index});
	});

	it('copies the body, so that later changes of the buffer are not seen', () => {
		const {ring} = createRing();
		const body = Buffer.from('first');
		const index = ring.push(createArrived({body}));
		body.fill('x');
		expect(Buffer.from(ring.get(index)?.body ?? []).toString()).toBe('first');
	});

	it('drops the oldest messages beyond its count and says how many', () => {
		const {ring} = createRing({messages: 10});
		for (let count = 0; count < 25; count++) ring.push(createArrived({sequenceNumber: count}));
		expect([ring.first, ring.next, ring.dropped]).toEqual([15, 25, 15]);
		expect(ring.get(14)).toBeUndefined();
		expect(ring.get(15)?.sequenceNumber).toBe(15);
		expect(ring.get(24)?.sequenceNumber).toBe(24);
		expect(ring.get(25)).toBeUndefined();
	});

	it('drops the oldest messages beyond its bytes', () => {
		const {ring} = createRing({bytes: 10_000});
		for (let count = 0; count < 100; count++) ring.push(createArrived({body: Buffer.alloc(1000, count), offset: ''}));
		expect(ring.next - ring.first).toBe(10);
		expect(ring.dropped).toBe(90);
		for (let index = ring.first; index < ring.next; index++) expect(ring.get(index)?.body).toEqual(Buffer.alloc(1000, index));
	});

	it('keeps the newest message even when it is larger than the whole ring', () => {
		const {ring} = createRing({bytes: 1000});
		ring.push(createArrived());
		ring.push(createArrived({body: Buffer.alloc(300_000, 7)}));
		expect([ring.first, ring.next]).toEqual([1, 2]);
		expect(ring.get(1)?.body).toHaveLength(300_000);
	});

	it('leaves a message that somebody holds as it was, however many come after it', () => {
		const {ring} = createRing({messages: 5});
		const held = ring.get(ring.push(createArrived({body: Buffer.from('held')})));
		for (let count = 0; count < 5000; count++) ring.push(createArrived({body: Buffer.alloc(500, 120)}));
		expect(Buffer.from(held?.body ?? []).toString()).toBe('held');
	});

	it('stores the same properties once', () => {
		const {ring} = createRing({bytes: 65_536});
		const systemProperties = {'iothub-connection-auth-method': 'x'.repeat(1000)};
		for (let count = 0; count < 500; count++) ring.push(createArrived({systemProperties, enqueuedAt: count}));
		expect(ring.dropped).toBe(0);
		expect(ring.get(499)?.systemProperties).toEqual(systemProperties);
	});

	it('gives every message its own properties, however alike those of one device are', () => {
		const {ring} = createRing();
		const changes = [
			{systemProperties: {a: '1', 'iothub-enqueuedtime': 1000}, applicationProperties: {'iothub-enqueuedtime': 1000}},
			{systemProperties: {a: '1', 'iothub-enqueuedtime': 2000}, applicationProperties: {'iothub-enqueuedtime': 1000}, enqueuedAt: 2000},
			{systemProperties: {a: '1', 'iothub-enqueuedtime': 2000}, applicationProperties: {'iothub-enqueuedtime': 2000}, enqueuedAt: 2000},
			{systemProperties: {a: '1', 'iothub-enqueuedtime': 2000}, applicationProperties: {}, enqueuedAt: 3000},
			{systemProperties: {a: '1', 'iothub-enqueuedtime': 2000}, applicationProperties: {}, enqueuedAt: 2000},
			{systemProperties: {a: 1}, applicationProperties: {}},
			{systemProperties: {a: '1'}, applicationProperties: {}},
			{systemProperties: {a: '1'}, applicationProperties: {b: '1'}},
			{systemProperties: {b: '1'}, applicationProperties: {b: '1'}},
			{systemProperties: {b: '1'}, applicationProperties: {b: '1', c: ''}},
		].map(createArrived);
		for (const change of changes) ring.push(change);
		expect(changes.map((_, index) => ring.get(index))).toEqual(changes.map((change, index) => ({...change, index})));
	});

	it('reads bytes among the properties anew in every message', () => {
		const {ring} = createRing();
		const userId = Buffer.from('a');
		ring.push(createArrived({systemProperties: {userId}}));
		userId.fill('b');
		ring.push(createArrived({systemProperties: {userId}}));
		expect([ring.get(0)?.systemProperties, ring.get(1)?.systemProperties]).toEqual([{userId: 'a'}, {userId: 'b'}]);
	});

	it('tells devices with the same properties apart when there are many', () => {
		const {ring} = createRing({messages: 5000});
		for (let count = 0; count < 5000; count++) ring.push(createArrived({deviceId: `d${count % 2500}`, applicationProperties: {of: `d${count % 2500}`}}));
		for (let index = 0; index < 5000; index++) expect(ring.get(index)?.applicationProperties).toEqual({of: ring.get(index)?.deviceId});
	});

	it('keeps __proto__ as an ordinary property', () => {
		const {ring} = createRing();
		const properties = JSON.parse('{"__proto__":"x","iothub-enqueuedtime":1000}');
		const message = ring.get(ring.push(createArrived({applicationProperties: properties, systemProperties: properties})));
		expect(Object.entries(message?.applicationProperties ?? {})).toEqual([
			['__proto__', 'x'],
			['iothub-enqueuedtime', 1000],
		]);
		expect(Object.keys(message?.systemProperties ?? {})).toEqual(['__proto__', 'iothub-enqueuedtime']);
	});

	it('agrees with a plain list for any messages', () => {
		const arrived = fc.record({
			body: fc.uint8Array({maxLength: 3000}),
			deviceId: fc.constantFrom('a', 'b', 'ü'),
			offset: fc.string({maxLength: 20}),
			applicationProperties: fc.oneof(
				fc.constant({}),
				fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('1', '2')),
				fc.dictionary(fc.string(), fc.string(), {maxKeys: 3}),
			),
			enqueuedAt: fc.constantFrom(1000, 2000),
			systemProperties: fc.dictionary(fc.constantFrom('a', 'iothub-enqueuedtime'), fc.constantFrom(1000, 2000)),
		});
		fc.assert(
			fc.property(fc.array(arrived, {maxLength: 400}), fc.integer({min: 1, max: 50}), (messages, limit) => {
				const {ring} = createRing({messages: limit, bytes: 100_000});
				const all = messages.map((change, index) => ({...createArrived(change), index}));
				for (const message of all) ring.push(message);
				expect(ring.next).toBe(all.length);
				expect(ring.next - ring.first).toBeLessThanOrEqual(limit);
				for (let index = ring.first; index < ring.next; index++) {
					const {body, ...rest} = ring.get(index) ?? createArrived();
					const {body: expectedBody, ...expected} = all[index] ?? createArrived();
					expect(rest).toEqual(expected);
					expect(Buffer.compare(Buffer.from(body), Buffer.from(expectedBody))).toBe(0);
				}
			}),
			{numRuns: 50},
		);
	});
});
