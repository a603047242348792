import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {HubError} from '../../source/errors.js';
import {createFleet} from '../../source/fleet/fleet.js';
import {createClock} from '../../source/hooks/clock.js';
import {createUi} from '../../source/ui-state/store.js';
import {createFakeHub, devicesOf, type FakeDevice} from '../helpers/fake-hub.js';

const start = Date.parse('2026-11-22T12:00:00Z');
const press: readonly FakeDevice[] = [{id: 'press-01', isConnected: true}];

const openFleet = (list: readonly FakeDevice[] = press) => {
	const fake = createFakeHub(list);
	const ui = createUi();
	const fleet = createFleet(fake.hub, createClock(), ui);
	fleet.subscribe(() => {});
	const send = (deviceId: string, body = '{}') => fake.telemetry.push({deviceId, body, at: Date.now(), systemProperties: {'content-type': 'application/json'}});
	/** A message a second; the fake feed learns one second as its interval from the third on. */
	const beat = (deviceId: string, seconds: number) => {
		for (let turn = 0; turn < seconds; turn++) {
			send(deviceId);
			vi.advanceTimersByTime(1000);
		}
	};
	const alarms = () => fleet.getState().alarms.kept.map(({deviceId, from, to, at, since}) => `${deviceId} ${from}→${to} +${(at - since) / 1000}s`);
	return {...fake, ui, fleet, send, beat, alarms};
};

const wait = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);

beforeEach(() => {
	vi.useFakeTimers({now: start});
});
afterEach(() => {
	vi.useRealTimers();
});

