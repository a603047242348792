import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {HubFault} from '../../../source/emulator/core/fault.js';
import type {StartPosition} from '../../../source/emulator/core/messages.js';
import type {HubCore} from '../../../source/emulator/core/types.js';
import {expectFault, openCore, openCoreWithDevice, parseJson, telemetryMessage} from './fixture.js';

function readAll(core: HubCore, partition = 0, from = 0): string[] {
	return core.telemetry.read(partition, from, 1_000_000).map(event => event.body.toString());
}

describe('telemetry', () => {
	test('keeps a message as it came and stamps what the service stamps', () => {
		const {core, clock} = openCoreWithDevice({partitionCount: 1});
		const {generationId} = core.registry.get('press-01');
		const application = parseJson('{"__proto__":"x","level":"high"}') as Record<string, string>;
		const system = {messageId: 'm1', contentType: 'application/json'};
		const event = core.telemetry.append(
			'press-01',
			telemetryMessage('{}', {system, application, annotations: {'dt-subject': 'pump', 'iothub-connection-device-id': 'forged'}}),
		);
		expect(event).toMatchObject({deviceId: 'press-01', partition: 0, sequenceNumber: 0, offset: '0', enqueuedAt: clock.now(), system});
		expect(Object.entries(event.application)).toEqual([
			['__proto__', 'x'],
			['level', 'high'],
		]);
		expect(event.annotations).toEqual({
			'dt-subject': 'pump',
			'iothub-connection-device-id': 'press-01',
			'iothub-connection-auth-method': '{"scope":"device","type":"sas","issuer":"iothub","acceptingIpFilterRule":null}',
			'iothub-connection-auth-generation-id': generationId,
			'iothub-enqueuedtime': clock.now(),
			'iothub-message-source': 'Telemetry',
		});
		expect(core.telemetry.read(0, 0, 10)).toEqual([event]);
	});

	test('does not change with the buffer that the front reuses', () => {
		const {core} = openCoreWithDevice({partitionCount: 1});
		const body = Buffer.from('before');
		core.telemetry.append('press-01', {body, system: {}, application: {}});
		body.fill('x');
		expect(readAll(core)).toEqual(['before']);
	});

	test('puts all messages of a device into one partition and spreads devices over all', () => {
		const {core} = openCore();
		const partitions = new Set<number>();
		for (let at = 0; at < 50; at += 1) {
			core.registry.put(`press-${at}`, {}, undefined);
			const first = core.telemetry.append(`press-${at}`, telemetryMessage('1')).partition;
			expect(core.telemetry.append(`press-${at}`, telemetryMessage('2')).partition).toBe(first);
			partitions.add(first);
		}
		expect([...partitions].sort()).toEqual([0, 1, 2, 3]);
	});

	test('takes 256 KB with properties and no more, and nothing from strangers', () => {
		const {core} = openCoreWithDevice({partitionCount: 1});
		const body = Buffer.alloc(256 * 1024 - 10);
		core.telemetry.append('press-01', {body, system: {messageId: '1234'}, application: {abc: 'def'}});
		expectFault(() => core.telemetry.append('press-01', {body, system: {messageId: '12345'}, application: {abc: 'def'}}), 'MessageTooLarge');
		expectFault(() => core.telemetry.append('press-01', {body, system: {}, application: {é: '123456789'}}), 'MessageTooLarge');
		expectFault(() => core.telemetry.append('other', telemetryMessage('x')), 'DeviceNotFound');
		expect(core.telemetry.state(0).lastSequenceNumber).toBe(0);
	});

	test('counts the annotations of the sender against its limits', () => {
		const {core} = openCoreWithDevice({partitionCount: 1, retainedBytes: 10_000});
		expectFault(() => core.telemetry.append('press-01', telemetryMessage('x', {annotations: {'dt-subject': 'é'.repeat(128 * 1024)}})), 'MessageTooLarge');
		const annotations = {'dt-subject': 'x'.repeat(3000)};
		for (const text of ['a', 'b', 'c', 'd']) core.telemetry.append('press-01', telemetryMessage(text, {annotations}));
		expect(readAll(core)).toEqual(['b', 'c', 'd']);
	});

	test('tells the state of an empty and of a used partition', () => {
		const {core, clock} = openCoreWithDevice({partitionCount: 1, retainedMessages: 2});
		expect(core.telemetry.state(0)).toEqual({beginSequenceNumber: 0, lastSequenceNumber: -1, lastOffset: '-1', lastEnqueuedAt: 0, isEmpty: true});
		const events = ['a', 'b', 'c'].map(text => core.telemetry.append('press-01', telemetryMessage(text)));
		const last = events[2];
		expect(core.telemetry.state(0)).toEqual({
			beginSequenceNumber: 1,
			lastSequenceNumber: 2,
			lastOffset: last?.offset,
			lastEnqueuedAt: clock.now(),
			isEmpty: false,
		});
	});

	test('never goes back in time, even when the clock does', () => {
		const {core, clock} = openCoreWithDevice({partitionCount: 1});
		const {enqueuedAt} = core.telemetry.append('press-01', telemetryMessage('a'));
		clock.set(clock.now() - 5000);
		expect(core.telemetry.append('press-01', telemetryMessage('b')).enqueuedAt).toBe(enqueuedAt);
	});

	test('finds every start position', () => {
		const {core, clock} = openCoreWithDevice({partitionCount: 1});
		const start = clock.now();
		const events = Array.from({length: 10}, (_, at) => {
			clock.set(start + at * 100);
			return core.telemetry.append('press-01', telemetryMessage(String(at)));
		});
		const offset = Number(events[4]?.offset);
		const positions: [StartPosition, number][] = [
			[{kind: 'earliest'}, 0],
			[{kind: 'latest'}, 10],
			[{kind: 'offset', offset, isInclusive: true}, 4],
			[{kind: 'offset', offset, isInclusive: false}, 5],
			[{kind: 'offset', offset: -1, isInclusive: false}, 0],
			[{kind: 'sequence-number', sequenceNumber: 7, isInclusive: true}, 7],
			[{kind: 'sequence-number', sequenceNumber: 7, isInclusive: false}, 8],
			[{kind: 'sequence-number', sequenceNumber: 500, isInclusive: false}, 10],
			[{kind: 'enqueued-time', enqueuedAt: start + 300, isInclusive: true}, 3],
			[{kind: 'enqueued-time', enqueuedAt: start + 300, isInclusive: false}, 4],
			[{kind: 'enqueued-time', enqueuedAt: start + 99_999, isInclusive: false}, 10],
		];
		for (const [position, expected] of positions) expect([position, core.telemetry.resolve(0, position)]).toEqual([position, expected]);
	});

	test('behaves like a list that loses its head, for any limits and any traffic', () => {
		const limits = fc.record({retainedMessages: fc.integer({min: 1, max: 30}), retainedBytes: fc.integer({min: 1, max: 5000})});
		fc.assert(
			fc.property(limits, fc.array(fc.nat(400), {maxLength: 120}), fc.nat(130), fc.nat(20), (options, sizes, from, max) => {
				const {core} = openCoreWithDevice({partitionCount: 1, ...options});
				let model: {sequenceNumber: number; size: number}[] = [];
				const offsets: number[] = [];
				for (const [sequenceNumber, size] of sizes.entries()) {
					offsets.push(Number(core.telemetry.append('press-01', {body: Buffer.alloc(size), system: {}, application: {}}).offset));
					model.push({sequenceNumber, size});
					// 64 bytes beside the body are counted for each event.
					while (model.length > 1 && (model.length > options.retainedMessages || model.reduce((sum, one) => sum + one.size + 64, 0) > options.retainedBytes)) {
						model = model.slice(1);
					}
				}
				const kept = core.telemetry.read(0, 0, 1000);
				expect(kept.map(event => ({sequenceNumber: event.sequenceNumber, size: event.body.length}))).toEqual(model);
				expect(core.telemetry.state(0).beginSequenceNumber).toBe(model[0]?.sequenceNumber ?? 0);
				expect(offsets.every((offset, at) => at === 0 || offset > (offsets[at - 1] ?? 0))).toBe(true);
				const expected = model.filter(({sequenceNumber}) => sequenceNumber >= from).slice(0, max);
				expect(core.telemetry.read(0, from, max).map(event => event.sequenceNumber)).toEqual(expected.map(({sequenceNumber}) => sequenceNumber));
				for (const {sequenceNumber} of model) {
					const offset = offsets[sequenceNumber] ?? 0;
					expect(core.telemetry.resolve(0, {kind: 'offset', offset, isInclusive: true})).toBe(sequenceNumber);
				}
			}),
			{numRuns: 300},
		);
	});

	test('keeps order through many turns of the ring', () => {
		const {core} = openCoreWithDevice({partitionCount: 1, retainedMessages: 1000});
		for (let at = 0; at < 10_000; at += 1) core.telemetry.append('press-01', telemetryMessage(String(at)));
		expect(readAll(core)).toEqual(Array.from({length: 1000}, (_, at) => String(9000 + at)));
		expect(readAll(core, 0, 9998)).toEqual(['9998', '9999']);
		expect(readAll(core, 0, 10_000)).toEqual([]);
	});
});

