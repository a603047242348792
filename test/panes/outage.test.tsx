import {describe, expect, test} from 'vitest';
import {HubError} from '../../source/errors.js';
import {openApp} from '../helpers/app.js';
import {createFakeHub, devicesOf} from '../helpers/fake-hub.js';
import {twinOf} from '../helpers/twin.js';

const refused = new HubError('unreachable', 'Nothing listens at this address: the connection was refused.', {
	hint: 'Check host name and port; a local hub must be running.',
	isRetryable: true,
});

/** A console whose hub has gone away while everything was on screen. */
const openOutage = async (columns: number, rows: number) => {
	const fake = createFakeHub([{id: 'press-01', isConnected: true}, {id: 'pump-17'}]);
	fake.devices.patch({fetchedAt: Date.now()});
	fake.twinOf('press-01').set({status: 'ready', value: twinOf({deviceId: 'press-01'}), fetchedAt: Date.now()});
	for (const deviceId of ['press-01', 'pump-17']) fake.telemetry.push(...[2, 1, 0].map(ago => ({deviceId, body: '{}', at: Date.now() - ago * 1000})));
	const app = openApp(fake, {columns, rows});
	await app.until(/● OK +pump-17/);
	fake.telemetry.patch({status: 'failed', error: refused, partitions: {open: 0, count: 4}});
	fake.devices.patch({status: 'failed', error: refused});
	fake.twinOf('press-01').patch({status: 'failed', error: refused});
	fake.status.set({service: 'failed', error: refused, throttledCount: 0});
	await app.until(/not connected: Nothing listens/);
	return {...app, fake};
};

const count = (frame: string, words: string): number => frame.replaceAll(/\s+/g, ' ').split(words).length - 1;

describe.each([
	[80, 24],
	[120, 40],
	[200, 60],
] as const)('an outage at %i x %i', (columns, rows) => {
	test('is told once, in full, with the next step, and every pane says only since when', async () => {
		const {frame, until, lines} = await openOutage(columns, rows);
		await until(/states as of \d\d:\d\d:\d\d/);
		const told = lines().slice(-4).join(' ').replaceAll(/\s+/g, ' ');
		expect(told).toContain(`not connected: ${refused.message} ${refused.hint} r tries at once.`);
		for (const word of ['refused', 'must be running']) expect(count(frame(), word), frame()).toBe(1);
		expect(frame()).toMatch(/Received up to \d\d:\d\d:\d\d\. r opens the feed again\./);
		if (columns >= 110) expect(frame()).toMatch(/▲ as of .* ago/);
		expect(lines()[0]).toMatch(/feed failed/);
	});

	test('does not take what could not be read back for nothing', async () => {
		const {fake, press, until} = await openOutage(columns, rows);
		fake.history.set({status: 'failed', error: refused, progress: 0, version: 9});
		await press('v');
		await until(/Received up to \d\d:\d\d:\d\d: what was sent since is not in the chart\. The past/);
		await until(/there\s+[│\s]*was more than the numbers say|more than the\s+[│\s]*numbers say/);
	});

	test('stays in sight under a dialog, and goes when the hub is back', async () => {
		const {fake, press, until} = await openOutage(columns, rows);
		await press('v');
		await until(/Telemetry messages sent[\s\S]*Received up to \d\d:\d\d:\d\d: what was sent since is not in the chart[\s\S]*not connected: Nothing listens/);
		await press('escape');
		fake.status.set({service: 'connected', throttledCount: 0});
		fake.devices.set(devicesOf([{id: 'press-01'}, {id: 'pump-17'}]));
		fake.twinOf('press-01').set({status: 'ready', value: twinOf({deviceId: 'press-01'}), fetchedAt: Date.now()});
		fake.telemetry.patch({status: 'receiving', error: undefined, partitions: {open: 4, count: 4}});
		await until(now => / connected · 4\/4 partitions/.test(now) && !/as of \d|Received up to|refused/.test(now));
	});

	test('leaves the states as they were', async () => {
		const {lines} = await openOutage(columns, rows);
		expect(
			lines()
				.slice(3, 5)
				.every(line => /● OK +p/.test(line)),
		).toBe(true);
	});
});

test('where the feed alone is cut, the status line says so', async () => {
	const fake = createFakeHub([{id: 'press-01'}]);
	const app = openApp(fake, {columns: 80, rows: 24});
	await app.until(/press-01/);
	fake.telemetry.patch({status: 'failed', error: refused});
	await app.until(/no telemetry: Nothing listens/);
	expect(count(app.frame(), 'refused')).toBe(1);
});

test('on a small screen the outage gets a line of its own above the keys', async () => {
	const {lines} = await openOutage(60, 14);
	const bottom = lines().slice(-3);
	expect(bottom[0]).toMatch(/^ not connected: Nothing listens at this address/);
	expect(bottom.at(-1)).toMatch(/\? help {2}q quit/);
});
