import {cut, pad, type Safe, safe, show, widthOf} from '../safe-text.js';
import {type Row, type Span, span, type Tone} from './cells.js';
import {type DeviceState, deviceStates} from './device-state.js';
import {clockSecond, elapsed} from './time.js';

/** A device that fell into trouble, got worse, or is well again. */
export type Alarm = {
	/** Counted from 1, never used again. */
	readonly number: number;
	readonly at: number;
	readonly deviceId: string;
	readonly from: DeviceState;
	readonly to: DeviceState;
	/** Since when there is trouble, or was: the last sign of life before it, for a bad body the moment it was seen. */
	readonly since: number;
};
export type AlarmLog = {
	/** Number of the newest alarm; 0: none so far. */
	readonly newest: number;
	/** Alarms so far, without those that were taken back. */
	readonly total: number;
	/** Up to this number alarms made room for newer ones. */
	readonly forgotten: number;
	/** Newest last. */
	readonly kept: readonly Alarm[];
};

/** Alarms above the number `seen`. */
export const unseenCount = ({kept, forgotten}: AlarmLog, seen: number): number =>
	kept.filter(({number}) => number > seen).length + Math.max(0, forgotten - seen);

const circumstance = ({at, to, since}: Alarm): Safe => {
	if (to === 'ok') return safe`after ${elapsed(at - since)}`;
	if (to === 'error') return safe`not the JSON that it says, or its clock is ahead`;
	return safe`silent since ${clockSecond(since)}`;
};

const stateSpan = (state: DeviceState): Span => {
	const {glyph, word, tone} = deviceStates[state];
	return span(pad(safe`${glyph} ${word}`, 6), tone);
};

const widestName = 40;

/** Cells that the names of these alarms take, at most a third of `width`. */
const nameWidth = (alarms: readonly Alarm[], width: number): number =>
	Math.min(Math.max(8, Math.floor(width / 3)), widestName, Math.max(0, ...alarms.map(({deviceId}) => widthOf(show(deviceId)))));

/** The log, newest first: time, device, from what to what, since when. Alarms above the number `seen` are bold. */
export const alarmRows = (alarms: readonly Alarm[], seen: number, width: number): readonly Row[] => {
	const name = nameWidth(alarms, width);
	return alarms
		.toReversed()
		.map(alarm => [
			span(safe` ${clockSecond(alarm.at)}  `, 'muted'),
			span(safe`${pad(cut(show(alarm.deviceId), name), name)}  `, 'plain', {isBold: alarm.number > seen}),
			stateSpan(alarm.from),
			span(safe` → `, 'muted'),
			stateSpan(alarm.to),
			span(safe`  ${circumstance(alarm)}`),
		]);
};

/** What the newest alarms say in one line; undefined for none. */
export const alarmLine = (alarms: readonly Alarm[]): {readonly text: Safe; readonly tone: 'good' | 'warning' | 'bad'} | undefined => {
	const [first] = alarms;
	if (first === undefined) return undefined;
	const recovered = alarms.filter(({to}) => to === 'ok').length;
	const worse = alarms.length - recovered;
	const tone: Tone & ('good' | 'warning' | 'bad') = worse === 0 ? 'good' : alarms.every(({to}) => to === 'ok' || to === 'late') ? 'warning' : 'bad';
	if (alarms.length === 1) {
		const {glyph, word} = deviceStates[first.to];
		return {text: safe`${glyph} ${show(first.deviceId)} is ${word}, was ${deviceStates[first.from].word}: ${circumstance(first)}. ! shows all alarms.`, tone};
	}

	const parts = [worse === 0 ? safe`` : safe`${worse} worse`, recovered === 0 ? safe`` : safe`${recovered} well again`].filter(part => part !== '');
	const [one, other] = parts;
	return {text: safe`▲ Devices: ${one ?? safe``}${other === undefined ? safe`` : safe`, ${other}`}. ! shows all alarms.`, tone};
};