describe('readers of a partition', () => {
	const open = () => {
		const opened = openCoreWithDevice({partitionCount: 1, consumerGroups: ['dashboards']});
		const attach = (parts: {consumerGroup?: string; ownerLevel?: number; partition?: number} = {}) => {
			const told = {appended: 0, stolen: [] as HubFault[]};
			const detach = opened.core.telemetry.attach({
				consumerGroup: '$Default',
				partition: 0,
				...parts,
				onAppended: () => {
					told.appended += 1;
				},
				onStolen: fault => told.stolen.push(fault),
			});
			return {told, detach};
		};
		return {...opened, attach};
	};

	test('are told of each message until they detach', () => {
		const {core, attach} = open();
		const [one, other] = [attach(), attach({consumerGroup: 'dashboards'})];
		core.telemetry.append('press-01', telemetryMessage('a'));
		one.detach();
		core.telemetry.append('press-01', telemetryMessage('b'));
		expect([one.told.appended, other.told.appended]).toEqual([1, 2]);
	});

	test('are five at most in a group, and others come in when one leaves', () => {
		const {attach} = open();
		const [first] = Array.from({length: 5}, () => attach());
		expectFault(() => attach(), 'IotHubQuotaExceeded');
		attach({consumerGroup: 'dashboards'});
		first?.detach();
		attach();
		expectFault(() => attach({consumerGroup: '$default'}), 'IotHubQuotaExceeded');
	});

	test('yield to an equal or higher owner level and refuse a lower one', () => {
		const {core, attach} = open();
		const plain = [attach(), attach()];
		const other = attach({consumerGroup: 'dashboards'});
		const low = attach({ownerLevel: 1});
		expect(plain.map(({told}) => told.stolen.map(fault => fault.faultName))).toEqual([['LinkCreationConflict'], ['LinkCreationConflict']]);
		expectFault(() => attach(), 'LinkCreationConflict');
		expectFault(() => attach({ownerLevel: 0}), 'LinkCreationConflict');
		const again = attach({ownerLevel: 1});
		const high = attach({ownerLevel: 2});
		expect([low, again, high, other].map(({told}) => told.stolen.length)).toEqual([1, 1, 0, 0]);
		core.telemetry.append('press-01', telemetryMessage('a'));
		expect([plain[0], low, again, high, other].map(one => one?.told.appended)).toEqual([0, 0, 0, 1, 1]);
		high.detach();
		attach();
	});

	test('need a partition and a group that exist', () => {
		const {core, attach} = open();
		expectFault(() => attach({consumerGroup: 'nobody'}), 'GenericNotFound');
		for (const partition of [-1, 1, 0.5, Number.NaN]) {
			expectFault(() => attach({partition}), 'ArgumentInvalid');
			expectFault(() => core.telemetry.state(partition), 'ArgumentInvalid');
			expectFault(() => core.telemetry.read(partition, 0, 1), 'ArgumentInvalid');
		}
	});
});
