import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {createFleet} from '../../source/fleet/fleet.js';
import {createClock} from '../../source/hooks/clock.js';
import type {DeviceQuery} from '../../source/ui-state/devices.js';
import {createUi} from '../../source/ui-state/store.js';
import {createFakeHub, devicesOf, type FakeDevice} from '../helpers/fake-hub.js';

const start = Date.parse('2026-11-22T12:00:00Z');
const names: DeviceQuery = {text: '', sort: 'name', isReversed: false};

const devices: readonly FakeDevice[] = [
	{id: 'pump-17', isConnected: true},
	{id: 'press-01', isConnected: true},
	{id: 'valve-03', lastActivityAt: start - 7_200_000},
	{id: 'boiler-1'},
	{id: 'Press-02', isEnabled: false},
];

const openFleet = (list = devices) => {
	const fake = createFakeHub(list);
	const ui = createUi();
	const fleet = createFleet(fake.hub, createClock(), ui);
	const tell = vi.fn();
	const close = fleet.subscribe(tell);
	const ids = (query: Partial<DeviceQuery> = {}) => {
		const order = fleet.order({...names, ...query});
		return Array.from({length: order.length}, (_, position) => order.idAt(position));
	};
	return {...fake, ui, fleet, tell, close, ids};
};

beforeEach(() => {
	vi.useFakeTimers({now: start});
});
afterEach(() => {
	vi.useRealTimers();
});

describe('the fleet', () => {
	test('counts devices by state', () => {
		const {fleet, telemetry} = openFleet();
		telemetry.push({deviceId: 'press-01', body: '{}', at: start});
		vi.advanceTimersByTime(1000);
		expect(fleet.getState()).toEqual({
			size: 5,
			counts: {error: 0, gone: 0, late: 0, off: 1, new: 2, ok: 1, disabled: 1},
			alarms: {newest: 0, total: 0, forgotten: 0, kept: []},
		});
	});

	test('keeps directory and feed open while somebody listens, and no timer after', () => {
		const {devices: directory, telemetry, close} = openFleet();
		expect([directory.listenerCount(), telemetry.listenerCount()]).toEqual([1, 1]);
		close();
		expect([directory.listenerCount(), telemetry.listenerCount(), vi.getTimerCount()]).toEqual([0, 0, 0]);
	});

	test('looks at the devices at most once a second, however many messages come', () => {
		const {telemetry, tell} = openFleet();
		tell.mockClear();
		for (let turn = 0; turn < 50; turn++) {
			telemetry.push({deviceId: 'press-01', body: '{}', at: start + turn});
			vi.advanceTimersByTime(100);
		}
		expect(tell.mock.calls.length).toBeGreaterThan(0);
		expect(tell.mock.calls.length).toBeLessThanOrEqual(5);
	});

	test('says nothing while nothing happens', () => {
		const {tell} = openFleet();
		tell.mockClear();
		vi.advanceTimersByTime(600_000);
		expect(tell).not.toHaveBeenCalled();
	});

	test('notices by itself that a device is late, then gone', () => {
		const {fleet, telemetry, hub} = openFleet();
		telemetry.push({deviceId: 'press-01', body: '{}', at: start}, {deviceId: 'press-01', body: '{}', at: start}, {deviceId: 'press-01', body: '{}', at: start});
		const row = hub.devices.getState().value?.rowOf('press-01') ?? -1;
		vi.advanceTimersByTime(2000);
		expect(fleet.state(row)).toBe('ok');
		vi.advanceTimersByTime(20_000);
		expect(fleet.state(row)).toBe('late');
		vi.advanceTimersByTime(30_000);
		expect(fleet.state(row)).toBe('gone');
	});

	test('marks a device whose newest message says it is JSON and is not, until a good one comes', () => {
		const {fleet, telemetry} = openFleet();
		const systemProperties = {'content-type': 'application/json'};
		telemetry.push({deviceId: 'press-01', body: '{"a":', at: start, systemProperties});
		vi.advanceTimersByTime(1000);
		expect(fleet.state(1)).toBe('error');
		telemetry.push({deviceId: 'press-01', body: '{"a":1}', at: start + 1000, systemProperties});
		vi.advanceTimersByTime(1000);
		expect(fleet.state(1)).toBe('ok');
	});

	test('marks a device whose clock is ahead, and none whose message came late', () => {
		const {fleet, telemetry} = openFleet();
		const made = (deviceId: string, aheadMs: number) => ({
			deviceId,
			body: '{}',
			at: start,
			applicationProperties: {'iothub-creation-time-utc': new Date(start + aheadMs).toISOString()},
		});
		telemetry.push(made('press-01', 61_000), made('pump-17', 59_000), made('boiler-1', -3_600_000));
		vi.advanceTimersByTime(1000);
		expect([fleet.state(1), fleet.state(0), fleet.state(3)]).toEqual(['error', 'ok', 'ok']);
	});

	test('knows all seven states, and sorts by them with trouble first', () => {
		const list = ['ok', 'new', 'off', 'late', 'gone', 'error', 'dis'].map(id => ({
			id,
			isEnabled: id !== 'dis',
			...(id === 'off' && {lastActivityAt: start - 1}),
		}));
		const {fleet, telemetry, ids} = openFleet(list);
		const body = {body: '{}', systemProperties: {'content-type': 'application/json'}};
		const beat = (deviceId: string) => telemetry.push(...[0, 1, 2].map(turn => ({deviceId, ...body, at: Date.now() + turn})));
		beat('gone');
		vi.advanceTimersByTime(30_000);
		beat('late');
		vi.advanceTimersByTime(25_000);
		for (const id of ['ok', 'error']) beat(id);
		telemetry.push({deviceId: 'error', ...body, body: '{"a":', at: Date.now() + 3});
		vi.advanceTimersByTime(1000);
		expect(fleet.getState().counts).toEqual({ok: 1, late: 1, gone: 1, off: 1, disabled: 1, new: 1, error: 1});
		expect(ids({sort: 'state'})).toEqual(['error', 'gone', 'late', 'off', 'new', 'ok', 'dis']);
	});

	test('a body that claims nothing may be anything', () => {
		const {fleet, telemetry} = openFleet();
		telemetry.push({deviceId: 'press-01', body: 'plain words', at: start});
		vi.advanceTimersByTime(1000);
		expect(fleet.state(1)).toBe('ok');
	});
});

