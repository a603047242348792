import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {HubError} from '../../source/errors.js';
import {createDeviceDirectory} from '../../source/hub/devices.js';
import type {Rest} from '../../source/hub/rest.js';
import {ThrottledError} from '../../source/hub/translate-error.js';

/** A hub's answers about devices, without a wire: for waits that nobody wants to sit through. */
function createAnswers(deviceCount: number, change: Partial<Rest> = {}) {
	const rows = Array.from({length: deviceCount}, (_, index) => ({
		deviceId: `d-${index}`,
		status: 'enabled',
		connectionState: 'Connected',
		authenticationType: 'sas',
	}));
	const query = vi.fn<Rest['query']>(async (_text, {continuation = '0', pageSize = 100} = {}) => {
		const start = Number(continuation);
		const end = start + Math.min(pageSize, 100);
		return {items: rows.slice(start, end), ...(end < rows.length ? {continuation: String(end)} : {})};
	});
	const get = vi.fn<Rest['get']>(async path => {
		if (path === '/statistics/devices') return {body: {totalDeviceCount: rows.length}, headers: {}};
		return {body: rows.map(row => ({...row, authentication: {type: 'sas'}})), headers: {}};
	});
	const rest: Rest = {query, get, send: undefined, close: () => undefined, ...change};
	return {rest, query, get, rows};
}
const unauthorized = new HubError('unauthorized', 'no', {hint: 'no'});

describe('the device list over time', () => {
	beforeEach(() => {
		vi.useFakeTimers();
	});
	afterEach(() => {
		vi.useRealTimers();
	});

	it('waits as long as a throttled hub asks for, and then goes on where it was', async () => {
		const {rest, query} = createAnswers(300);
		const answer = query.getMockImplementation();
		query.mockImplementationOnce(async (...asked) => (await answer?.(...asked)) ?? {items: []});
		query.mockRejectedValueOnce(new ThrottledError('slow', {hint: 'wait', cause: undefined, waitMs: 10_000}));
		const {directory} = createDeviceDirectory(rest);
		directory.subscribe(() => undefined);
		await vi.advanceTimersByTimeAsync(9000);
		expect(directory.getState()).toMatchObject({status: 'loading', value: {size: 100}, error: {kind: 'throttled'}});
		await vi.advanceTimersByTimeAsync(1500);
		expect(directory.getState()).toMatchObject({status: 'ready', isComplete: true, value: {size: 300}});
		expect(directory.getState().error).toBeUndefined();
	});

	it('of a small hub is read anew every five seconds without using its quota', async () => {
		const {rest, query, get, rows} = createAnswers(50);
		const {directory, close} = createDeviceDirectory(rest);
		directory.subscribe(() => undefined);
		await vi.advanceTimersByTimeAsync(1000);
		rows.splice(10, 1);
		rows.unshift({deviceId: 'new', status: 'disabled', connectionState: 'Disconnected', authenticationType: 'sas'});
		await vi.advanceTimersByTimeAsync(5000);
		const table = directory.getState().value;
		expect(table?.size).toBe(50);
		expect(table?.rowOf('d-10')).toBe(-1);
		expect([table?.rowOf('d-0'), table?.rowOf('d-9'), table?.rowOf('d-11'), table?.rowOf('new')]).toEqual([0, 9, 10, 49]);
		expect(query).toHaveBeenCalledTimes(1);
		expect(get.mock.calls.filter(([path]) => path === '/devices/')).toHaveLength(1);
		close();
	});

	it('is read by queries, and more seldom, where the policy may not list identities', async () => {
		const {rest, query} = createAnswers(50, {
			get: async () => {
				throw unauthorized;
			},
		});
		const {directory, close} = createDeviceDirectory(rest);
		directory.subscribe(() => undefined);
		await vi.advanceTimersByTimeAsync(6000);
		expect(query).toHaveBeenCalledTimes(2);
		await vi.advanceTimersByTimeAsync(115_000);
		expect(query).toHaveBeenCalledTimes(2);
		await vi.advanceTimersByTimeAsync(10_000);
		expect(query).toHaveBeenCalledTimes(3);
		close();
	});

	it('is tried again after a failure, later each time, and keeps what it had', async () => {
		const {rest, get} = createAnswers(5);
		const {directory, close} = createDeviceDirectory(rest);
		directory.subscribe(() => undefined);
		await vi.advanceTimersByTimeAsync(1000);
		get.mockRejectedValue(new HubError('unreachable', 'gone', {hint: 'wait'}));
		await vi.advanceTimersByTimeAsync(5000);
		expect(directory.getState()).toMatchObject({status: 'failed', value: {size: 5}, error: {kind: 'unreachable'}});
		const afterFirst = get.mock.calls.length;
		await vi.advanceTimersByTimeAsync(8000);
		expect(get.mock.calls).toHaveLength(afterFirst);
		await vi.advanceTimersByTimeAsync(3000);
		expect(get.mock.calls).toHaveLength(afterFirst + 1);
		close();
	});

	it('forgets a device that was asked for once the hub has it no longer', async () => {
		const {rest, get} = createAnswers(2500);
		const answer = get.getMockImplementation();
		const gone = new HubError('not-found', 'no', {hint: 'no'});
		let isThere = true;
		get.mockImplementation(async (path, ...others) => {
			if (path !== '/twins/d-2400') return (await answer?.(path, ...others)) ?? {body: undefined, headers: {}};
			if (!isThere) throw gone;
			return {body: {deviceId: 'd-2400', status: 'disabled'}, headers: {}};
		});
		const {directory, close} = createDeviceDirectory(rest);
		directory.subscribe(() => undefined);
		await vi.advanceTimersByTimeAsync(1000);
		expect(await directory.find('d-2400')).toBe(true);
		expect(directory.getState().value?.isEnabled(1000)).toBe(false);
		isThere = false;
		directory.refresh();
		await vi.advanceTimersByTimeAsync(1000);
		expect(directory.getState()).toMatchObject({status: 'ready', value: {size: 1000}});
		close();
	});

	it('rests while nobody looks', async () => {
		const {rest, query, get} = createAnswers(5);
		const {directory} = createDeviceDirectory(rest);
		const leave = directory.subscribe(() => undefined);
		await vi.advanceTimersByTimeAsync(1000);
		leave();
		const calls = get.mock.calls.length + query.mock.calls.length;
		await vi.advanceTimersByTimeAsync(600_000);
		expect(get.mock.calls.length + query.mock.calls.length).toBe(calls);
	});
});

