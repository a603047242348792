import {describe, expect, test} from 'vitest';
import type {HubCore} from '../../../source/emulator/core/types.js';
import {command, expectFault, openCoreWithDevice, receive} from './fixture.js';

const minute = 60_000;
const hour = 60 * minute;

describe('feedback', () => {
	const statuses = (core: HubCore) => core.feedback.take()?.records.map(record => [record.originalMessageId, record.statusCode]);

	test('tells every outcome that was asked for, after 15 seconds', () => {
		const {core, clock} = openCoreWithDevice();
		const told: number[] = [];
		core.feedback.onAvailable(() => told.push(clock.now()));
		const start = clock.now();
		core.c2d.send('press-01', command('done'));
		core.c2d.complete('press-01', receive(core).lockToken);
		core.c2d.send('press-01', command('refused'));
		core.c2d.reject('press-01', receive(core).lockToken);
		core.c2d.send('press-01', command('late', {system: {messageId: 'late', absoluteExpiryTime: start}}));
		core.c2d.send('press-01', command('abandoned'));
		for (let at = 0; at < 10; at += 1) core.c2d.abandon('press-01', receive(core).lockToken);
		core.c2d.send('press-01', command('purged'));
		expect(core.c2d.purge('press-01')).toBe(1);
		expect(core.feedback.take()).toBeUndefined();
		clock.advance(15_000);
		expect(told).toEqual([start + 15_000]);
		const batch = core.feedback.take();
		expect(batch?.records.map(record => [record.originalMessageId, record.statusCode])).toEqual([
			['done', 'Success'],
			['refused', 'Rejected'],
			['late', 'Expired'],
			['abandoned', 'DeliveryCountExceeded'],
			['purged', 'Purged'],
		]);
		expect(batch?.records[0]).toEqual({
			originalMessageId: 'done',
			description: 'Success',
			deviceGenerationId: core.registry.get('press-01').generationId,
			deviceId: 'press-01',
			enqueuedTimeUtc: '2026-01-02T03:04:05.6780000Z',
			statusCode: 'Success',
		});
	});

	test.each([
		['none', []],
		['positive', ['completed']],
		['negative', ['rejected']],
		['full', ['completed', 'rejected']],
	] as const)('with ack %s is given for %j', (ack, expected) => {
		const {core, clock} = openCoreWithDevice({feedbackDelayMs: 1000});
		core.c2d.send('press-01', command('completed', {ack}));
		core.c2d.send('press-01', command('rejected', {ack}));
		core.c2d.complete('press-01', receive(core).lockToken);
		core.c2d.reject('press-01', receive(core).lockToken);
		clock.advance(1000);
		expect((statuses(core) ?? []).map(([id]) => id)).toEqual(expected);
	});

	test('needs a message id', () => {
		const {core, clock} = openCoreWithDevice();
		core.c2d.send('press-01', command('x', {system: {}}));
		core.c2d.complete('press-01', receive(core).lockToken);
		clock.advance(hour);
		expect(core.feedback.take()).toBeUndefined();
	});

	const finish = (core: HubCore, count: number) => {
		for (let at = 0; at < count; at += 1) {
			core.c2d.send('press-01', command(`m${at}`));
			core.c2d.complete('press-01', receive(core).lockToken);
		}
	};

	test('goes out at once when 64 records are together', () => {
		const {core, clock} = openCoreWithDevice();
		let told = 0;
		const stop = core.feedback.onAvailable(() => (told += 1));
		finish(core, 65);
		expect(told).toBe(1);
		expect(core.feedback.take()?.records).toHaveLength(64);
		stop();
		clock.advance(15_000);
		expect(told).toBe(1);
		expect(core.feedback.take()).toMatchObject({records: {length: 1}, sequenceNumber: 2});
	});

	test('is taken under a lock, released to the front, and completed once', () => {
		const {core, clock} = openCoreWithDevice();
		finish(core, 1);
		clock.advance(15_000);
		finish(core, 1);
		clock.advance(15_000);
		const first = core.feedback.take();
		expect(first).toMatchObject({sequenceNumber: 1, deliveryCount: 0});
		core.feedback.release(first?.lockToken ?? '');
		const again = core.feedback.take();
		expect(again).toMatchObject({sequenceNumber: 1, deliveryCount: 1});
		expect(core.feedback.take()).toMatchObject({sequenceNumber: 2});
		core.feedback.complete(again?.lockToken ?? '');
		expectFault(() => core.feedback.complete(again?.lockToken ?? ''), 'DeviceMessageLockLost');
		expectFault(() => core.feedback.release('other'), 'DeviceMessageLockLost');
		clock.advance(minute);
		expect(core.feedback.take()).toMatchObject({sequenceNumber: 2, deliveryCount: 0});
	});

	test('is dropped after ten releases, and after an hour', () => {
		const {core, clock} = openCoreWithDevice();
		finish(core, 1);
		clock.advance(15_000);
		for (let at = 0; at < 10; at += 1) core.feedback.release(core.feedback.take()?.lockToken ?? '');
		expect(core.feedback.take()).toBeUndefined();
		finish(core, 1);
		clock.advance(15_000 + hour);
		expect(core.feedback.take()).toBeUndefined();
	});

	test('in a batch is lost with its device, also when the batch is out and comes back, and that of others stays', () => {
		const {core, clock} = openCoreWithDevice();
		const finishOf = (deviceId: string) => {
			core.c2d.send(deviceId, command(`of ${deviceId}`));
			core.c2d.complete(deviceId, core.c2d.receive(deviceId)?.lockToken ?? '');
		};
		const sendBatch = (...deviceIds: readonly string[]) => {
			for (const deviceId of deviceIds) finishOf(deviceId);
			clock.advance(15_000);
		};
		core.registry.put('other', {}, undefined);
		sendBatch('press-01');
		sendBatch('press-01');
		sendBatch('press-01', 'other');
		const out = core.feedback.take();
		core.registry.delete('press-01', '*');
		core.feedback.release(out?.lockToken ?? '');
		const left = core.feedback.take();
		expect(left).toMatchObject({sequenceNumber: 3, records: [{deviceId: 'other'}]});
		expect(left?.records).toHaveLength(1);
		expect(core.feedback.take()).toBeUndefined();
		core.feedback.complete(left?.lockToken ?? '');
	});

	test('not yet sent is lost with its device', () => {
		const {core, clock} = openCoreWithDevice();
		finish(core, 1);
		core.registry.delete('press-01', '*');
		clock.advance(15_000);
		expect(core.feedback.take()).toBeUndefined();
	});
});