describe('the order of the list', () => {
	test('by name, and the other way round', () => {
		const {ids} = openFleet();
		expect(ids()).toEqual(['Press-02', 'boiler-1', 'press-01', 'pump-17', 'valve-03']);
		expect(ids({isReversed: true})).toEqual(['valve-03', 'pump-17', 'press-01', 'boiler-1', 'Press-02']);
	});

	test('by state: what needs a look first, names among equals', () => {
		const {ids, telemetry} = openFleet();
		telemetry.push({deviceId: 'pump-17', body: '{}', at: start - 3_600_000}, {deviceId: 'press-01', body: '{}', at: start});
		vi.advanceTimersByTime(1000);
		expect(ids({sort: 'state'})).toEqual(['pump-17', 'valve-03', 'boiler-1', 'press-01', 'Press-02']);
	});

	test('by last seen: newest first', () => {
		const {ids, telemetry} = openFleet();
		telemetry.push({deviceId: 'boiler-1', body: '{}', at: start - 500}, {deviceId: 'pump-17', body: '{}', at: start});
		vi.advanceTimersByTime(1000);
		expect(ids({sort: 'seen'}).slice(0, 3)).toEqual(['pump-17', 'boiler-1', 'Press-02']);
	});

	test('by rate: most messages first, silent ones after them, unknown ones last', () => {
		const {ids, telemetry} = openFleet();
		const activity = (typicalGapMs: number, agoMs = 0) => ({messageCount: 9, lastEnqueuedAt: start - agoMs, typicalGapMs});
		telemetry.setActivity('valve-03', activity(60_000));
		telemetry.setActivity('pump-17', activity(1000));
		telemetry.setActivity('press-01', activity(1000, 3_600_000));
		telemetry.push({deviceId: 'boiler-1', body: '{}', at: start});
		vi.advanceTimersByTime(1000);
		expect(ids({sort: 'rate'})).toEqual(['pump-17', 'valve-03', 'press-01', 'Press-02', 'boiler-1']);
	});

	test('the record of the hub is no message: it does not count as seen', () => {
		const {fleet, hub} = openFleet();
		expect(fleet.seenAt(hub.devices.getState().value?.rowOf('valve-03') ?? -1)).toBe(0);
	});

	test('filtered by a part of the id, case ignored', () => {
		const {ids, fleet} = openFleet();
		expect(ids({text: 'press'})).toEqual(['Press-02', 'press-01']);
		const order = fleet.order({...names, text: 'press'});
		expect([order.positionOf('press-01'), order.positionOf('pump-17'), order.positionOf(undefined), order.idAt(2), order.rowAt(-1)]).toEqual([
			1,
			-1,
			-1,
			undefined,
			-1,
		]);
	});

	test('stands still while the user moves in it, and catches up after', () => {
		const {ids, telemetry, fleet} = openFleet();
		const bySeen = {sort: 'seen'} as const;
		const before = ids(bySeen);
		fleet.hold();
		telemetry.push({deviceId: 'boiler-1', body: '{}', at: start});
		vi.advanceTimersByTime(1000);
		expect(ids(bySeen)).toEqual(before);
		vi.advanceTimersByTime(1500);
		expect(ids(bySeen)[0]).toBe('boiler-1');
	});

	test('moves at most once a second, however often the directory tells', () => {
		const {ids, telemetry, devices: directory} = openFleet();
		const bySeen = {sort: 'seen'} as const;
		const before = ids(bySeen);
		telemetry.push({deviceId: 'valve-03', body: '{}', at: start});
		directory.patch({status: 'loading'});
		expect(ids(bySeen)).toEqual(before);
		vi.advanceTimersByTime(1000);
		expect(ids(bySeen)[0]).toBe('valve-03');
	});

	test('is sorted again only when something changed', () => {
		const {fleet, devices: directory} = openFleet();
		const order = fleet.order(names);
		vi.advanceTimersByTime(5000);
		expect(fleet.order({...names})).toBe(order);
		directory.set(devicesOf([...devices, {id: 'fan-09'}]));
		expect(fleet.order(names)).not.toBe(order);
		expect(fleet.order(names).length).toBe(6);
	});
});
