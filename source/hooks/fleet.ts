import type {AlarmLog} from '../format/alarm-rows.js';
import {type DeviceState, deviceState, deviceStateOrder, nextStateChangeAt} from '../format/device-state.js';
import type {DeviceTable, Hub, LiveStore} from '../hub/types.js';
import type {DeviceQuery} from '../ui-state/devices.js';
import type {UiStore} from '../ui-state/types.js';
import {createAlarms, createTrust} from './alarms.js';
import {createBodyCheck} from './body-check.js';
import {createFleetOrder, type FleetOrder} from './fleet-order.js';

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
	/** Newest sign of life: enqueued time of the last message here, else the hub's record. 0: never. */
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
	readonly counts: Readonly<Record<DeviceState, number>>;
	/** When a state changes by waiting alone. */
	readonly nextChangeAt: number;
};

const noCounts = (): Record<DeviceState, number> => ({error: 0, gone: 0, late: 0, off: 0, new: 0, ok: 0, disabled: 0});

const noLook: FleetLook = {
	table: undefined,
	size: 0,
	states: new Uint8Array(),
	seenAt: new Float64Array(),
	counts: noCounts(),
	nextChangeAt: Number.POSITIVE_INFINITY,
};

type Sources = {readonly hub: Hub; readonly intervals: ReadonlyMap<string, number>; readonly hasBadBody: (deviceId: string) => boolean};

const lookAt = (table: DeviceTable, {hub, intervals, hasBadBody}: Sources, now: number): FleetLook => {
	const {size} = table;
	const states = new Uint8Array(size);
	const seenAt = new Float64Array(size);
	const counts = noCounts();
	let nextChangeAt = Number.POSITIVE_INFINITY;
	for (let row = 0; row < size; row++) {
		const deviceId = table.id(row);
		const activity = hub.telemetry.activity(deviceId);
		const lastActivityAt = table.lastActivityAt(row);
		const setIntervalMs = intervals.get(deviceId);
		const claims = {isConnected: table.isConnected(row), isEnabled: table.isEnabled(row), lastActivityAt};
		const state = deviceState({activity, ...claims, hasBadBody: hasBadBody(deviceId), setIntervalMs}, now);
		states[row] = deviceStateOrder.indexOf(state);
		seenAt[row] = activity?.lastEnqueuedAt ?? lastActivityAt;
		counts[state]++;
		if (activity !== undefined) nextChangeAt = Math.min(nextChangeAt, nextStateChangeAt(activity, setIntervalMs, now));
	}

	return {table, size, states, seenAt, counts, nextChangeAt};
};

/**
 * Looks when the directory tells or an expected interval is set, and once a second when telemetry told or a state is due to change.
 * Keeps directory and telemetry open while it has a listener.
 */
export const createFleet = (hub: Hub, clock: LiveStore<number>, ui: Pick<UiStore, 'getState' | 'subscribe'>): Fleet => {
	const listeners = new Set<() => void>();
	const bodies = createBodyCheck(hub.telemetry);
	const orders = createFleetOrder();
	const alarms = createAlarms();
	const trust = createTrust();
	let look = noLook;
	let snapshot: FleetSnapshot = {size: 0, counts: look.counts, alarms: alarms.log()};
	let intervals = ui.getState().devices.intervals;
	let hasNews = false;
	let isTrusted = false;
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
		look = table === undefined ? noLook : lookAt(table, {hub, intervals, hasBadBody: bodies.hasBadBody}, now);
		alarms.note(look, isTrusted, now);
		restUntil = performance.now() + (performance.now() - startedAt) * leastRest;
		hasNews = false;
		tell();
	};
	/** Raises what had to wait while silence could not be held against the devices. */
	const raiseHeldBack = () => {
		const before = alarms.log();
		alarms.note(look, isTrusted, clock.getState());
		if (alarms.log() !== before) tell();
	};
	const onTick = () => {
		const wasTrusted = isTrusted;
		isTrusted = trust.tick(hub.telemetry.getState(), clock.getState());
		if ((hasNews || clock.getState() >= look.nextChangeAt) && performance.now() >= restUntil) takeLook();
		else if (isTrusted && !wasTrusted && !hasNews) raiseHeldBack();
	};
	const open = () => {
		stops = [
			clock.subscribe(onTick),
			hub.devices.subscribe(takeLook),
			hub.telemetry.subscribe(() => {
				hasNews = true;
			}),
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