describe('the device list after a change made here', () => {
	beforeEach(() => {
		vi.useFakeTimers();
	});
	afterEach(() => {
		vi.useRealTimers();
	});
	const row = {deviceId: 'd-3', isEnabled: false, isConnected: false, authentication: 'sas', lastActivityAt: 0} as const;

	it('shows added, changed and removed devices without asking, the others where they were', async () => {
		const {rest, query, get} = createAnswers(5);
		const {directory, add, update, remove, close} = createDeviceDirectory(rest);
		directory.subscribe(() => undefined);
		await vi.advanceTimersByTimeAsync(1000);
		const calls = get.mock.calls.length + query.mock.calls.length;
		update(row);
		update({...row, deviceId: 'not in the list'});
		remove('d-1');
		remove('nobody');
		add({...row, deviceId: 'new'});
		const table = directory.getState().value;
		expect(Array.from({length: table?.size ?? 0}, (_, at) => `${table?.id(at)} ${table?.isEnabled(at)}`)).toEqual([
			'd-0 true',
			'd-2 true',
			'd-3 false',
			'd-4 true',
			'new false',
		]);
		expect(directory.getState()).toMatchObject({status: 'ready', isComplete: true, totalCount: 5});
		expect(get.mock.calls.length + query.mock.calls.length).toBe(calls);
		close();
	});

	it('is not undone by a reading that began before the change', async () => {
		const {rest, get, rows} = createAnswers(5);
		const {directory, remove, close} = createDeviceDirectory(rest);
		directory.subscribe(() => undefined);
		await vi.advanceTimersByTimeAsync(1000);
		const stale = Promise.withResolvers<{body: unknown; headers: Record<string, never>}>();
		const body = rows.map(each => ({...each}));
		get.mockImplementationOnce(() => stale.promise);
		directory.refresh();
		rows.splice(1, 1);
		remove('d-1');
		stale.resolve({body, headers: {}});
		await vi.advanceTimersByTimeAsync(1000);
		expect(directory.getState()).toMatchObject({status: 'ready', value: {size: 4}});
		expect(directory.getState().value?.rowOf('d-1')).toBe(-1);
		close();
	});

	it('that is longer than what was read still loads the rest', async () => {
		const {rest} = createAnswers(2500);
		const {directory, remove, close} = createDeviceDirectory(rest);
		directory.subscribe(() => undefined);
		await vi.advanceTimersByTimeAsync(1000);
		expect(directory.getState()).toMatchObject({isComplete: false, value: {size: 1000}});
		remove('d-7');
		directory.loadMore();
		await vi.advanceTimersByTimeAsync(1000);
		expect(directory.getState().value?.size).toBeGreaterThan(1900);
		expect(directory.getState().value?.rowOf('d-7')).toBe(-1);
		close();
	});

	it('shows nothing before anything was read', () => {
		const {rest} = createAnswers(5);
		const {directory, add} = createDeviceDirectory(rest);
		add(row);
		expect(directory.getState()).toEqual({status: 'idle', isComplete: false});
	});
});
