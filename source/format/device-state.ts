import type {DeviceActivity} from '../hub/types.js';
import {type Safe, safe} from '../safe-text.js';
import type {Tone} from './cells.js';

export type DeviceState = 'ok' | 'late' | 'gone' | 'off' | 'disabled' | 'new' | 'error';

/** A state is a word, a shape and a colour, so that taking one away loses nothing. */
export type StateLook = {readonly word: Safe; readonly glyph: Safe; readonly tone: Tone; readonly meaning: Safe};

/** In the order of the list sorted by state: what needs a look comes first. */
export const deviceStates: Readonly<Record<DeviceState, StateLook>> = {
	error: {word: safe`ERR`, glyph: safe`■`, tone: 'odd', meaning: safe`its newest message says it is JSON and is not`},
	gone: {word: safe`GONE`, glyph: safe`✕`, tone: 'bad', meaning: safe`silent for more than 5 times its usual gap`},
	late: {word: safe`LATE`, glyph: safe`▲`, tone: 'warning', meaning: safe`silent for 2 to 5 times its usual gap`},
	off: {word: safe`OFF`, glyph: safe`○`, tone: 'muted', meaning: safe`not connected, says the hub, and no message since the start`},
	new: {word: safe`NEW`, glyph: safe`◌`, tone: 'info', meaning: safe`no message seen: never connected, or connected and silent so far`},
	ok: {word: safe`OK`, glyph: safe`●`, tone: 'good', meaning: safe`last message within twice its usual gap`},
	disabled: {word: safe`DIS`, glyph: safe`⊘`, tone: 'muted', meaning: safe`disabled in the registry`},
};

export const deviceStateOrder = Object.keys(deviceStates) as readonly DeviceState[];

/** No device is called late for less: gaps between messages that come fast are mostly noise. */
const shortestGapMs = 10_000;
/** The gap expected of a device before three messages have shown its own. */
const unknownGapMs = 60_000;

export type DeviceFacts = {
	readonly activity: DeviceActivity | undefined;
	/** The hub's claim, up to five minutes late. */
	readonly isConnected: boolean;
	readonly isEnabled: boolean;
	/** The hub's record of the device's last activity; 0: none. */
	readonly lastActivityAt: number;
	/** Its newest message says that it is JSON and is not. */
	readonly hasBadBody: boolean;
};

/** The gap after which a device is expected to have sent its next message, in milliseconds. */
const expectedGapMs = ({typicalGapMs}: DeviceActivity): number => Math.max(shortestGapMs, typicalGapMs ?? unknownGapMs);

/** When the state changes by waiting alone; Infinity: never. */
export const nextStateChangeAt = (activity: DeviceActivity, now: number): number => {
	const gapMs = expectedGapMs(activity);
	const times = [2 * gapMs, 5 * gapMs].map(silentMs => activity.lastEnqueuedAt + silentMs + 1);
	return times.find(time => time > now) ?? Number.POSITIVE_INFINITY;
};

/** What a device is up to, judged by its messages first; the hub's claim decides only where there were none. */
export const deviceState = ({activity, isConnected, isEnabled, lastActivityAt, hasBadBody}: DeviceFacts, now: number): DeviceState => {
	if (!isEnabled) return 'disabled';
	if (activity === undefined) {
		// Connected and silent is not proof of life: the hub's claim lags, and is never enough alone.
		return isConnected || lastActivityAt === 0 ? 'new' : 'off';
	}

	const gapMs = expectedGapMs(activity);
	const silentMs = now - activity.lastEnqueuedAt;
	if (silentMs > 5 * gapMs) return 'gone';
	if (silentMs > 2 * gapMs) return 'late';
	return hasBadBody ? 'error' : 'ok';
};
