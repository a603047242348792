import type {Delivery} from 'rhea';
import {expect, test} from 'vitest';
import {createLockedDeliveries} from '../../../source/emulator/amqp-front/locked-deliveries.js';
import {openCore} from '../core/fixture.js';

/** As the library keeps them: those below `next_pending_delivery` have been sent. */
const link = {session: {outgoing: {next_pending_delivery: 3}}};
const createDelivery = (id: number) => ({id, link, settled: false, remote_settled: false});
const asDelivery = (delivery: ReturnType<typeof createDelivery>) => delivery as unknown as Delivery;

function setUp() {
	const {clock} = openCore();
	const locked = createLockedDeliveries(clock);
	const [short, long, unsent] = [0, 1, 3].map(createDelivery) as [
		ReturnType<typeof createDelivery>,
		ReturnType<typeof createDelivery>,
		ReturnType<typeof createDelivery>,
	];
	locked.add(asDelivery(short), {lockToken: 'short', lockedUntil: clock.now() + 60_000});
	locked.add(asDelivery(long), {lockToken: 'long', lockedUntil: clock.now() + 90_000});
	locked.add(asDelivery(unsent), {lockToken: 'unsent', lockedUntil: clock.now() + 90_000});
	return {clock, locked, short, long, unsent};
}

test('a delivery whose lock has ended is let go of, and its outcome comes too late', () => {
	const {clock, locked, short, long} = setUp();
	clock.advance(59_999);
	locked.forgetLapsed();
	expect(short).toMatchObject({settled: false, remote_settled: false});
	clock.advance(1);
	locked.forgetLapsed();
	expect(short).toMatchObject({settled: true, remote_settled: true});
	expect(long).toMatchObject({settled: false, remote_settled: false});
	expect(locked.take(asDelivery(short))).toBeUndefined();
	expect(locked.take(asDelivery(long))).toBe('long');
	expect(locked.take(asDelivery(long))).toBeUndefined();
});

test('the end of the link gives back what is still locked, and lets go of all that was sent', () => {
	const {clock, locked, short, long, unsent} = setUp();
	clock.advance(60_000);
	expect(locked.close()).toEqual(['long', 'unsent']);
	for (const sent of [short, long]) expect(sent).toMatchObject({settled: true, remote_settled: true});
	expect(unsent).toMatchObject({settled: true, remote_settled: false});
	expect(locked.close()).toEqual([]);
});
