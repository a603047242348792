import {describe, expect, test} from 'vitest';
import {command, connect, expectFault, openCoreWithDevice, receive} from './fixture.js';

const minute = 60_000;
const hour = 60 * minute;

describe('a cloud-to-device message', () => {
	test('waits for the device and is handed out once', () => {
		const {core, clock} = openCoreWithDevice();
		core.c2d.send('press-01', command('m1', {application: {urgent: 'yes'}}));
		expect(core.registry.get('press-01').cloudToDeviceMessageCount).toBe(1);
		const delivery = receive(core);
		expect(delivery).toMatchObject({
			system: {messageId: 'm1'},
			application: {urgent: 'yes'},
			ack: 'full',
			deliveryCount: 0,
			sequenceNumber: 1,
			enqueuedAt: clock.now(),
		});
		expect(delivery.body.toString()).toBe('body of m1');
		expect(core.c2d.receive('press-01')).toBeUndefined();
		core.c2d.complete('press-01', delivery.lockToken);
		expect(core.registry.get('press-01').cloudToDeviceMessageCount).toBe(0);
		expect(core.twins.get('press-01').cloudToDeviceMessageCount).toBe(0);
		expect(clock.pending).toBe(1);
	});

	test('comes in order, and abandoned ones come before younger ones', () => {
		const {core} = openCoreWithDevice();
		for (const id of ['m1', 'm2', 'm3']) core.c2d.send('press-01', command(id));
		const first = receive(core);
		expect(receive(core).system.messageId).toBe('m2');
		core.c2d.abandon('press-01', first.lockToken);
		expect(receive(core)).toMatchObject({system: {messageId: 'm1'}, deliveryCount: 1, sequenceNumber: 1});
		expect(receive(core)).toMatchObject({system: {messageId: 'm3'}, deliveryCount: 0, sequenceNumber: 3});
	});

	test('comes back after its lock of a minute without counting as delivered', () => {
		const {core, clock} = openCoreWithDevice();
		const {notified} = connect(core, 'press-01', ['c2d']);
		core.c2d.send('press-01', command('m1'));
		const {lockToken} = receive(core);
		clock.advance(minute - 1);
		expect([core.c2d.receive('press-01'), notified.count]).toEqual([undefined, 1]);
		clock.advance(1);
		expect(notified.count).toBe(2);
		expectFault(() => core.c2d.complete('press-01', lockToken), 'DeviceMessageLockLost');
		expect(receive(core).deliveryCount).toBe(0);
	});

	test('tells a listening device, at once or when it begins to listen', () => {
		const {core} = openCoreWithDevice();
		const {connection, notified} = connect(core);
		core.c2d.send('press-01', command('m1'));
		expect(notified.count).toBe(0);
		connection.setListening('c2d', true);
		expect(notified.count).toBe(1);
		core.c2d.send('press-01', command('m2'));
		expect(notified.count).toBe(2);
		core.c2d.abandon('press-01', receive(core).lockToken);
		expect(notified.count).toBe(3);
		connection.setListening('c2d', false);
		core.c2d.send('press-01', command('m3'));
		expect(notified.count).toBe(3);
	});

	test('is refused when 50 wait, locked ones included', () => {
		const {core} = openCoreWithDevice();
		for (let at = 0; at < 50; at += 1) core.c2d.send('press-01', command(`m${at}`));
		const {lockToken} = receive(core);
		expectFault(() => core.c2d.send('press-01', command('late')), 'DeviceMaximumQueueDepthExceeded');
		core.c2d.complete('press-01', lockToken);
		core.c2d.send('press-01', command('late'));
	});

	test('may have 64 KB with its properties', () => {
		const {core} = openCoreWithDevice();
		const body = Buffer.alloc(64 * 1024 - 2);
		core.c2d.send('press-01', command('m1', {body}));
		expectFault(() => core.c2d.send('press-01', command('m12', {body})), 'MessageTooLarge');
		expectFault(() => core.c2d.send('other', command('m1')), 'DeviceNotFound');
		expectFault(() => core.c2d.receive('other'), 'DeviceNotFound');
	});

	test('is settled once only, and only by its token', () => {
		const {core} = openCoreWithDevice();
		core.registry.put('press-02', {}, undefined);
		core.c2d.send('press-01', command('m1'));
		const {lockToken} = receive(core);
		for (const verb of ['complete', 'reject', 'abandon'] as const) {
			expectFault(() => core.c2d[verb]('press-01', 'other'), 'DeviceMessageLockLost');
			expectFault(() => core.c2d[verb]('press-02', lockToken), 'DeviceMessageLockLost');
		}
		core.c2d.reject('press-01', lockToken);
		expectFault(() => core.c2d.complete('press-01', lockToken), 'DeviceMessageLockLost');
	});

	test('expires after an hour or at its own time, but not under a lock', () => {
		const {core, clock} = openCoreWithDevice();
		const count = () => core.registry.get('press-01').cloudToDeviceMessageCount;
		core.c2d.send('press-01', command('default'));
		core.c2d.send('press-01', command('own', {system: {messageId: 'own', absoluteExpiryTime: clock.now() + minute}}));
		clock.advance(minute - 1);
		expect(count()).toBe(2);
		clock.advance(1);
		expect(count()).toBe(1);
		clock.advance(hour - minute - 1000);
		const {lockToken} = receive(core);
		clock.advance(2000);
		expect(count()).toBe(1);
		core.c2d.complete('press-01', lockToken);
		core.c2d.send('press-01', command('stale', {system: {absoluteExpiryTime: clock.now() - 1}}));
		expect(count()).toBe(0);
	});

	test('counts as changed only when its queue did', () => {
		const {core, clock, events} = openCoreWithDevice();
		const changes = () => events.splice(0).filter(event => event.type === 'device-changed').length;
		core.c2d.send('press-01', command('m1'));
		expect(changes()).toBe(1);
		const {lockToken} = receive(core);
		expect(changes()).toBe(0);
		core.c2d.complete('press-01', lockToken);
		expect(changes()).toBe(1);
		expect(core.c2d.purge('press-01')).toBe(0);
		core.c2d.send('press-01', command('m2'));
		clock.advance(hour);
		expect(changes()).toBe(2);
	});

	test('of a deleted device is gone, with its timers', () => {
		const {core, clock} = openCoreWithDevice();
		core.c2d.send('press-01', command('m1'));
		core.registry.delete('press-01', '*');
		expect(clock.pending).toBe(0);
		core.registry.put('press-01', {}, undefined);
		expect(core.c2d.receive('press-01')).toBeUndefined();
	});
});
