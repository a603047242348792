import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Message} from 'azure-iot-device';
import {describe, expect, it, onTestFinished} from 'vitest';
import {startEmulator} from '../../source/emulator/start.js';
import type {Emulator} from '../../source/emulator/types.js';
import type {Hub, TelemetryFeed} from '../../source/hub/types.js';
import {openDevice, setUpEmulator} from '../helpers/emulator.js';
import {openHub, watch} from '../helpers/hub.js';
import {startOnKeptPorts} from '../helpers/kept-ports.js';
import {followServerSockets} from '../helpers/server-sockets.js';

const running = setUpEmulator({deviceIds: ['press-01', 'pump-17'], consumerGroups: ['console']});

function send(emulator: Emulator, body: string | Buffer, deviceId = 'press-01'): void {
	emulator.core.telemetry.append(deviceId, {body: Buffer.from(body), system: {}, application: {}});
}
async function openFeed(hub: Hub): Promise<TelemetryFeed> {
	watch(hub.telemetry);
	await expect.poll(() => hub.telemetry.getState().partitions, {timeout: 20_000}).toEqual({open: 4, count: 4});
	return hub.telemetry;
}
function bodiesOf(feed: TelemetryFeed): string[] {
	const {first, next} = feed.getState();
	return Array.from({length: next - first}, (_, at) => Buffer.from(feed.message(first + at)?.body ?? []).toString());
}

describe('telemetry', () => {
	it('arrives from now on, with everything that the device sent along', async () => {
		send(running.emulator, 'before anybody looked');
		const feed = await openFeed(openHub(running.emulator));
		expect(feed.getState()).toMatchObject({status: 'receiving', first: 0, next: 0, dropped: 0, lost: 0});
		const client = await openDevice(running.emulator, 'press-01');
		const message = new Message('{"temperature":21.5}');
		message.properties.add('alert', 'true');
		message.messageId = 'm-1';
		message.contentType = 'application/json';
		message.contentEncoding = 'utf-8';
		await client.sendEvent(message);
		await expect.poll(() => feed.getState().next).toBe(1);
		const received = feed.message(0);
		expect(received).toMatchObject({
			index: 0,
			deviceId: 'press-01',
			applicationProperties: {alert: 'true'},
			systemProperties: {
				'iothub-connection-device-id': 'press-01',
				'iothub-message-source': 'Telemetry',
				messageId: 'm-1',
				contentType: 'application/json',
				contentEncoding: 'utf-8',
			},
		});
		expect(Buffer.from(received?.body ?? []).toString()).toBe('{"temperature":21.5}');
		expect(received?.enqueuedAt).toBeGreaterThan(Date.now() - 60_000);
		expect(received?.receivedAt).toBeGreaterThanOrEqual(received?.enqueuedAt ?? Number.POSITIVE_INFINITY);
		expect(feed.getState()).toMatchObject({lastMessageAt: received?.receivedAt});
		await client.close();
	});

	it('keeps a body that is no JSON as it is', async () => {
		const feed = await openFeed(openHub(running.emulator));
		const bytes = Buffer.from([0, 255, 254, 10, 27, 91]);
		running.emulator.core.telemetry.append('pump-17', {body: bytes, system: {}, application: {}});
		await expect.poll(() => feed.getState().next).toBe(1);
		expect(Buffer.from(feed.message(0)?.body ?? []).equals(bytes)).toBe(true);
	});

	it('drops the oldest messages when the ring is full, says how many, and loses none', async () => {
		const hub = openHub(running.emulator, {ringLimits: {messages: 100, bytes: 1_000_000}});
		const feed = await openFeed(hub);
		for (let count = 0; count < 1500; count++) send(running.emulator, `${count}`);
		await expect.poll(() => feed.getState().next).toBe(1500);
		expect(feed.getState()).toMatchObject({first: 1400, dropped: 1400, lost: 0});
		expect(feed.message(1399)).toBeUndefined();
		expect(bodiesOf(feed)).toEqual(Array.from({length: 100}, (_, at) => `${1400 + at}`));
	});

	it('can be narrowed to a device and a text', async () => {
		const feed = await openFeed(openHub(running.emulator));
		for (let count = 0; count < 50; count++) send(running.emulator, `{"n":${count}}`, count % 2 === 0 ? 'press-01' : 'pump-17');
		await expect.poll(() => feed.view({deviceId: 'pump-17'}).length).toBe(25);
		expect(feed.view({deviceId: 'pump-17', text: 'N":4'}).length).toBe(5);
		expect(feed.view({text: 'PUMP'}).length).toBe(25);
		expect(feed.activity('pump-17')).toMatchObject({messageCount: 25});
		expect(feed.activity('nobody')).toBeUndefined();
	});

	it('is told at most ten times a second however much arrives', async () => {
		const hub = openHub(running.emulator);
		const feed = await openFeed(hub);
		const tellTimes: number[] = [];
		onTestFinished(feed.subscribe(() => void tellTimes.push(performance.now())));
		for (let round = 0; round < 20; round++) {
			for (let count = 0; count < 100; count++) send(running.emulator, 'x');
			await new Promise(resolve => setImmediate(resolve));
		}
		await expect.poll(() => feed.getState().next).toBe(2000);
		const gaps = tellTimes.slice(1).map((time, at) => time - (tellTimes[at] ?? 0));
		expect(Math.min(...gaps)).toBeGreaterThan(90);
	});

	it('is read through a consumer group of its own', async () => {
		const feed = await openFeed(openHub(running.emulator, {consumerGroup: 'console'}));
		send(running.emulator, 'hello');
		await expect.poll(() => bodiesOf(feed)).toEqual(['hello']);
	});

	it('fails with a reason when the consumer group does not exist', async () => {
		const hub = openHub(running.emulator, {consumerGroup: 'nobodys'});
		watch(hub.telemetry);
		await expect.poll(() => hub.telemetry.getState(), {timeout: 20_000}).toMatchObject({status: 'failed', error: {kind: 'not-found'}});
	});

	it('goes on without a gap when the hub cuts the connection', async () => {
		const sockets = followServerSockets(() => running.emulator.ports.amqps);
		const feed = await openFeed(openHub(running.emulator));
		const expected = Array.from({length: 40}, (_, count) => `${count}`);
		for (const body of expected.slice(0, 10)) send(running.emulator, body);
		await expect.poll(() => feed.getState().next).toBe(10);
		for (let round = 1; round < 4; round++) {
			expect(sockets.cut()).toBeGreaterThan(0);
			for (const body of expected.slice(round * 10, round * 10 + 10)) send(running.emulator, body);
			await expect.poll(() => feed.getState().next, {timeout: 20_000}).toBe(round * 10 + 10);
		}
		expect(bodiesOf(feed)).toEqual(expected);
		expect(feed.getState()).toMatchObject({lost: 0, dropped: 0});
	});

	it('loses nothing when it is opened anew', async () => {
		const feed = await openFeed(openHub(running.emulator));
		for (const body of ['a', 'b']) send(running.emulator, body);
		await expect.poll(() => feed.getState().next).toBe(2);
		feed.reconnect();
		for (const body of ['c', 'd']) send(running.emulator, body);
		await expect.poll(() => bodiesOf(feed), {timeout: 20_000}).toEqual(['a', 'b', 'c', 'd']);
		expect(feed.getState().lost).toBe(0);
	});

	it('stops with its last reader and starts from then on with the next', async () => {
		const hub = openHub(running.emulator);
		const {stop} = watch(hub.telemetry);
		await expect.poll(() => hub.telemetry.getState().partitions.open, {timeout: 20_000}).toBe(4);
		stop();
		await expect.poll(() => hub.telemetry.getState().status).toBe('idle');
		send(running.emulator, 'nobody sees this');
		const feed = await openFeed(hub);
		send(running.emulator, 'this is seen');
		await expect.poll(() => bodiesOf(feed)).toEqual(['this is seen']);
		expect(feed.getState().lost).toBe(0);
	});
});

