import {expect, test, vi} from 'vitest';
import type {FaultControl} from '../../source/fault-control.js';
import type {SimulatedNow, Simulation} from '../../source/simulation.js';
import {openApp} from '../helpers/app.js';
import {createFakeHub, pendingCall} from '../helpers/fake-hub.js';
import {createSettable} from '../helpers/settable.js';

/** A console on an embedded hub that switches when the test says so. */
const open = async () => {
	const steps: (() => void)[] = [];
	const step = vi.fn(() => new Promise<void>(resolve => steps.push(resolve)));
	const simulation: Simulation = {
		...createSettable<ReadonlyMap<string, SimulatedNow>>(new Map()),
		kinds: ['tutorial'],
		start: step,
		restart: step,
		stop: step,
		credential: async () => undefined,
	};
	const faults: FaultControl = {list: () => ({available: [], active: []}), set: step, clear: step};
	const fake = createFakeHub([{id: 'press-01'}]);
	const app = openApp(fake, {simulation, faults});
	await app.until(/press-01/);
	const enter = async (line: string) => {
		await app.press(':');
		await app.type(line);
		await app.press('enter');
	};
	return {...app, fake, enter, step, finish: () => steps.shift()?.()};
};

test.each(['q', 'quit'])(':%s asks like the key where a call would be lost, and leaves at once where nothing would', async line => {
	const {enter, press, until, quit, fake, ui} = await open();
	fake.methods.set([pendingCall]);
	await enter(line);
	await until(/Quit\?[\s\S]*Method calls still waiting: 1/);
	expect(quit).not.toHaveBeenCalled();
	await press('escape');
	expect(ui.getState()).toMatchObject({overlay: undefined, field: undefined});
	fake.methods.set([]);
	await enter(line);
	expect(quit).toHaveBeenCalledTimes(1);
});

test.each(['simulate', 'restart'])('a :%s that ends leaves the dialog open that was opened meanwhile', async line => {
	const {enter, press, until, ui, finish} = await open();
	await enter(line);
	await press('escape', '?');
	await until(/▸Help/);
	finish();
	await until(/The program of press-01 runs/);
	expect(ui.getState().overlay).toBe('help');
});

test('a command that ends leaves the next line as it is typed', async () => {
	const {enter, press, type, until, ui, finish} = await open();
	await enter('fault down');
	await press('escape', ':');
	await type('simu');
	finish();
	await until(/The fault down is on/);
	expect(ui.getState()).toMatchObject({overlay: 'command', fields: {'command.line': {value: 'simu'}}});
});

test.each([
	['simulate', /The program of press-01 runs/],
	['fault down', /The fault down is on/],
])('Enter pressed again does not begin :%s a second time', async (line, done) => {
	const {enter, press, until, step, finish} = await open();
	await enter(line);
	await press('enter', 'enter');
	await until(/The command before is still under way/);
	await until(/Running: (simulate|fault down)/);
	expect(step).toHaveBeenCalledTimes(1);
	finish();
	await until(done);
	await press('escape', ':');
	await until(/Enter run/);
	await press('escape');
	await enter('restart');
	expect(step).toHaveBeenCalledTimes(2);
});
