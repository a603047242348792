import {expect, it} from 'vitest';
import {createRandom} from '../../source/simulator/random.js';

const series = (seed: string, length = 20): readonly number[] => {
	const random = createRandom(seed);
	return Array.from({length}, random);
};

it('gives a device the same numbers every time, and other numbers to another device', () => {
	expect(series('press-01')).toEqual(series('press-01'));
	expect(series('press-01')).not.toEqual(series('press-02'));
	expect(new Set(series('press-01')).size).toBe(20);
});

it('spreads evenly between 0 and 1, over time and over devices', () => {
	const overTime = series('press-01', 5000);
	const overDevices = Array.from({length: 5000}, (_, index) => createRandom(`press-${index}`)());
	for (const numbers of [overTime, overDevices]) {
		expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
		expect(Math.max(...numbers)).toBeLessThan(1);
		const inTenths = Array.from({length: 10}, (_, tenth) => numbers.filter(value => Math.floor(value * 10) === tenth).length);
		for (const count of inTenths) expect(count).toBeGreaterThan(350);
	}
});
