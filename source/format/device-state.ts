import type {DeviceActivity} from '../hub/types.js';
import {type Safe, safe} from '../safe-text.js';
import type {Tone} from './cells.js';

export type DeviceState = 'ok' | 'late' | 'gone' | 'off' | 'disabled' | 'new' | 'error';

/** A state is a word, a shape and a colour, so that taking one away loses nothing. */
export type StateLook = {readonly word: Safe; readonly glyph: Safe; readonly tone: Tone; readonly meaning: Safe};

/** In the order of the list sorted by state: what needs a look comes first. */
export const deviceStates: Readonly<Record<DeviceState, StateLook>> = {
	error: {word: safe`ERR`, glyph: safe`■`, tone: 'odd', meaning: safe`its newest message is not the JSON that it says, or its clock is over a minute ahead`},
	gone: {word: safe`GONE`, glyph: safe`✕`, tone: 'bad', meaning: safe`silent for more than 5 times its expected interval`},
	late: {word: safe`LATE`, glyph: safe`▲`, tone: 'warning', meaning: safe`silent for 2 to 5 times its expected interval`},
	off: {word: safe`OFF`, glyph: safe`○`, tone: 'muted', meaning: safe`not connected, says the hub, and no message since the start`},
	new: {word: safe`NEW`, glyph: safe`◌`, tone: 'info', meaning: safe`no message seen: never connected, or connected and silent so far`},
	ok: {word: safe`OK`, glyph: safe`●`, tone: 'good', meaning: safe`last message within twice its expected interval, set or learned`},
	disabled: {word: safe`DIS`, glyph: safe`⊘`, tone: 'muted', meaning: safe`disabled in the registry`},
};

export const deviceStateOrder = Object.keys(deviceStates) as readonly DeviceState[];

/** No device is called late by a learned interval shorter than this: gaps between messages that come fast are mostly noise. */
const shortestIntervalMs = 10_000;
/** The interval expected of a device before three messages have shown its own. */
const unknownIntervalMs = 60_000;

export type DeviceFacts = {
	readonly activity: DeviceActivity | undefined;
	/** The hub's claim, up to five minutes late. */
	readonly isConnected: boolean;
	readonly isEnabled: boolean;
	/** The hub's record of the device's last activity; 0: none. */
	readonly lastActivityAt: number;
	/** Its newest message says that it is JSON and is not, or is dated ahead of the hub's clock. */
	readonly hasBadMessage: boolean;
	/** How often the user expects it to send; absent: as often as it did. */
	readonly setIntervalMs?: number | undefined;
};

/** How often a device is expected to send, and who says so: the user, its own messages, or nobody yet. */
export type ExpectedInterval = {readonly ms: number; readonly source: 'set' | 'learned' | 'assumed'};

/** What the user set wins over what was learned from the device's messages. */
export const expectedInterval = (activity: DeviceActivity | undefined, setIntervalMs: number | undefined): ExpectedInterval => {
	if (setIntervalMs !== undefined) return {ms: setIntervalMs, source: 'set'};
	const learnedMs = activity?.typicalGapMs;
	return learnedMs === undefined ? {ms: unknownIntervalMs, source: 'assumed'} : {ms: learnedMs, source: 'learned'};
};

/** The interval that a device is judged by, in milliseconds: one that the user set has no floor. */
const judgedIntervalMs = (activity: DeviceActivity, setIntervalMs: number | undefined): number => {
	const {ms, source} = expectedInterval(activity, setIntervalMs);
	return source === 'set' ? ms : Math.max(shortestIntervalMs, ms);
};

/** Silence after which the state changes by waiting alone, counted from now; Infinity: never. */
export const silenceUntilChange = (activity: DeviceActivity, setIntervalMs: number | undefined): number => {
	const intervalMs = judgedIntervalMs(activity, setIntervalMs);
	return [2 * intervalMs, 5 * intervalMs].map(silentMs => silentMs + 1 - activity.silentMs).find(leftMs => leftMs > 0) ?? Number.POSITIVE_INFINITY;
};

/** What a device is up to, judged by its messages first; the hub's claim decides only where there were none. */
export const deviceState = (facts: DeviceFacts): DeviceState => {
	const {activity, isConnected, isEnabled, lastActivityAt, hasBadMessage, setIntervalMs} = facts;
	if (!isEnabled) return 'disabled';
	if (activity === undefined) {
		// Connected and silent is not proof of life: the hub's claim lags, and is never enough alone.
		return isConnected || lastActivityAt === 0 ? 'new' : 'off';
	}

	const intervalMs = judgedIntervalMs(activity, setIntervalMs);
	if (activity.silentMs > 5 * intervalMs) return 'gone';
	if (activity.silentMs > 2 * intervalMs) return 'late';
	return hasBadMessage ? 'error' : 'ok';
};

/** By the usual gap between its messages; a device that has gone silent sends none. Undefined: it has not sent enough to tell. */
export const messagesPerMinute = (activity: DeviceActivity | undefined, state: DeviceState): number | undefined => {
	if (activity?.typicalGapMs === undefined || activity.typicalGapMs <= 0) return undefined;
	return state === 'gone' || state === 'off' ? 0 : 60_000 / activity.typicalGapMs;
};
