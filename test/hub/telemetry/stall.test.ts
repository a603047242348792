import {expect, test} from 'vitest';
import {createStallCheck} from '../../../source/hub/telemetry/stall.js';

/** A look at one partition that ends at `end`, when `before` had come as the hub was asked and `now` when it had answered. */
function createLooks() {
	let last: number | undefined;
	const isStuck = createStallCheck(() => last);
	return (end: number, before: number | undefined, now: number | undefined) => {
		last = now;
		return isStuck({at: 0, partitions: [{partitionId: '0', lastSequenceNumber: end, isEmpty: false}], receivedBefore: new Map([['0', before]])});
	};
}

test('a reader that is up to date is not stuck', () => {
	const look = createLooks();
	expect([look(9, 9, 9), look(9, 9, 9), look(12, 12, 12)]).toEqual([false, false, false]);
});

test('a message that comes while the hub answers is no sign of a hub that was started anew', () => {
	const look = createLooks();
	expect([look(9, 9, 11), look(15, 15, 18)]).toEqual([false, false]);
});

test('a hub that counts from the beginning again is one', () => {
	const look = createLooks();
	expect([look(9, 9, 9), look(2, 9, 9)]).toEqual([false, true]);
});

test('a message may be on its way at one look, but not at the next, too', () => {
	const look = createLooks();
	expect([look(10, 9, 9), look(14, 9, 10), look(14, 10, 13)]).toEqual([false, false, true]);
	expect([look(20, undefined, undefined), look(20, undefined, undefined)]).toEqual([true, true]);
});
