import {type Safe, safe, show, splitAt} from '../safe-text.js';

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/**
 * Time of day as `12:04:01.000`, in the local zone of this machine (the variable `TZ` sets another): it is compared with the clock on the wall.
 * An impossible time is all dashes.
 *
 * @param ms since 1970
 */
export const clockTime = (ms: number): Safe => {
	const date = new Date(ms);
	if (Number.isNaN(date.getTime())) {
		return safe`--:--:--.---`;
	}

	const seconds = [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
	return show(`${seconds}.${String(date.getMilliseconds()).padStart(3, '0')}`);
};

/** The same to the second: `12:04:01`. */
export const clockSecond = (ms: number): Safe => splitAt(clockTime(ms), 8)[0];

/**
 * How long ago, in at most four cells for anything under 1,000 days: `2s`, `48s`, `9m`, `2h`, `3d`, rounded down. A moment in the future, which
 * clocks that disagree produce, is `0s`; an unknown one `-`.
 *
 * @param ms length of time
 */
export const age = (ms: number): Safe => {
	if (!Number.isFinite(ms)) {
		return safe`-`;
	}

	const seconds = Math.max(0, Math.floor(ms / 1000));
	if (seconds < 60) {
		return safe`${seconds}s`;
	}

	if (seconds < 3600) {
		return safe`${Math.floor(seconds / 60)}m`;
	}

	return seconds < 86_400 ? safe`${Math.floor(seconds / 3600)}h` : safe`${Math.floor(seconds / 86_400)}d`;
};

/**
 * How long something took: `38 ms`, `1.2 s`, `18 s`, `1 m 05 s`, `2 h 03 m`, rounded down so that a limit is never shown before it is reached.
 *
 * @param ms length of time
 */
export const elapsed = (ms: number): Safe => {
	if (!Number.isFinite(ms)) {
		return safe`-`;
	}

	const whole = Math.max(0, Math.floor(ms));
	if (whole < 1000) {
		return safe`${whole} ms`;
	}

	const seconds = Math.floor(whole / 1000);
	if (seconds < 10) {
		return show(`${seconds}.${Math.floor((whole % 1000) / 100)} s`);
	}

	if (seconds < 60) {
		return safe`${seconds} s`;
	}

	const minutes = Math.floor(seconds / 60);
	return minutes < 60 ? show(`${minutes} m ${twoDigits(seconds % 60)} s`) : show(`${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} m`);
};