describe('telemetry of a hub that is started anew', () => {
	it('fails while the hub is away and goes on when it is back, counting from the beginning', async () => {
		const dataDirectory = mkdtempSync(join(tmpdir(), 'hub-restart-'));
		onTestFinished(() => rmSync(dataDirectory, {recursive: true}));
		const first = await startOnKeptPorts({dataDirectory, deviceIds: ['press-01']});
		const hub = openHub(first);
		watch(hub.devices);
		const feed = await openFeed(hub);
		for (let count = 0; count < 20; count++) send(first, 'old');
		await expect.poll(() => feed.getState().next).toBe(20);
		await first.close();
		await expect.poll(() => feed.getState(), {timeout: 30_000}).toMatchObject({status: 'failed', error: {kind: 'unreachable'}});
		await expect.poll(() => hub.status.getState().service, {timeout: 30_000}).toBe('failed');
		// Up to when all is known stands still, and with it the silence of the device.
		const {receivedUntil = 0} = feed.getState();
		const silentMs = feed.activity('press-01')?.silentMs ?? Number.NaN;
		await expect.poll(() => Date.now() - receivedUntil, {message: 'by this clock the silence would be longer'}).toBeGreaterThan(silentMs + 1000);
		expect([feed.getState().receivedUntil, feed.activity('press-01')?.silentMs]).toEqual([receivedUntil, silentMs]);
		const second = await startEmulator({dataDirectory, ports: first.ports});
		onTestFinished(() => second.close());
		send(second, 'new');
		await expect.poll(() => feed.getState().next, {timeout: 40_000}).toBe(21);
		expect(bodiesOf(feed).at(-1)).toBe('new');
		// Whichever gets through first takes the other along, whose next try may lie half a minute ahead.
		await expect.poll(() => [hub.status.getState().service, hub.devices.getState().status], {timeout: 5000}).toEqual(['connected', 'ready']);
		expect(feed.getState()).toMatchObject({status: 'receiving', lost: 0});
		expect(feed.getState().error).toBeUndefined();
		await expect.poll(() => feed.getState().receivedUntil, {timeout: 20_000}).toBeGreaterThan(receivedUntil);
	});
});
