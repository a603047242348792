import {expect, test} from 'vitest';
import {Secret} from '../../../source/secret.js';
import {openApp} from '../../helpers/app.js';
import {createManagedHub, identityOf, policyKey} from '../../helpers/management.js';

/** Keys like the hub's own, without a run of one character that could stand in a frame by chance. */
const randomKey = (seed: number) => Buffer.from(Array.from({length: 32}, (_, at) => (seed * 97 + at * 151 + at * at * 31) % 256)).toString('base64');
const [primary, secondary, typed] = [randomKey(1), randomKey(2), randomKey(3)];

/** Every run of eight characters of a secret. */
const slicesOf = (secret: string) => Array.from({length: secret.length - 7}, (_, at) => secret.slice(at, at + 8));

test.each([
	[80, 24],
	[120, 40],
	[40, 10],
])('no key and no token is in any frame unless it was asked for, at %sx%s', async (columns, rows) => {
	const managed = createManagedHub([identityOf('press-01', {keys: {primary: new Secret(primary), secondary: new Secret(secondary)}})]);
	const screen = openApp(managed, {columns, rows, start: {selectedDeviceId: 'press-01'}});
	const token = (await managed.hub.sas.sign({deviceId: 'press-01'}, 7200, 'primary')).reveal();
	const made = new Set([token]);
	screen.ui.subscribe(() => {
		const own = screen.ui.getState().management.token;
		if (own !== undefined) made.add(own.token.reveal());
	});
	/** Parts of keys and signatures in all that has been on the screen. */
	const findLeaks = () => {
		const signatures = [...made].map(each => /sig=([^&]*)/.exec(each)?.[1] ?? '').flatMap(each => [each, decodeURIComponent(each)]);
		const slices = [primary, secondary, typed, policyKey.slice(0, 12), ...signatures].flatMap(slicesOf);
		const text = screen
			.frames()
			.join('')
			.replaceAll(/[\n│ ]/g, '');
		return slices.filter(slice => text.includes(slice));
	};
	const walk = async (...steps: readonly string[]) => {
		for (const step of steps) {
			const {ui} = screen;
			const before = ui.getState();
			if (step.startsWith('paste:')) screen.paste(step.slice(6));
			else await screen.press(step);
			// Every step does something, and a slow terminal may need a while for it.
			await expect.poll(() => ui.getState() !== before, {message: step, interval: 1}).toBe(true);
		}
	};

	await screen.until(/press-01|Devices/);
	await walk('K', 'j', 'j', 'j', 'y', 'g', 'tab', 'enter');
	await screen.until(/The secondary key of press-01 is new/);
	await walk('s', `paste:${typed}`, 'left', 'right', 'enter', 'tab', 'enter');
	await screen.until(/The (primary|secondary) key of press-01 is set/);
	await walk('escape', 'n', 'x', 'tab', 'right', 'tab', `paste:${typed}`, 'tab', `paste:${secondary}`, 'enter', 'tab', 'enter', 'escape');
	await walk('t', 'enter');
	await expect.poll(() => made.size).toBe(2);
	await walk('y', 'j', 'escape', 'T', `paste:${token}`, 'enter');
	await screen.until(/resource \(sr\)/);
	await walk('v', 'y', 'escape', 'T', `paste:nonsense ${token}`, 'enter', 'escape', 'c', 'enter', 'tab', 'enter', 'escape', '?', 'escape');
	expect(screen.frames().length).toBeGreaterThan(20);
	expect(findLeaks()).toEqual([]);
	// The looking itself is no empty gesture.
	await screen.press('K', 'v');
	await screen.until(/Readable for/);
	expect(findLeaks()).not.toEqual([]);
});
