import {describe, expect, test} from 'vitest';
import {command, expectFault, openCore, openCoreWithDevice, receive} from './fixture.js';

const hour = 3_600_000;

describe('a stored device', () => {
	test('comes back with identity, twin and queue, after a round through JSON', () => {
		const {core, clock} = openCore();
		core.registry.put('first', {status: 'disabled', statusReason: 'spare'}, undefined);
		clock.advance(1000);
		core.registry.put('press-01', {capabilities: {iotEdge: true}}, undefined);
		core.twins.patch('press-01', {tags: {site: 'A'}, properties: {desired: {rate: 5}}}, undefined);
		core.twins.patchReported('press-01', {rate: 4});
		const body = Buffer.from([0, 255, 10, 13]);
		core.c2d.send(
			'press-01',
			command('m1', {body, system: {messageId: 'm1', contentType: 'x/y', absoluteExpiryTime: clock.now() + hour}, application: {a: 'b'}}),
		);
		core.c2d.send('press-01', command('m2', {ack: 'none'}));
		core.c2d.abandon('press-01', receive(core).lockToken);
		receive(core);
		const devices = ['press-01', 'first'].map(deviceId => JSON.parse(JSON.stringify(core.exportDevice(deviceId))));
		const restored = openCore({devices}).core;
		expect(restored.registry.list()).toEqual(core.registry.list());
		expect(restored.twins.get('press-01')).toEqual(core.twins.get('press-01'));
		expect(receive(restored)).toMatchObject({
			body,
			system: {messageId: 'm1', contentType: 'x/y', absoluteExpiryTime: clock.now() + hour},
			application: {a: 'b'},
			deliveryCount: 1,
			sequenceNumber: 1,
		});
		expect(receive(restored)).toMatchObject({system: {messageId: 'm2'}, ack: 'none', deliveryCount: 0});
		restored.c2d.send('press-01', command('m3'));
		expect(receive(restored).sequenceNumber).toBe(3);
		expect(JSON.parse(JSON.stringify(restored.exportDevice('first')))).toEqual(devices[1]);
	});

	test('loses what expired while the hub was down, and says so to those who persist it', () => {
		const {core} = openCoreWithDevice();
		core.c2d.send('press-01', command('m1'));
		const stored = core.exportDevice('press-01');
		const {clock} = openCore();
		clock.advance(2 * hour);
		const restored = openCore({devices: [stored], clock});
		clock.advance(0);
		expect(restored.core.registry.get('press-01').cloudToDeviceMessageCount).toBe(0);
		expect(restored.events).toEqual([{type: 'device-changed', deviceId: 'press-01'}]);
		clock.advance(15_000);
		expect(restored.core.feedback.take()?.records).toMatchObject([{originalMessageId: 'm1', statusCode: 'Expired'}]);
	});

	test('whose message expires at a time that no date can hold keeps the message without it', () => {
		const {core} = openCoreWithDevice();
		core.c2d.send('press-01', command('m1', {system: {messageId: 'm1', absoluteExpiryTime: 8.64e15 + 1}}));
		const restored = openCore({devices: [core.exportDevice('press-01')]}).core;
		expect(receive(restored).system).toEqual({messageId: 'm1'});
	});

	test('that cannot be read is named and ends the start', () => {
		const {core} = openCoreWithDevice();
		core.c2d.send('press-01', command('m1'));
		const {document} = core.exportDevice('press-01');
		const broken = [
			{},
			{...document, identity: {}},
			{...document, twin: {...(document.twin as object), etag: 'x'}},
			{...document, queue: {}},
			{...document, queue: [{}]},
		];
		for (const one of broken) expectFault(() => openCore({devices: [{deviceId: 'press-01', document: one}]}), 'IotHubFormatError');
	});
});
