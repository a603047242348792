import {type Safe, safe} from '../safe-text.js';
import type {ExpectedInterval} from './device-state.js';
import {elapsed} from './time.js';

const longestSeconds = 86_400;

/** Seconds typed by the user; nothing typed is undefined: the interval is learned. */
export const readInterval = (text: string): {readonly intervalMs: number | undefined} | {readonly fault: string} => {
	const typed = text.trim();
	if (typed === '') return {intervalMs: undefined};
	const seconds = /^\d{1,5}(\.\d)?$/.test(typed) ? Number(typed) : Number.NaN;
	return seconds >= 1 && seconds <= longestSeconds
		? {intervalMs: seconds * 1000}
		: {fault: `An interval is 1 to ${longestSeconds} seconds; nothing typed learns it from the device.`};
};

/** `30 s`, `1.5 s`, `5 m`, without a tail of noughts. */
export const intervalLength = (ms: number): Safe => {
	const seconds = Math.round(ms / 100) / 10;
	if (seconds < 60) return safe`${seconds >= 10 ? Math.round(seconds) : seconds} s`;
	return seconds < 3600 && seconds % 60 === 0 ? safe`${seconds / 60} m` : elapsed(ms);
};

const sources: Readonly<Record<ExpectedInterval['source'], Safe>> = {
	set: safe`set`,
	learned: safe`learned`,
	assumed: safe`assumed until three messages came`,
};

/** `every 30 s (set)` */
export const intervalText = ({ms, source}: ExpectedInterval): Safe => safe`every ${intervalLength(ms)} (${sources[source]})`;
