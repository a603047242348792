import type {AlarmLog} from '../format/alarm-rows.js';
import {type DeviceState, deviceState, deviceStateOrder, messagesPerMinute, silenceUntilChange} from '../format/device-state.js';
import type {DeviceTable, Hub, LiveStore} from '../hub/types.js';
import type {DeviceQuery} from '../ui-state/devices.js';
import type {UiStore} from '../ui-state/types.js';
import {createAlarms} from './alarms.js';
import {createFleetOrder, type FleetOrder} from './fleet-order.js';
import {createMessageCheck} from './message-check.js';
import {createServiceBreaks, type ServiceBreaks} from './service-breaks.js';

/** Devices and their states, as of the last look at all of them. */
type FleetSnapshot = {
	readonly size: number;
	readonly counts: Readonly<Record<DeviceState, number>>;
	readonly alarms: AlarmLog;
};

/** What the device list and the header derive from the directory and from telemetry, at most once a second. */
export type Fleet = LiveStore<FleetSnapshot> & {
	/** Cached per query; states move rows at most once a second. */
	order(query: DeviceQuery): FleetOrder;
	state(row: number): DeviceState;
	/** Enqueued time of the newest message here. 0: none so far. */
	seenAt(row: number): number;
	/** Leaves the order as it is for two seconds, so that rows do not move under a cursor that moves. */
	hold(): void;
};

const holdMs = 2000;
/** Looking at all devices may take one part in this many of the time. */
const leastRest = 20;

export type FleetLook = {
	readonly table: DeviceTable | undefined;
	readonly size: number;
	/** Numbers of `deviceStateOrder`, one a row. */
	readonly states: Uint8Array;
	readonly seenAt: Float64Array;
	/** Messages a minute; -1 where it is not known. */
	readonly rates: Float64Array;
	readonly counts: Readonly<Record<DeviceState, number>>;
	/** How far the feed must have been received for a state to change by waiting alone. */
	readonly nextChangeAt: number;
};

const noCounts = (): Record<DeviceState, number> => ({error: 0, gone: 0, late: 0, off: 0, new: 0, ok: 0, disabled: 0});

const noLook: FleetLook = {
	table: undefined,
	size: 0,
	states: new Uint8Array(),
	seenAt: new Float64Array(),
	rates: new Float64Array(),
	counts: noCounts(),
	nextChangeAt: Number.POSITIVE_INFINITY,
};

type Sources = {
	readonly hub: Hub;
	readonly intervals: ReadonlyMap<string, number>;
	readonly breaks: ServiceBreaks;
	readonly hasBadMessage: (deviceId: string) => boolean;
};

const lookAt = (table: DeviceTable, {hub, intervals, breaks, hasBadMessage}: Sources, now: number): FleetLook => {
	const {size} = table;
	const states = new Uint8Array(size);
	const seenAt = new Float64Array(size);
	const rates = new Float64Array(size);
	const counts = noCounts();
	let leastWaitMs = Number.POSITIVE_INFINITY;
	for (let row = 0; row < size; row++) {
		const deviceId = table.id(row);
		const sent = hub.telemetry.activity(deviceId);
		const lastActivityAt = table.lastActivityAt(row);
		const setIntervalMs = intervals.get(deviceId);
		const claims = {isConnected: table.isConnected(row), isEnabled: table.isEnabled(row), lastActivityAt};
		breaks.note(deviceId, claims.isEnabled, now);
		const activity = sent !== undefined && breaks.isCurrent(deviceId, sent.lastEnqueuedAt) ? sent : undefined;
		const state = deviceState({activity, ...claims, hasBadMessage: hasBadMessage(deviceId), setIntervalMs});
		states[row] = deviceStateOrder.indexOf(state);
		seenAt[row] = sent?.lastEnqueuedAt ?? 0;
		rates[row] = messagesPerMinute(sent, state) ?? -1;
		counts[state]++;
		if (activity !== undefined) leastWaitMs = Math.min(leastWaitMs, silenceUntilChange(activity, setIntervalMs));
	}

	return {table, size, states, seenAt, rates, counts, nextChangeAt: (hub.telemetry.getState().receivedUntil ?? 0) + leastWaitMs};
};

/**
 * Looks when the directory tells or an expected interval is set, and once a second when messages came or a state is due to change. While the
 * feed is not received, no state changes by waiting.
 * Keeps directory and telemetry open while it has a listener.
 */
export const createFleet = (hub: Hub, clock: LiveStore<number>, ui: Pick<UiStore, 'getState' | 'subscribe'>): Fleet => {
	const listeners = new Set<() => void>();
	const bodies = createMessageCheck(hub.telemetry);
	const orders = createFleetOrder();
	const alarms = createAlarms();
	const breaks = createServiceBreaks();
	let look = noLook;
	let snapshot: FleetSnapshot = {size: 0, counts: look.counts, alarms: alarms.log()};
	let intervals = ui.getState().devices.intervals;
	/** Messages that the last look knew of. */
	let lookedTo = 0;
	let restUntil = 0;
	let heldUntil = 0;
	let stops: readonly (() => void)[] = [];

	const tell = () => {
		snapshot = {size: look.size, counts: look.counts, alarms: alarms.log()};
		for (const listener of [...listeners]) listener();
	};
	const takeLook = () => {
		const table = hub.devices.getState().value;
		const now = clock.getState();
		if (table === undefined && look === noLook) return;
		const startedAt = performance.now();
		bodies.update();
		lookedTo = hub.telemetry.getState().next;
		if (table !== undefined) breaks.noteTables(look.table, table, now);
		look = table === undefined ? noLook : lookAt(table, {hub, intervals, breaks, hasBadMessage: bodies.hasBadMessage}, now);
		alarms.note(look, now);
		restUntil = performance.now() + (performance.now() - startedAt) * leastRest;
		tell();
	};
	const onTick = () => {
		const {next, receivedUntil = 0} = hub.telemetry.getState();
		if ((next !== lookedTo || receivedUntil >= look.nextChangeAt) && performance.now() >= restUntil) takeLook();
	};
	const open = () => {
		stops = [
			clock.subscribe(onTick),
			hub.devices.subscribe(takeLook),
			hub.telemetry.subscribe(() => {}),
			ui.subscribe(() => {
				const set = ui.getState().devices.intervals;
				if (set === intervals) return;
				intervals = set;
				takeLook();
			}),
		];
		takeLook();
	};
	const close = () => {
		for (const stop of stops) stop();
		stops = [];
	};

	return {
		getState: () => snapshot,
		subscribe(listener) {
			listeners.add(listener);
			if (listeners.size === 1) open();
			return () => {
				if (listeners.delete(listener) && listeners.size === 0) close();
			};
		},
		order: query => orders.order(query, look, performance.now() < heldUntil),
		state: row => deviceStateOrder[look.states[row] ?? 0] ?? 'off',
		seenAt: row => look.seenAt[row] ?? 0,
		hold() {
			heldUntil = performance.now() + holdMs;
		},
	};
};
