import {createHmac} from 'node:crypto';
import {expect} from 'vitest';
import {createCore} from '../../../source/emulator/core/core.js';
import {type FaultName, HubFault} from '../../../source/emulator/core/fault.js';
import type {C2dDelivery, C2dMessage, DeviceMessage} from '../../../source/emulator/core/messages.js';
import type {
	CoreEvent,
	CoreOptions,
	DeviceConnection,
	DeviceFeature,
	HubCore,
	JsonObject,
	MethodRequest,
	Permission,
} from '../../../source/emulator/core/types.js';
import {createFakeClock, type FakeClock} from './fake-clock.js';

export const ownerKey = Buffer.from('owner-key-owner-key-owner-key-32').toString('base64');
const all: readonly Permission[] = ['RegistryRead', 'RegistryWrite', 'ServiceConnect', 'DeviceConnect'];

/** A hub with time held still, and what it told. */
export function openCore(options: Partial<CoreOptions> = {}): {core: HubCore; clock: FakeClock; events: CoreEvent[]} {
	const clock = createFakeClock();
	const core = createCore({
		hostNames: ['localhost', 'my-hub'],
		eventHubName: 'my-events',
		policies: [
			{name: 'iothubowner', key: ownerKey, permissions: all},
			{name: 'service', key: ownerKey, permissions: ['ServiceConnect']},
			{name: 'device', key: ownerKey, permissions: ['DeviceConnect']},
		],
		clock,
		...options,
	});
	const events: CoreEvent[] = [];
	core.onEvent(event => events.push(event));
	return {core, clock, events};
}

/** A hub with one device, `press-01`. */
export function openCoreWithDevice(options: Partial<CoreOptions> = {}): ReturnType<typeof openCore> {
	const opened = openCore(options);
	opened.core.registry.put('press-01', {}, undefined);
	opened.events.length = 0;
	return opened;
}

/** JSON text as a front hands it to the core: `__proto__` is a key of its own. */
export function parseJson(text: string): JsonObject {
	return JSON.parse(text);
}

export type TokenParts = {readonly resource: string; readonly key: string | Buffer; readonly expiresAt: number; readonly policyName?: string};

/** A shared access signature, made the way the SDKs do. @param parts expiresAt in milliseconds */
export function signToken({resource, key, expiresAt, policyName}: TokenParts): string {
	const expiry = Math.floor(expiresAt / 1000);
	const secret = typeof key === 'string' ? Buffer.from(key, 'base64') : key;
	const signature = encodeURIComponent(createHmac('sha256', secret).update(`${resource}\n${expiry}`).digest('base64'));
	const policy = policyName === undefined ? '' : `&skn=${policyName}`;
	return `SharedAccessSignature sr=${resource}&sig=${signature}&se=${expiry}${policy}`;
}

/** What the core handed to a device's connection. */
export type LinkRecord = {
	readonly connection: DeviceConnection;
	readonly closedBy: HubFault[];
	readonly methods: MethodRequest[];
	readonly desired: {patch: JsonObject; version: number}[];
	/** How often the device was told of waiting messages. */
	readonly notified: {count: number};
};

export function connect(core: HubCore, deviceId = 'press-01', features: readonly DeviceFeature[] = [], expiresAt = Number.POSITIVE_INFINITY): LinkRecord {
	const record = {closedBy: [] as HubFault[], methods: [] as MethodRequest[], desired: [] as LinkRecord['desired'], notified: {count: 0}};
	const connection = core.connections.open(
		deviceId,
		{
			protocol: 'Mqtt',
			close: fault => record.closedBy.push(fault),
			deliverMethod: request => record.methods.push(request),
			deliverDesired: (patch, version) => record.desired.push({patch, version}),
			notifyC2d: () => {
				record.notified.count += 1;
			},
		},
		expiresAt,
	);
	for (const feature of features) connection.setListening(feature, true);
	return {...record, connection};
}

export function telemetryMessage(text: string, parts: Partial<DeviceMessage> = {}): DeviceMessage {
	return {body: Buffer.from(text), system: {}, application: {}, ...parts};
}

export function command(messageId: string, parts: Partial<C2dMessage> = {}): C2dMessage {
	return {body: Buffer.from(`body of ${messageId}`), system: {messageId}, application: {}, ack: 'full', ...parts};
}

/** The next message of `press-01`'s queue, locked. */
export function receive(core: HubCore): C2dDelivery {
	const delivery = core.c2d.receive('press-01');
	if (delivery === undefined) throw new Error('No message waits.');
	return delivery;
}

/** The fault that the action ends with. */
export function faultOf(action: () => unknown): HubFault {
	try {
		action();
	} catch (error) {
		if (error instanceof HubFault) return error;
		throw error;
	}
	throw new Error('The action did not fail.');
}

export function expectFault(action: () => unknown, name: FaultName): void {
	expect(faultOf(action).faultName).toBe(name);
}
