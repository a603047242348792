import type {FaultEffects} from './faults/effects.js';
import {findRefusal, type Traffic} from './faults/refusals.js';

/** The listeners of a hub. */
export type HubPort = 'https' | 'mqtts' | 'amqps';

/** Something that is wrong with the hub, because somebody wants to see what clients make of it. */
export type InjectedFault =
	/** 429001; with `retryAfterSeconds` the text says how long to wait. MQTT connections that send end. */
	| {readonly name: 'throttling'; readonly retryAfterSeconds?: number}
	/** 403002 for everything that is counted as a message; device connections are taken and cut. Identities are not counted. */
	| {readonly name: 'quota'}
	/** 500001 and 503001 for service calls. */
	| {readonly name: 'server-error'}
	| {readonly name: 'unavailable'}
	/** Answers of the REST interface come late. */
	| {readonly name: 'slow-answers'; readonly delayMs: number}
	/** 50 messages wait for the device, and stay. Clearing it purges them. */
	| {readonly name: 'queue-full'; readonly deviceId: string}
	| {readonly name: 'disabled-device'; readonly deviceId: string}
	/** Clearing it registers the device again, with its old keys. */
	| {readonly name: 'deleted-device'; readonly deviceId: string}
	/** A reader with an owner level holds every partition of the group. */
	| {readonly name: 'consumer-group-taken'; readonly consumerGroup: string}
	/** Nothing listens there, or connections are taken and nothing ever comes back; those that were open are cut. */
	| {readonly name: 'port-closed' | 'port-silent'; readonly port: HubPort}
	/** A rule for IP addresses that lets nobody in: 401 for every sign-in, never naming the rule; the telemetry endpoint is not covered. */
	| {readonly name: 'ip-filter'}
	/** The hub's clock is ahead of this machine's, or behind it where negative. */
	| {readonly name: 'wrong-clock'; readonly aheadMs: number}
	/** The server certificate of one port, or of all. */
	| {readonly name: 'unknown-ca' | 'expired-certificate' | 'wrong-host-name'; readonly port?: HubPort};
export type InjectedFaultName = InjectedFault['name'];

/** The faults that a hub has at the moment. */
export type Faults = {
	list(): readonly InjectedFault[];
	/** Takes the place of a fault of the same name and object. @throws HubFault when its object (device, consumer group) does not exist */
	set(fault: InjectedFault): void;
	/** Ends the faults of this name, on one object or on all. */
	clear(name: InjectedFaultName, object?: string): void;
	clearAll(): void;
	/** `listener` runs after every change. */
	onChange(listener: () => void): () => void;
	/** @throws HubFault when a fault of the present refuses traffic of this kind */
	check(traffic: Traffic): void;
	/** How late answers of the REST interface are; 0: at once. */
	answerDelayMs(): number;
	/** How far the hub's clock is ahead. */
	clockOffsetMs(): number;
	isQueueHeld(deviceId: string): boolean;
};
/** What a fault is about, when there can be several of one name. */
export function readFaultObject(fault: InjectedFault): string | undefined {
	if ('deviceId' in fault) return fault.deviceId;
	if ('consumerGroup' in fault) return fault.consumerGroup;
	return 'port' in fault ? fault.port : undefined;
}

/** A hub without faults, so far. */
export function createFaults(effects: FaultEffects): Faults {
	const active = new Map<string, {readonly fault: InjectedFault; undo(): void}>();
	const listeners = new Set<() => void>();

	const list = () => [...active.values()].map(({fault}) => fault);
	const end = (key: string) => {
		const entry = active.get(key);
		active.delete(key);
		entry?.undo();
	};
	const tellChanged = () => {
		for (const listener of [...listeners]) listener();
	};

	return {
		list,
		set(fault) {
			const key = `${fault.name}:${readFaultObject(fault) ?? ''}`;
			end(key);
			// Known before its effect: what the effect sends must already be held back.
			active.set(key, {fault, undo: () => {}});
			try {
				active.set(key, {fault, undo: effects(fault)});
			} catch (error) {
				active.delete(key);
				throw error;
			} finally {
				tellChanged();
			}
		},
		clear(name, object) {
			for (const [key, {fault}] of [...active]) {
				if (fault.name === name && (object === undefined || readFaultObject(fault) === object)) end(key);
			}
			tellChanged();
		},
		clearAll() {
			for (const key of [...active.keys()]) end(key);
			tellChanged();
		},
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		check(traffic) {
			for (const {fault} of active.values()) {
				const refusal = findRefusal(fault, traffic);
				if (refusal !== undefined) throw refusal;
			}
		},
		answerDelayMs: () => Math.max(0, ...list().map(fault => (fault.name === 'slow-answers' ? fault.delayMs : 0))),
		clockOffsetMs: () => list().reduce((offset, fault) => (fault.name === 'wrong-clock' ? fault.aheadMs : offset), 0),
		isQueueHeld: deviceId => list().some(fault => fault.name === 'queue-full' && fault.deviceId === deviceId),
	};
}
