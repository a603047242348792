import {expect, it} from 'vitest';
import {createCore} from '../../../source/emulator/core/core.js';
import type {HubCore} from '../../../source/emulator/core/types.js';
import {createC2dOutbox} from '../../../source/emulator/mqtt-front/c2d-outbox.js';

/** A core whose time moves only when `advance` is called. */
function createHub(): {readonly core: HubCore; advance(ms: number): void} {
	let now = Date.UTC(2026, 0, 1);
	const tasks = new Set<{readonly at: number; run(): void}>();
	const core = createCore({
		hostNames: ['localhost'],
		eventHubName: 'telemetry',
		policies: [],
		clock: {
			now: () => now,
			after(delayMs, run) {
				const task = {at: now + delayMs, run};
				tasks.add(task);
				return () => tasks.delete(task);
			},
		},
	});
	return {
		core,
		advance(ms) {
			now += ms;
			for (const task of [...tasks].filter(({at}) => at <= now)) {
				tasks.delete(task);
				task.run();
			}
		},
	};
}

/** An outbox on a new connection of the device. */
function connect(core: HubCore) {
	const sent: string[] = [];
	const outbox = createC2dOutbox(core.c2d, 'press-01', (_topic, body) => void sent.push(body.toString()));
	const link = {protocol: 'Mqtt', close() {}, deliverMethod() {}, deliverDesired() {}, notifyC2d: () => outbox.fill()} as const;
	const connection = core.connections.open('press-01', link, Number.MAX_SAFE_INTEGER);
	connection.setListening('c2d', true);
	return {sent, outbox, connection};
}

it('brings a message back a minute after its connection was lost, without counting it as a delivery', () => {
	const {core, advance} = createHub();
	core.registry.put('press-01', {deviceId: 'press-01'}, undefined);
	core.c2d.send('press-01', {body: Buffer.from('again'), system: {}, application: {}, ack: 'none'});
	for (let round = 0; round < 15; round++) {
		const {sent, connection} = connect(core);
		expect(sent).toEqual(['again']);
		connection.close();
		const early = connect(core);
		expect(early.sent).toEqual([]);
		early.connection.close();
		advance(60_000);
	}
	expect(core.registry.get('press-01').cloudToDeviceMessageCount).toBe(1);
	core.close();
});

it('ignores an acknowledgement that comes after the lock ran out', () => {
	const {core, advance} = createHub();
	core.registry.put('press-01', {deviceId: 'press-01'}, undefined);
	const {sent, outbox} = connect(core);
	core.c2d.send('press-01', {body: Buffer.from('late'), system: {}, application: {}, ack: 'none'});
	const first = outbox.takeMessageId();
	advance(60_000);
	const second = outbox.takeMessageId();
	expect(sent).toEqual(['late', 'late']);
	outbox.acknowledge(first);
	expect(core.registry.get('press-01').cloudToDeviceMessageCount).toBe(1);
	outbox.acknowledge(second);
	expect(core.registry.get('press-01').cloudToDeviceMessageCount).toBe(0);
	core.close();
});
