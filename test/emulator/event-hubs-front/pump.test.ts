import type {Sender} from 'rhea';
import {describe, expect, test, vi} from 'vitest';
import {createPump} from '../../../source/emulator/event-hubs-front/pump.js';
import {openCore} from '../core/fixture.js';

/** A link that behaves like the library's: credit falls and the window narrows when messages are written, which is later than `send`. */
function createLink(credit: number) {
	const link = {
		credit,
		delivery_count: 0,
		queued: 0,
		window: Number.POSITIVE_INFINITY,
		local: {attach: {}},
		session: {
			outgoing: {
				transfer_window: () => link.window,
				next_pending_delivery: 0,
				get next_delivery_id() {
					return link.queued;
				},
			},
		},
		is_open: () => true,
		sendable: () => link.credit > 0,
		send() {
			link.queued++;
		},
		write() {
			link.credit -= link.queued;
			link.window -= link.queued;
			link.delivery_count += link.queued;
			link.queued = 0;
		},
	};
	return link;
}

function open({credit = 10_000, events = 0, bodyBytes = 1} = {}) {
	const {core} = openCore();
	core.registry.put('press-01', {deviceId: 'press-01'}, undefined);
	const append = () => core.telemetry.append('press-01', {body: Buffer.alloc(bodyBytes), system: {}, application: {}}).partition;
	const partition = append();
	for (let count = 1; count < events; count++) append();
	const link = createLink(credit);
	let isCongested = false;
	const onFailure = vi.fn();
	const pump = createPump(link as unknown as Sender, {
		core,
		partition,
		position: {kind: 'earliest'},
		hasMetrics: false,
		isCongested: () => isCongested,
		onFailure,
	});
	const setCongested = (value: boolean) => {
		isCongested = value;
	};
	return {link, pump, append, setCongested, onFailure};
}

const nextTurn = () => new Promise(resolve => setImmediate(resolve));

describe('a pump', () => {
	test('sends no more than the credit, however often it is woken before the library writes', async () => {
		const {link, pump} = open({credit: 7, events: 100});
		for (let turn = 0; turn < 5; turn++) {
			pump.wake();
			pump.wake();
			await nextTurn();
		}
		expect(link.queued).toBe(7);
		link.write();
		link.credit += 3;
		pump.wake();
		await nextTurn();
		expect(link.queued).toBe(3);
	});

	test.each([
		['is not known yet', Number.NaN, 0],
		['is narrower than the credit', 4, 4],
		['was narrowed by the client', -3, 0],
	])('queues no more than the window of the client, which %s', async (_how, window, expected) => {
		const {link, pump} = open({credit: 7, events: 100});
		link.window = window;
		for (let turn = 0; turn < 3; turn++) {
			pump.wake();
			await nextTurn();
		}
		expect(link.queued).toBe(expected);
		link.write();
		link.window = 2;
		pump.wake();
		await nextTurn();
		expect(link.queued).toBe(2);
	});

	test('sends a bounded number in a turn and goes on in the next', async () => {
		const {link, pump} = open({events: 1200});
		pump.wake();
		await nextTurn();
		const first = link.queued;
		await vi.waitFor(() => expect(link.queued).toBe(1200));
		expect(first).toBeLessThan(1200);
	});

	test('sends a bounded number of bytes in a turn', async () => {
		const {link, pump} = open({events: 40, bodyBytes: 200_000});
		pump.wake();
		await nextTurn();
		expect(link.queued).toBeLessThan(10);
		await vi.waitFor(() => expect(link.queued).toBe(40));
	});

	test('sends nothing to a client that takes nothing, until it is woken again', async () => {
		const {link, pump, setCongested} = open({events: 10});
		setCongested(true);
		pump.wake();
		await nextTurn();
		expect(link.queued).toBe(0);
		setCongested(false);
		await nextTurn();
		expect(link.queued).toBe(0);
		pump.wake();
		await nextTurn();
		expect(link.queued).toBe(10);
	});

	test('sends every event once, old ones and new ones', async () => {
		const {link, pump, append} = open({events: 3});
		pump.wake();
		await nextTurn();
		link.write();
		append();
		pump.wake();
		await nextTurn();
		expect(link.delivery_count + link.queued).toBe(4);
	});

	test('goes on after the credit was drained', async () => {
		const {link, pump, append} = open({credit: 10, events: 4});
		pump.wake();
		await nextTurn();
		link.write();
		link.delivery_count += link.credit;
		link.credit = 0;
		append();
		link.credit = 5;
		pump.wake();
		await nextTurn();
		expect(link.queued).toBe(1);
	});

	test('sends nothing after it was stopped', async () => {
		const {link, pump} = open({events: 10});
		pump.wake();
		pump.stop();
		await nextTurn();
		expect(link.queued).toBe(0);
	});

	test('tells when sending fails, and nothing escapes', async () => {
		const {link, pump, onFailure} = open({events: 10});
		link.send = () => {
			throw new Error('full');
		};
		pump.wake();
		await nextTurn();
		expect(onFailure).toHaveBeenCalledOnce();
	});
});