describe('an alarm', () => {
	test('is raised when a device that worked is late, when it is gone, and when it is back', () => {
		const {beat, alarms, fleet} = openFleet();
		beat('press-01', 10);
		expect(alarms()).toEqual([]);
		wait(60);
		expect(alarms()).toEqual(['press-01 ok→late +21s', 'press-01 late→gone +51s']);
		beat('press-01', 3);
		expect(alarms().at(-1)).toBe('press-01 gone→ok +62s');
		expect(fleet.getState().alarms.total).toBe(3);
	});

	test('is none at the start, whatever the devices are', () => {
		const {alarms, send, fleet} = openFleet([...press, {id: 'valve-03', lastActivityAt: start - 7_200_000}, {id: 'off-1', isEnabled: false}]);
		wait(20);
		send('press-01');
		wait(2);
		expect(fleet.getState().counts).toMatchObject({ok: 1, off: 1, disabled: 1});
		send('valve-03');
		wait(2);
		expect(alarms()).toEqual([]);
	});

	test('is none for a device that is new in the list', () => {
		const {alarms, devices, telemetry} = openFleet();
		wait(10);
		telemetry.push({deviceId: 'late-1', body: '{}', at: start - 3_600_000});
		devices.set(devicesOf([{id: 'late-1'}, ...press]));
		wait(10);
		expect(alarms()).toEqual([]);
	});

	test('goes by the interval that the user set, from the moment it is set', () => {
		const {beat, alarms, ui} = openFleet();
		beat('press-01', 10);
		wait(4);
		ui.dispatch({type: 'devices/interval', deviceId: 'press-01', intervalMs: 2000});
		expect(alarms()).toEqual(['press-01 ok→late +5s']);
		ui.dispatch({type: 'devices/interval', deviceId: 'press-01', intervalMs: undefined});
		expect(alarms().at(-1)).toBe('press-01 late→ok +5s');
	});

	test('finds its device when the directory was read anew in another order', () => {
		const {beat, alarms, devices} = openFleet([...press, {id: 'pump-17'}]);
		beat('press-01', 10);
		devices.set(devicesOf([{id: 'pump-17'}, {id: 'other'}, ...press]));
		wait(30);
		expect(alarms()).toEqual(['press-01 ok→late +21s']);
	});

	test('is none for a device that is disabled or deleted, and what was said of its silence before is taken back', () => {
		const {beat, alarms, devices, fleet} = openFleet([...press, {id: 'pump-17'}, {id: 'valve-03'}]);
		for (const id of ['press-01', 'pump-17', 'valve-03']) beat(id, 3);
		wait(25);
		expect(fleet.getState().alarms.kept.map(({deviceId}) => deviceId)).toEqual(['press-01', 'pump-17', 'valve-03']);
		devices.set(devicesOf([{id: 'press-01', isEnabled: false}, {id: 'valve-03'}]));
		wait(120);
		expect(alarms()).toEqual([expect.stringMatching(/^valve-03 ok→late/), expect.stringMatching(/^valve-03 late→gone/)]);
		expect(fleet.getState()).toMatchObject({counts: {gone: 1, disabled: 1, ok: 0, late: 0}, alarms: {total: 2, newest: 4}});
	});

	test('is none for a device that is enabled again, before it has sent anything', () => {
		const {beat, alarms, devices, fleet} = openFleet();
		beat('press-01', 10);
		devices.set(devicesOf([{id: 'press-01', isEnabled: false}]));
		wait(600);
		devices.set(devicesOf([{id: 'press-01', lastActivityAt: start}]));
		expect(fleet.state(0)).toBe('off');
		wait(60);
		beat('press-01', 2);
		expect([fleet.state(0), alarms()]).toEqual(['ok', []]);
	});

	test('is none for a device that was registered anew under the id of a deleted one', () => {
		const {beat, devices, fleet} = openFleet();
		beat('press-01', 10);
		devices.set(devicesOf([]));
		wait(600);
		devices.set(devicesOf([{id: 'press-01'}]));
		wait(2);
		expect(fleet.state(0)).toBe('new');
	});

	test('is raised once for bad bodies that come now and then, and not for the good ones between them', () => {
		const {beat, send, alarms} = openFleet();
		for (let turn = 0; turn < 5; turn++) {
			beat('press-01', 10);
			send('press-01', '{"temperature":');
			wait(2);
		}
		expect(alarms()).toEqual(['press-01 ok→error +0s']);
	});

	test('is not blamed on devices while the hub is not read: their states stay, and silence goes on where it stopped', () => {
		const {beat, send, alarms, telemetry, fleet} = openFleet([...press, {id: 'pump-17'}]);
		beat('press-01', 10);
		beat('pump-17', 5);
		// Ten seconds short of being late.
		wait(5);
		telemetry.patch({status: 'failed', error: new HubError('unreachable', 'Cut.', {hint: ''})});
		wait(3600);
		expect([alarms(), fleet.getState().counts.ok]).toEqual([[], 2]);
		telemetry.patch({status: 'receiving', error: undefined});
		// It gets a quarter of a minute to find back, too.
		wait(19);
		send('press-01');
		expect(alarms()).toEqual([]);
		wait(20);
		expect(alarms()).toEqual([expect.stringMatching(/^pump-17 ok→late/)]);
	});

	test('is not taken back by an outage: who had fallen silent before stays so', () => {
		const {beat, alarms, telemetry, fleet} = openFleet();
		beat('press-01', 10);
		wait(60);
		telemetry.patch({status: 'connecting'});
		wait(600);
		telemetry.patch({status: 'receiving'});
		wait(60);
		expect([fleet.state(0), alarms()]).toEqual(['gone', ['press-01 ok→late +21s', 'press-01 late→gone +51s']]);
	});

	test('is not blamed on devices after this program was stopped for a while', () => {
		const {beat, send, alarms} = openFleet();
		beat('press-01', 10);
		vi.setSystemTime(Date.now() + 600_000);
		wait(2);
		send('press-01');
		wait(10);
		expect(alarms()).toEqual([]);
	});

	test('is kept among the newest 200, and counted in any case', () => {
		const many = Array.from({length: 250}, (_, index) => ({id: `dev-${index}`}));
		const {send, fleet} = openFleet(many);
		wait(6);
		for (const {id} of many) send(id);
		wait(130);
		const {total, kept, forgotten} = fleet.getState().alarms;
		expect([total, kept.length, kept.at(-1)?.number, kept[0]?.number, forgotten]).toEqual([250, 200, 250, 51, 50]);
	});
});
