import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {HubError} from '../../source/errors.js';
import {createClock} from '../../source/hooks/clock.js';
import {createFleet} from '../../source/hooks/fleet.js';
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

	test('says that a working device was disabled', () => {
		const {beat, alarms, devices} = openFleet();
		beat('press-01', 10);
		devices.set(devicesOf([{id: 'press-01', isEnabled: false}]));
		expect(alarms()).toEqual(['press-01 ok→disabled +1s']);
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

	test('is not blamed on devices while the hub is not read, and comes later for those still silent', () => {
		const {beat, send, alarms, telemetry} = openFleet([...press, {id: 'pump-17'}]);
		beat('press-01', 10);
		beat('pump-17', 10);
		telemetry.patch({status: 'failed', error: new HubError('unreachable', 'Cut.', {hint: ''})});
		wait(120);
		expect(alarms()).toEqual([]);
		telemetry.patch({status: 'receiving', error: undefined});
		send('press-01');
		wait(4);
		expect(alarms()).toEqual([]);
		wait(3);
		expect(alarms()).toEqual(['pump-17 ok→gone +127s']);
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
		const {total, kept} = fleet.getState().alarms;
		expect([total, kept.length, kept.at(-1)?.number, kept[0]?.number]).toEqual([250, 200, 250, 51]);
	});
});
