import type {FeedSnapshot} from '../hub/types.js';
import {blank, cut, type Safe, safe} from '../safe-text.js';
import {type Row, rowWidth, type Span, span} from './cells.js';
import {coarseAge} from './coarse-age.js';
import type {DeviceState} from './device-state.js';
import {deviceStates} from './device-state.js';
import {rate} from './rate.js';

export type HeaderFacts = {
	readonly label: Safe;
	readonly isReadOnly: boolean;
	readonly feed: FeedSnapshot;
	/** Devices read so far; undefined before any were. */
	readonly deviceCount: number | undefined;
	/** All devices of the hub, where it told and they are more than were read. */
	readonly totalCount?: number | undefined;
	/** Alarms that nobody has looked at. */
	readonly alarmCount: number;
	readonly counts: Readonly<Record<DeviceState, number>>;
	readonly now: number;
};

/** A feed quiet for longer says so. */
const silenceMs = 10_000;

/** Whether data is arriving, in a word or two. */
const arrival = (feed: FeedSnapshot, now: number): Span => {
	if (feed.status === 'failed') return span(safe`feed failed`, 'bad');
	if (feed.status !== 'receiving') return span(safe`connecting`, 'warning');
	const since = feed.lastMessageAt ?? feed.openedAt ?? now;
	if (now - since >= silenceMs) return span(safe`silent ${coarseAge(now - since)}`, 'warning');
	return feed.lastMessageAt === undefined ? span(safe`listening`, 'muted') : span(rate(feed.ratePerSecond), 'good');
};

const separator = span(safe` │ `, 'muted');
const countOrder: readonly DeviceState[] = ['ok', 'late', 'gone', 'off', 'error', 'new', 'disabled'];

const countSpans = (counts: HeaderFacts['counts']): readonly Span[] =>
	countOrder.filter(state => counts[state] > 0).map(state => span(safe`  ${counts[state]} ${deviceStates[state].word}`, deviceStates[state].tone));

const deviceWords = (read: number, all: number | undefined): Safe =>
	safe`${all === undefined ? safe`${read}` : safe`${read} of ${all}`} ${(all ?? read) === 1 ? safe`device` : safe`devices`}`;

/** Program, hub, right to write, data arriving, devices by state. What has no room leaves from the outside; hub, right and data stay. */
export const headerRow = (facts: HeaderFacts, width: number): Row => {
	const {label, isReadOnly, feed, deviceCount, totalCount, alarmCount, counts, now} = facts;
	const right = isReadOnly ? span(safe`READ-ONLY`, 'good', {isBold: true}) : span(safe`READ-WRITE`, 'warning', {isBold: true});
	const edge = span(blank(1));
	const alarms: Row = alarmCount === 0 ? [] : [separator, span(safe`! ${alarmCount} ${alarmCount === 1 ? safe`alarm` : safe`alarms`}`, 'bad', {isBold: true})];
	const always: Row = [separator, right, separator, arrival(feed, now), ...alarms];
	const core: Row = [span(cut(label, Math.max(8, width - 1 - rowWidth(always))), 'accent', {isBold: true}), ...always];
	const program: Row = [edge, span(safe`iot-tui`, 'plain', {isBold: true}), separator];
	const devices: Row = deviceCount === undefined ? [] : [separator, span(deviceWords(deviceCount, totalCount)), ...countSpans(counts)];
	const help: Row = [span(safe`? help `, 'muted')];
	const candidates: readonly Row[] = [
		[...program, ...core, ...devices],
		[edge, ...core, ...devices],
		[edge, ...core, ...devices.slice(0, 2)],
	];
	const left = candidates.find(row => rowWidth(row) <= width) ?? [edge, ...core];
	const room = width - rowWidth(left) - rowWidth(help);
	return room >= 2 ? [...left, span(blank(room)), ...help] : left;
};
