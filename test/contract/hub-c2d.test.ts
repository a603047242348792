import type {Message} from 'azure-iot-device';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import {connectHub} from '../../source/hub/connect.js';
import type {C2dRequest} from '../../source/hub/management-types.js';
import {openDevice, setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {addressOf, openHub, registerDevices, watch, writerOf} from '../helpers/hub.js';
import {followServerSockets} from '../helpers/server-sockets.js';

const running = setUpEmulator({deviceIds: ['press-01']});

function message(deviceId: string, change: Partial<C2dRequest> = {}): C2dRequest {
	return {deviceId, body: 'open', properties: {}, messageId: 'm-1', ack: 'none', ...change};
}

describe('a message to a device', () => {
	it('arrives with body, properties, message id, expiry, acknowledgement and content type', async () => {
		const hub = openHub(running.emulator);
		const expiresAt = Date.now() + 600_000;
		const request = message('press-01', {
			body: '{"ventil":"öffnen"}',
			properties: {valve: '7', Größe: 'ü', constructor: 'an ordinary name'},
			messageId: 'open-valve-7',
			expiresAt,
			ack: 'full',
			contentType: 'application/json',
		});
		await writerOf(hub).sendC2d(request);
		const delivery = running.emulator.core.c2d.receive('press-01');
		expect(delivery?.body.toString()).toBe('{"ventil":"öffnen"}');
		expect(delivery).toMatchObject({
			ack: 'full',
			system: {messageId: 'open-valve-7', absoluteExpiryTime: expiresAt, contentType: 'application/json', contentEncoding: 'utf-8'},
			application: {valve: '7', Größe: 'ü', constructor: 'an ordinary name'},
		});
		expect(hub.c2d.getState().sent).toMatchObject([{...request, sentAt: expect.any(Number)}]);
		expect(hub.c2d.getState()).toMatchObject({status: 'idle', feedback: []});
	});

	it('reaches a connected device', async () => {
		registerDevices(running.emulator, ['listens']);
		const client = await openDevice(running.emulator, 'listens');
		onTestFinished(() => void client.close());
		const received: string[] = [];
		client.on('message', (arrived: Message) => void received.push(arrived.getData().toString()));
		await writerOf(openHub(running.emulator)).sendC2d(message('listens', {body: 'hello'}));
		await eventually(() => received).toEqual(['hello']);
	});

	it('may have an id of any kind and no message id', async () => {
		registerDevices(running.emulator, ["odd:#1?%*+'"]);
		await writerOf(openHub(running.emulator)).sendC2d(message("odd:#1?%*+'", {messageId: '', body: ''}));
		const delivery = running.emulator.core.c2d.receive("odd:#1?%*+'");
		expect(delivery?.body.toString()).toBe('');
		expect(delivery?.system.messageId).toBeUndefined();
	});

	it('counts as waiting in the identity that I look at, until the queue is purged', async () => {
		registerDevices(running.emulator, ['queued']);
		const hub = openHub(running.emulator);
		const identity = hub.identity('queued');
		watch(identity);
		await eventually(() => identity.getState().value?.c2dMessageCount).toBe(0);
		for (const messageId of ['a', 'b', 'c']) await writerOf(hub).sendC2d(message('queued', {messageId}));
		await eventually(() => identity.getState().value?.c2dMessageCount).toBe(3);
		expect(await writerOf(hub).purgeC2d('queued')).toBe(3);
		await eventually(() => identity.getState().value?.c2dMessageCount).toBe(0);
		expect(await writerOf(hub).purgeC2d('queued')).toBe(0);
	});

	it('to a device that does not exist fails and is listed with its error', async () => {
		const hub = openHub(running.emulator);
		await expect(writerOf(hub).sendC2d(message('nobody'))).rejects.toMatchObject({name: 'HubError', kind: 'not-found', code: 404001});
		expect(hub.c2d.getState().sent).toMatchObject([{deviceId: 'nobody', error: {kind: 'not-found'}}]);
		await expect(writerOf(hub).purgeC2d('nobody')).rejects.toMatchObject({kind: 'not-found', code: 404001});
	});

	it('is refused when 50 wait, and the next device still gets its own', async () => {
		registerDevices(running.emulator, ['full']);
		const hub = openHub(running.emulator);
		await Promise.all(Array.from({length: 50}, (_, count) => writerOf(hub).sendC2d(message('full', {messageId: `m-${count}`}))));
		const error = await writerOf(hub)
			.sendC2d(message('full'))
			.catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({name: 'HubError', kind: 'quota', code: 403004, isRetryable: true, message: expect.stringContaining('50')});
		await writerOf(hub).sendC2d(message('press-01'));
		expect(hub.c2d.getState().sent).toHaveLength(52);
	});

	it('is refused by a hub without quota, which is another limit than a full queue', async () => {
		running.emulator.core.faults.set({name: 'quota'});
		onTestFinished(() => running.emulator.core.faults.clear('quota'));
		const sending = writerOf(openHub(running.emulator)).sendC2d(message('press-01'));
		await expect(sending).rejects.toMatchObject({name: 'HubError', kind: 'quota', code: 403002});
	});

	it('is refused when it has more than 64 KB', async () => {
		const writer = writerOf(openHub(running.emulator));
		await expect(writer.sendC2d(message('press-01', {body: 'x'.repeat(70_000)}))).rejects.toMatchObject({kind: 'invalid', code: 413001});
	});

	it.each<[string, Partial<C2dRequest>]>([
		['that wants feedback and has no message id', {messageId: '', ack: 'full'}],
		['whose message id has a space', {messageId: 'no spaces'}],
		['with a property that the acknowledgement needs', {properties: {'iothub-ack': 'full'}}],
		['with a property that the client library would lose', {properties: JSON.parse('{"__proto__":"x"}')}],
		['with a property without a name', {properties: {'': 'x'}}],
	])('%s is refused before anything is sent', async (_, change) => {
		const send = vi.spyOn(running.emulator.core.c2d, 'send');
		await expect(writerOf(openHub(running.emulator)).sendC2d(message('press-01', change))).rejects.toMatchObject({kind: 'invalid'});
		expect(send).not.toHaveBeenCalled();
		send.mockRestore();
	});
});

describe('the way to the hub', () => {
	it.each<[string, string]>([
		['a policy that may not connect as a service', 'registryRead'],
		['a policy for devices', 'device'],
	])('is closed to %s', async (_, policyName) => {
		const writer = writerOf(openHub(running.emulator, {policyName}));
		await expect(writer.sendC2d(message('press-01'))).rejects.toMatchObject({kind: 'unauthorized'});
	});

	it('is closed to a wrong key', async () => {
		const writer = writerOf(openHub(running.emulator, {key: Buffer.alloc(32, 9).toString('base64')}));
		await expect(writer.sendC2d(message('press-01'))).rejects.toMatchObject({kind: 'unauthorized'});
	});

	it('says at once when nothing listens', async () => {
		const hub = connectHub({...addressOf(running.emulator), amqpsPort: 1});
		onTestFinished(() => hub.close());
		await expect(writerOf(hub).sendC2d(message('press-01'))).rejects.toMatchObject({kind: 'unreachable', message: expect.stringContaining('refused')});
	});

	it('says when the authority of the hub is not trusted', async () => {
		const {ca: _, caFile: __, ...address} = addressOf(running.emulator);
		const hub = connectHub(address);
		onTestFinished(() => hub.close());
		await expect(writerOf(hub).sendC2d(message('press-01'))).rejects.toMatchObject({kind: 'untrusted'});
	});

	it('says when something else listens there', async () => {
		const hub = connectHub({...addressOf(running.emulator), amqpsPort: running.emulator.ports.https});
		onTestFinished(() => hub.close());
		await expect(writerOf(hub).sendC2d(message('press-01'))).rejects.toMatchObject({
			name: 'HubError',
			kind: expect.stringMatching(/unreachable|timeout|unexpected/),
		});
	});

	it('is found again after the connection was cut', async () => {
		const sockets = followServerSockets(() => running.emulator.ports.amqps);
		registerDevices(running.emulator, ['after-cut']);
		const hub = openHub(running.emulator);
		await writerOf(hub).sendC2d(message('after-cut', {messageId: 'before'}));
		expect(sockets.cut()).toBeGreaterThan(0);
		await eventually(() =>
			writerOf(hub)
				.sendC2d(message('after-cut', {messageId: 'after'}))
				.then(
					() => true,
					() => false,
				),
		).toBe(true);
		expect(running.emulator.core.registry.get('after-cut').cloudToDeviceMessageCount).toBeGreaterThanOrEqual(2);
	});

	it('is not there on a read-only hub', async () => {
		const hub = openHub(running.emulator, {isReadOnly: true});
		expect(hub.writer).toBeUndefined();
		watch(hub.c2d);
		expect(hub.c2d.getState()).toMatchObject({status: 'failed', error: {kind: 'read-only'}});
	});
});
