import {describe, expect, it, onTestFinished} from 'vitest';
import {connectHub} from '../../source/hub/connect.js';
import type {Hub} from '../../source/hub/types.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {addressOf, openHub, registerDevices, watch} from '../helpers/hub.js';
import {followServerSockets} from '../helpers/server-sockets.js';

const running = setUpEmulator({consumerGroups: ['console']});

function send(deviceId: string, count: number): void {
	for (let at = 0; at < count; at++) running.emulator.core.telemetry.append(deviceId, {body: Buffer.from(`${at}`), system: {}, application: {}});
}
function total(hub: Hub, deviceId?: string): number {
	return hub.history.counts(deviceId).counts.reduce((sum, count) => sum + count, 0);
}
function totals(hub: Hub, deviceIds: readonly string[]): readonly number[] {
	return deviceIds.map(deviceId => total(hub, deviceId));
}
/** What is in the hub from tests before. */
function countAll(): number {
	const {telemetry} = running.emulator.core;
	return Array.from({length: telemetry.partitionCount}, (_, partition) => telemetry.state(partition).lastSequenceNumber + 1).reduce(
		(sum, count) => sum + count,
	);
}

describe('the message counts', () => {
	it('are exact for what came before and for what comes meanwhile, device by device', async () => {
		const deviceIds = ['h-1', 'h-2', 'h-3'];
		registerDevices(running.emulator, deviceIds);
		send('h-1', 3000);
		send('h-2', 1500);
		send('h-3', 500);
		const hub = openHub(running.emulator);
		const sent = new Map([
			['h-1', 3000],
			['h-2', 1500],
			['h-3', 500],
		]);
		const timer = setInterval(() => {
			for (const [deviceId, count] of sent) {
				send(deviceId, 7);
				sent.set(deviceId, count + 7);
			}
		}, 5);
		onTestFinished(() => clearInterval(timer));
		const {told} = watch(hub.history);
		expect(hub.history.getState().status).toBe('reading');
		await eventually(() => hub.history.getState()).toMatchObject({status: 'ready', progress: 1});
		await eventually(() => total(hub, 'h-3')).toBeGreaterThan(600);
		clearInterval(timer);
		await eventually(() => totals(hub, deviceIds)).toEqual([...sent.values()]);
		expect(total(hub)).toBe(countAll());
		expect(told.map(({progress}) => progress)).toEqual(told.map(({progress}) => progress).toSorted((one, other) => one - other));
		expect(new Set(told.map(({version}) => version)).size).toBe(told.length);
		expect(hub.telemetry.getState().lost).toBe(0);
	});

	it('lie in buckets of ten seconds, the last of which is under way', async () => {
		registerDevices(running.emulator, ['bucket']);
		const from = Date.now();
		send('bucket', 10);
		const hub = openHub(running.emulator);
		watch(hub.history);
		await eventually(() => total(hub, 'bucket')).toBe(10);
		const {bucketMs, startAt, counts} = hub.history.counts('bucket');
		expect(bucketMs).toBe(10_000);
		expect(counts).toHaveLength(180);
		expect(startAt % 10_000).toBe(0);
		const now = Date.now();
		expect(startAt + 180 * bucketMs).toBeGreaterThan(from);
		expect(startAt + 179 * bucketMs).toBeLessThanOrEqual(now);
		const first = counts.findIndex(count => count > 0);
		expect(startAt + (first + 1) * bucketMs).toBeGreaterThan(from);
	});

	it('are all zero for a device that never sent', async () => {
		const hub = openHub(running.emulator);
		watch(hub.history);
		await eventually(() => hub.history.getState().status).toBe('ready');
		expect(total(hub, 'nobody')).toBe(0);
		expect(total(hub, '__proto__')).toBe(0);
	});

	it('go on where they were when I come back, whoever kept the feed open meanwhile', async () => {
		registerDevices(running.emulator, ['back', 'gap']);
		send('back', 100);
		const hub = openHub(running.emulator);
		const first = watch(hub.history);
		await eventually(() => hub.history.getState().status).toBe('ready');
		// The feed ends with its last reader: these are read back.
		first.stop();
		await eventually(() => hub.telemetry.getState().status).toBe('idle');
		expect(hub.history.getState().status).toBe('idle');
		send('gap', 50);
		const second = watch(hub.history);
		await eventually(() => totals(hub, ['back', 'gap'])).toEqual([100, 50]);
		// The feed goes on without the counts: these are read back, too.
		watch(hub.telemetry);
		second.stop();
		await eventually(() => hub.history.getState().status).toBe('idle');
		send('gap', 30);
		const {next} = hub.telemetry.getState();
		await eventually(() => hub.telemetry.getState().next).toBeGreaterThanOrEqual(next + 30);
		send('back', 5);
		watch(hub.history);
		send('gap', 3);
		await eventually(() => totals(hub, ['back', 'gap'])).toEqual([105, 83]);
		await eventually(() => hub.history.getState().status).toBe('ready');
		expect(total(hub)).toBe(countAll());
	});

	it('hold the newest of too many messages and say so', async () => {
		registerDevices(running.emulator, ['newest']);
		send('newest', 2000);
		const hub = openHub(running.emulator, {mostPastMessages: 1000});
		watch(hub.history);
		await eventually(() => hub.history.getState().status).toBe('ready');
		expect(hub.history.getState().error).toMatchObject({kind: 'quota', message: expect.stringContaining('1,000')});
		expect(total(hub)).toBeGreaterThan(990);
		expect(total(hub)).toBeLessThanOrEqual(1000);
		send('newest', 10);
		const before = total(hub);
		await eventually(() => total(hub)).toBe(before + 10);
	});

	it('can be read with another consumer group', async () => {
		const hub = openHub(running.emulator, {consumerGroup: 'console'});
		watch(hub.history);
		await eventually(() => hub.history.getState().status).toBe('ready');
		expect(total(hub)).toBe(countAll());
	});

	// From here on the hub has many messages, which all are read again and again.
	it('are taken up again after the connection was cut in the middle', async () => {
		const sockets = followServerSockets(() => running.emulator.ports.amqps);
		registerDevices(running.emulator, ['interrupted']);
		send('interrupted', 10_000);
		const hub = openHub(running.emulator);
		watch(hub.history);
		await eventually(() => total(hub, 'interrupted')).toBeGreaterThan(0);
		expect(sockets.cut()).toBeGreaterThan(0);
		send('interrupted', 10);
		await eventually(() => total(hub, 'interrupted')).toBe(10_010);
		await eventually(() => hub.history.getState().status).toBe('ready');
		expect(total(hub)).toBe(countAll());
	});

	it('can be given up while the past is read', async () => {
		const hub = openHub(running.emulator);
		const {stop} = watch(hub.history);
		await eventually(() => total(hub)).toBeGreaterThan(0);
		stop();
		await eventually(() => hub.history.getState().status).toBe('idle');
		watch(hub.history);
		await eventually(() => hub.history.getState().status).toBe('ready');
		expect(total(hub)).toBe(countAll());
	});
});

describe('the message counts cannot be read', () => {
	it('with a policy that may not connect as a service', async () => {
		const hub = openHub(running.emulator, {policyName: 'registryRead'});
		watch(hub.history);
		await eventually(() => hub.history.getState()).toMatchObject({status: 'failed', error: {kind: 'unauthorized'}});
	});

	it('with a consumer group that does not exist', async () => {
		const hub = openHub(running.emulator, {consumerGroup: 'nope'});
		watch(hub.history);
		await eventually(() => hub.history.getState()).toMatchObject({status: 'failed', error: {kind: 'not-found'}});
	});

	it('where nothing listens', async () => {
		const hub = connectHub({...addressOf(running.emulator), amqpsPort: 1});
		onTestFinished(() => hub.close());
		watch(hub.history);
		await eventually(() => hub.history.getState()).toMatchObject({status: 'failed', error: {kind: 'unreachable'}});
	});
});
