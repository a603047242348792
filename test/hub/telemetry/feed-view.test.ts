import {describe, expect, it, vi} from 'vitest';
import {createFeedViews} from '../../../source/hub/telemetry/feed-view.js';
import type {FeedView} from '../../../source/hub/types.js';
import {createArrived, createRing} from './messages.js';

function listOf(view: FeedView): number[] {
	return Array.from({length: view.length}, (_, position) => view.indexAt(position));
}
function createViews(limits = {}) {
	const {ring, devices} = createRing(limits);
	const onProgress = vi.fn();
	return {ring, onProgress, views: createFeedViews(ring, devices, onProgress)};
}

describe('a view of the feed', () => {
	it('of everything follows the ring', () => {
		const {ring, views} = createViews({messages: 3});
		expect(listOf(views.view({}))).toEqual([]);
		for (let count = 0; count < 5; count++) ring.push(createArrived());
		const view = views.view({text: ''});
		expect(listOf(view)).toEqual([2, 3, 4]);
		expect([view.positionOf(1), view.positionOf(2), view.positionOf(4), view.positionOf(99)]).toEqual([-1, 0, 2, 2]);
		expect([view.indexAt(-1), view.indexAt(3)]).toEqual([-1, -1]);
	});

	it('of one device takes in new messages and forgets dropped ones', () => {
		const {ring, views} = createViews({messages: 4});
		for (const deviceId of ['a', 'b', 'a']) ring.push(createArrived({deviceId}));
		expect(listOf(views.view({deviceId: 'a'}))).toEqual([0, 2]);
		for (const deviceId of ['b', 'a']) ring.push(createArrived({deviceId}));
		const view = views.view({deviceId: 'a'});
		expect(listOf(view)).toEqual([2, 4]);
		expect([view.positionOf(1), view.positionOf(2), view.positionOf(3), view.positionOf(4)]).toEqual([-1, 0, 0, 1]);
	});

	it('of a device that is still to send shows its first message', () => {
		const {ring, views} = createViews();
		ring.push(createArrived({deviceId: 'a'}));
		expect(views.view({deviceId: 'b'}).length).toBe(0);
		ring.push(createArrived({deviceId: 'b'}));
		expect(listOf(views.view({deviceId: 'b'}))).toEqual([1]);
	});

	it('looks for text in id, body and properties, case ignored', () => {
		const {ring, views} = createViews();
		ring.push(createArrived({deviceId: 'NEEDLE-1'}));
		ring.push(createArrived({body: Buffer.from('{"needle":1}')}));
		ring.push(createArrived({applicationProperties: {level: 'NeEdLe'}}));
		ring.push(createArrived({applicationProperties: {needle: true}}));
		ring.push(createArrived({systemProperties: {messageId: 'x-needle'}}));
		ring.push(createArrived());
		expect(listOf(views.view({text: 'Needle'}))).toEqual([0, 1, 2, 3, 4]);
		expect(listOf(views.view({text: 'needle', deviceId: 'press-01'}))).toEqual([1, 2, 3, 4]);
	});

	it('does not find the punctuation between properties', () => {
		const {ring, views} = createViews();
		ring.push(createArrived({body: Buffer.from('x'), applicationProperties: {one: 'a', two: 'b'}}));
		expect(views.view({text: '","'}).length).toBe(0);
	});

	it('finds text beyond ASCII, and quotes', () => {
		const {ring, views} = createViews();
		ring.push(createArrived({body: Buffer.from('{"Ölstand":"hoch"}')}));
		ring.push(createArrived({applicationProperties: {note: 'say "hello"'}}));
		expect(listOf(views.view({text: 'ÖLSTAND'}))).toEqual([0]);
		expect(listOf(views.view({text: 'say "HELLO'}))).toEqual([1]);
	});

	it('is the same object for the same query', () => {
		const {views} = createViews();
		expect(views.view({deviceId: 'a', text: 'X'})).toBe(views.view({deviceId: 'a', text: 'x'}));
	});

	it('looks through a large ring in slices, newest first, and ends with everything that matches', async () => {
		const {ring, views, onProgress} = createViews({messages: 200_000});
		for (let count = 0; count < 120_000; count++) ring.push(createArrived({body: Buffer.from(count % 10 === 0 ? 'match' : 'other')}));
		// Each look at the clock finds a slice used up, however fast the machine is.
		let now = 0;
		const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 10));
		const early = views.view({text: 'match'}).length;
		clock.mockRestore();
		expect(early).toBeGreaterThan(0);
		expect(early).toBeLessThan(12_000);
		await vi.waitFor(() => expect(views.view({text: 'match'}).length).toBe(12_000), {timeout: 30_000});
		const all = listOf(views.view({text: 'match'}));
		expect(all).toEqual(Array.from({length: 12_000}, (_, position) => position * 10));
		expect(onProgress).toHaveBeenCalled();
	});

	it('stays complete while the ring turns over under it', async () => {
		const {ring, views} = createViews({messages: 5000});
		const push = () => ring.push(createArrived({body: Buffer.from(ring.next % 3 === 0 ? 'match' : 'other')}));
		for (let round = 0; round < 300; round++) {
			for (let count = 0; count < 97; count++) push();
			if (round % 7 === 0) views.view({text: 'match'});
			if (round % 50 === 0) await new Promise(resolve => setImmediate(resolve));
		}
		const expected = Array.from({length: 5000}, (_, at) => ring.first + at).filter(index => index % 3 === 0);
		await vi.waitFor(() => expect(listOf(views.view({text: 'match'}))).toEqual(expected));
	});
});
