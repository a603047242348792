import {describe, expect, it} from 'vitest';
import {createCoverage, settleMs} from '../../../source/hub/telemetry/coverage.js';

const start = Date.parse('2026-11-22T12:00:00Z');
const second = 1000;

/** Everything has come, as the hub says at these seconds. */
const readOn = (coverage: ReturnType<typeof createCoverage>, from: number, to: number) => {
	for (let at = from; at <= to; at++) coverage.noteEnds(start + at * second, [{partitionId: '0', lastSequenceNumber: 7}], () => 7);
};
const known = (coverage: ReturnType<typeof createCoverage>, since = 0) => coverage.knownMs('0', start + since * second) / second;

describe('what is known of a partition', () => {
	it('is nothing before it is read', () => {
		const coverage = createCoverage();
		expect([coverage.until, known(coverage)]).toEqual([undefined, 0]);
	});

	it('grows while the hub says that there is nothing more', () => {
		const coverage = createCoverage();
		readOn(coverage, 0, 20);
		expect([coverage.until, known(coverage), known(coverage, 15), known(coverage, 30)]).toEqual([start + 20 * second, 20, 5, 0]);
	});

	it('does not grow before what the hub has is here', () => {
		const coverage = createCoverage();
		readOn(coverage, 0, 5);
		coverage.noteEnds(start + 10 * second, [{partitionId: '0', lastSequenceNumber: 9}], () => 7);
		expect(known(coverage)).toBe(5);
		coverage.noteReceived('0', 8, start + 6 * second, start + 12 * second);
		expect(known(coverage)).toBe(6);
		coverage.noteReceived('0', 9, start + 7 * second, start + 12 * second);
		expect(known(coverage)).toBe(10);
	});

	it('leaves out the time without a connection and the moment after it, however many there were', () => {
		const coverage = createCoverage();
		readOn(coverage, 0, 10);
		for (let outage = 1; outage <= 100; outage++) {
			coverage.interrupt();
			coverage.interrupt();
			readOn(coverage, outage * 1000, outage * 1000 + settleMs / second + 10);
		}
		// Ten seconds before the first, and ten after the time to settle of the last; merged ones leave out what lay between them.
		expect(known(coverage, 0)).toBe(10 + 20 * 10);
		expect(known(coverage, 100_000)).toBe(10);
	});

	it('goes by the time that a message was enqueued at when a backlog comes', () => {
		const coverage = createCoverage();
		readOn(coverage, 0, 10);
		coverage.interrupt();
		coverage.noteReceived('0', 8, start + 40 * second, start + 100 * second);
		readOn(coverage, 100, 130);
		expect([known(coverage, 0), known(coverage, 40)]).toEqual([10 + 15, 15]);
	});

	it('leaves out the time that this program was stopped for', () => {
		const coverage = createCoverage();
		readOn(coverage, 0, 10);
		readOn(coverage, 600, 600 + settleMs / second + 5);
		expect(known(coverage)).toBe(15);
	});

	it('is a matter of each partition', () => {
		const coverage = createCoverage();
		readOn(coverage, 0, 10);
		coverage.noteEnds(start, [{partitionId: '1', lastSequenceNumber: 3}], () => 3);
		expect([coverage.knownMs('0', start), coverage.knownMs('1', start)]).toEqual([10 * second, 0]);
	});
});
