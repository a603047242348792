import type {Alarm, AlarmLog} from '../format/alarm-rows.js';
import {type DeviceState, deviceStateOrder} from '../format/device-state.js';
import type {DeviceTable} from '../hub/types.js';

type Look = {readonly table: DeviceTable | undefined; readonly size: number; readonly states: Uint8Array; readonly seenAt: Float64Array};

const mostKept = 200;
/** A device that sends a bad body now and then is told of once, and again after this long without any. */
const badBodyPauseMs = 600_000;

/** States judged by what a device does. The others are what is so before it has done anything: no change from them is news. */
const severity: Readonly<Partial<Record<DeviceState, number>>> = {ok: 0, error: 1, late: 2, gone: 3};

/** Whether a change is an alarm: for the worse, or all the way back. A device that is disabled was switched off on purpose. */
const changeOf = (from: DeviceState, to: DeviceState): 'worse' | 'recovered' | undefined => {
	const before = severity[from];
	if (before === undefined) return undefined;
	const after = severity[to];
	if (after === undefined || after === before) return undefined;
	if (after > before) return 'worse';
	return to === 'ok' ? 'recovered' : undefined;
};

const noAlarms: AlarmLog = {newest: 0, total: 0, forgotten: 0, kept: []};

const withAlarms = ({newest, total, forgotten, kept}: AlarmLog, raised: readonly Alarm[]): AlarmLog => {
	const all = [...kept, ...raised];
	const left = all.slice(-mostKept);
	return {newest: newest + raised.length, total: total + raised.length, forgotten: all.at(-mostKept - 1)?.number ?? forgotten, kept: left};
};

const stateAt = (number: number | undefined): DeviceState => deviceStateOrder[number ?? 0] ?? 'off';

export type Alarms = {
	log(): AlarmLog;
	/** Takes the states of a look, raises what changed, and takes back the silence of devices that turn out to be disabled or deleted. */
	note(look: Look, now: number): void;
};

/** Remembers the states that were told of, row by row. A device not known so far is no alarm, whatever its state. */
export const createAlarms = (): Alarms => {
	let told: {readonly table: DeviceTable | undefined; readonly states: Uint8Array} = {table: undefined, states: new Uint8Array()};
	/** By device id: silent or disabled since; when its newest bad body was seen. */
	const troubleSince = new Map<string, number>();
	const badBodyAt = new Map<string, number>();
	let log: AlarmLog = noAlarms;

	/** The told states in the rows of another reading of the directory; rows without a device of before take their state as it is. */
	const carryOver = ({table, size, states}: Look): Uint8Array => {
		if (told.table === table && told.states.length === size) return told.states;
		const carried = states.slice(0, size);
		for (let row = 0; row < size; row++) {
			const before = told.table === table ? row : (told.table?.rowOf(table?.id(row) ?? '') ?? -1);
			const state = before < 0 ? undefined : told.states[before];
			if (state !== undefined) carried[row] = state;
		}
		return carried;
	};
	/** That the device fell silent was no news: somebody had switched it off. */
	const takeBack = (deviceId: string) => {
		const since = troubleSince.get(deviceId);
		if (!troubleSince.delete(deviceId)) return;
		const kept = log.kept.filter(alarm => alarm.deviceId !== deviceId || alarm.since !== since || alarm.to === 'error');
		log = {...log, total: log.total - (log.kept.length - kept.length), kept};
	};
	const takeBackDeleted = (table: DeviceTable) => {
		if (told.table === table) return;
		for (const deviceId of [...troubleSince.keys()]) if (table.rowOf(deviceId) < 0) takeBack(deviceId);
	};
	/** True for the first bad body after a while without any. */
	const isFirstBadBody = (deviceId: string, now: number): boolean => {
		const before = badBodyAt.get(deviceId);
		badBodyAt.set(deviceId, now);
		return before === undefined || now - before > badBodyPauseMs;
	};
	const raise = (deviceId: string, from: DeviceState, to: DeviceState, seenAt: number, now: number): Omit<Alarm, 'number'> | undefined => {
		const change = changeOf(from, to);
		const alarm = {at: now, deviceId, from, to};
		if (to === 'error') return isFirstBadBody(deviceId, now) && change === 'worse' ? {...alarm, since: now} : undefined;
		const since = troubleSince.get(deviceId);
		if (change === 'worse') {
			troubleSince.set(deviceId, since ?? seenAt);
			return {...alarm, since: since ?? seenAt};
		}

		// One good body after a bad one proves nothing; a silence that is over does.
		if (change === undefined || since === undefined) return undefined;
		troubleSince.delete(deviceId);
		return {...alarm, since};
	};

	return {
		log: () => log,
		note(look, now) {
			const {table, size, states, seenAt} = look;
			if (table === undefined) return;
			takeBackDeleted(table);
			const before = carryOver(look);
			told = {table, states: before};
			const raised: Alarm[] = [];
			for (let row = 0; row < size; row++) {
				const from = before[row];
				const to = states[row];
				if (from === to || to === undefined) continue;
				before[row] = to;
				if (stateAt(to) === 'disabled') takeBack(table.id(row));
				const alarm = raise(table.id(row), stateAt(from), stateAt(to), seenAt[row] ?? 0, now);
				if (alarm !== undefined) raised.push({...alarm, number: log.newest + raised.length + 1});
			}

			if (raised.length > 0) log = withAlarms(log, raised);
		},
	};
};
