import {setTimeout as delay} from 'node:timers/promises';
import {describe, expect, it, onTestFinished} from 'vitest';
import {connectHub} from '../../source/hub/connect.js';
import type {C2dRequest} from '../../source/hub/management-types.js';
import type {Hub} from '../../source/hub/types.js';
import {openDevice, setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {addressOf, openHub, registerDevices, watch, writerOf} from '../helpers/hub.js';
import {followServerSockets} from '../helpers/server-sockets.js';

const running = setUpEmulator({feedbackDelayMs: 20});

function message(deviceId: string, messageId: string, change: Partial<C2dRequest> = {}): C2dRequest {
	return {deviceId, body: 'open', properties: {}, messageId, ack: 'full', ...change};
}
function outcomes(hub: Hub) {
	return hub.c2d.getState().feedback.map(({deviceId, messageId, status}) => `${deviceId} ${messageId} ${status}`);
}
async function openListening(deviceIds: readonly string[]): Promise<Hub> {
	registerDevices(running.emulator, deviceIds);
	const hub = openHub(running.emulator);
	watch(hub.c2d);
	await eventually(() => hub.c2d.getState().status).toBe('receiving');
	return hub;
}
function take(deviceId: string): string {
	return running.emulator.core.c2d.receive(deviceId)?.lockToken ?? '';
}

describe('feedback', () => {
	it('says Success when the device took the message', async () => {
		const hub = await openListening(['takes']);
		const client = await openDevice(running.emulator, 'takes');
		onTestFinished(() => void client.close());
		client.on('message', arrived => void client.complete(arrived));
		const sentAt = Date.now();
		await writerOf(hub).sendC2d(message('takes', 'm-1'));
		await eventually(() => outcomes(hub)).toEqual(['takes m-1 Success']);
		const [record] = hub.c2d.getState().feedback;
		expect(record?.description).toBe('Success');
		expect(record?.enqueuedAt).toBeGreaterThanOrEqual(sentAt - 1000);
	});

	it('says Expired when it waited too long', async () => {
		const hub = await openListening(['sleeps']);
		await writerOf(hub).sendC2d(message('sleeps', 'm-1', {expiresAt: Date.now() + 300}));
		await eventually(() => outcomes(hub)).toEqual(['sleeps m-1 Expired']);
	});

	it('says Purged when the queue was thrown away, for every message', async () => {
		const hub = await openListening(['purged']);
		for (const messageId of ['m-1', 'm-2', 'm-3']) await writerOf(hub).sendC2d(message('purged', messageId));
		expect(await writerOf(hub).purgeC2d('purged')).toBe(3);
		await eventually(() => outcomes(hub)).toEqual(['purged m-1 Purged', 'purged m-2 Purged', 'purged m-3 Purged']);
	});

	it('says Rejected and DeliveryCountExceeded when the device did not want it', async () => {
		const hub = await openListening(['refuses', 'gives-up']);
		const {c2d} = running.emulator.core;
		await writerOf(hub).sendC2d(message('refuses', 'm-1'));
		c2d.reject('refuses', take('refuses'));
		await writerOf(hub).sendC2d(message('gives-up', 'm-2'));
		for (let count = 0; count < 10; count++) c2d.abandon('gives-up', take('gives-up'));
		await eventually(() => outcomes(hub).toSorted()).toEqual(['gives-up m-2 DeliveryCountExceeded', 'refuses m-1 Rejected']);
	});

	it('comes only for what was asked for', async () => {
		const hub = await openListening(['positive', 'negative', 'none']);
		for (const ack of ['positive', 'negative', 'none'] as const) await writerOf(hub).sendC2d(message(ack, 'taken', {ack}));
		for (const deviceId of ['positive', 'negative', 'none']) running.emulator.core.c2d.complete(deviceId, take(deviceId));
		for (const ack of ['positive', 'negative', 'none'] as const) await writerOf(hub).sendC2d(message(ack, 'thrown away', {ack, messageId: 'purged'}));
		for (const deviceId of ['positive', 'none', 'negative']) await writerOf(hub).purgeC2d(deviceId);
		await eventually(() => outcomes(hub)).toEqual(['positive taken Success', 'negative purged Purged']);
	});

	it('is completed: the next reader does not get it again, and a reader who left takes none', async () => {
		registerDevices(running.emulator, ['once']);
		const first = openHub(running.emulator);
		const {stop} = watch(first.c2d);
		await eventually(() => first.c2d.getState().status).toBe('receiving');
		await writerOf(first).sendC2d(message('once', 'm-1'));
		running.emulator.core.c2d.complete('once', take('once'));
		await eventually(() => outcomes(first)).toEqual(['once m-1 Success']);
		stop();
		await eventually(() => first.c2d.getState().status).toBe('idle');
		await first.close();
		const second = await openListening([]);
		await writerOf(second).sendC2d(message('once', 'm-2'));
		running.emulator.core.c2d.complete('once', take('once'));
		await eventually(() => outcomes(second)).toEqual(['once m-2 Success']);
		expect(outcomes(first)).toEqual(['once m-1 Success']);
	});

	it('comes again after the connection was cut', async () => {
		const sockets = followServerSockets(() => running.emulator.ports.amqps);
		const hub = await openListening(['cut']);
		const {told} = watch(hub.c2d);
		expect(sockets.cut()).toBeGreaterThan(0);
		await eventually(() => told.some(({status}) => status === 'failed')).toBe(true);
		expect(told.find(({status}) => status === 'failed')?.error).toMatchObject({kind: 'unreachable', isRetryable: true});
		await eventually(() => hub.c2d.getState().status).toBe('receiving');
		await writerOf(hub).sendC2d(message('cut', 'm-1'));
		running.emulator.core.c2d.complete('cut', take('cut'));
		await eventually(() => outcomes(hub)).toEqual(['cut m-1 Success']);
		expect(hub.c2d.getState().error).toBeUndefined();
	});

	it('is refused to a policy that may not connect as a service, and not asked for again', async () => {
		const hub = openHub(running.emulator, {policyName: 'registryReadWrite'});
		const {told} = watch(hub.c2d);
		await eventually(() => hub.c2d.getState()).toMatchObject({status: 'failed', error: {kind: 'unauthorized'}});
		// Several times as long as the first pause before it would be tried again.
		await delay(1500);
		expect(told.filter(({status}) => status === 'connecting')).toHaveLength(1);
	});

	it('says when nothing listens at the address, and is tried again', async () => {
		const hub = connectHub({...addressOf(running.emulator), amqpsPort: 1});
		onTestFinished(() => hub.close());
		const {told} = watch(hub.c2d);
		await eventually(() => told.filter(({status}) => status === 'failed').length).toBeGreaterThan(1);
		expect(told.find(({status}) => status === 'failed')).toMatchObject({error: {kind: 'unreachable'}});
	});
});
