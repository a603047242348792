import type {FeedSnapshot} from '../hub/types.js';
import {blank, cut, type Safe, safe, splitAt, widthOf} from '../safe-text.js';
import {type Row, rowWidth, type Span, span} from './cells.js';
import {coarseAge} from './coarse-age.js';
import type {DeviceState} from './device-state.js';
import {deviceStateOrder, deviceStates} from './device-state.js';
import {isFeedStale} from './outage.js';
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
	if (isFeedStale(feed, now)) return span(safe`no answer ${coarseAge(now - (feed.receivedUntil ?? now))}`, 'warning');
	const since = feed.lastMessageAt ?? feed.openedAt ?? now;
	if (now - since >= silenceMs) return span(safe`silent ${coarseAge(now - since)}`, 'warning');
	return feed.lastMessageAt === undefined ? span(safe`listening`, 'muted') : span(rate(feed.ratePerSecond), 'good');
};

const separator = span(safe` │ `, 'muted');
const countOrder: readonly DeviceState[] = ['ok', 'late', 'gone', 'off', 'error', 'new', 'disabled'];
/** The ending of most hubs' names, which tells the least. */
const usualDomain = '.azure-devices.net';
const shortestLabel = 8;

/** A state's count in word and colour, or in shape and colour. */
const countSpans = (counts: HeaderFacts['counts'], inWords: boolean, order = countOrder): readonly Span[] =>
	order
		.filter(state => counts[state] > 0)
		.map((state, index) => {
			const {word, glyph, tone} = deviceStates[state];
			const inWord = safe`${blank(index === 0 ? 1 : 2)}${counts[state]} ${word}`;
			return span(inWords ? inWord : safe` ${glyph}${counts[state]}`, tone);
		});

const deviceWords = (read: number, all: number | undefined): Safe =>
	safe`${all === undefined ? safe`${read}` : safe`${read} of ${all}`} ${(all ?? read) === 1 ? safe`device` : safe`devices`}`;

const alarmSpans = (count: number, isShort: boolean): Row => {
	if (count === 0) return [];
	const words = isShort ? safe`! ${count}` : safe`! ${count} ${count === 1 ? safe`alarm` : safe`alarms`}`;
	return [separator, span(words, 'bad', {isBold: true})];
};

/** How a header is put together, from the roomiest to the tightest: each leaves out what is needed least of what the one before has. */
type Parts = {readonly program?: true; readonly devices?: true; readonly domain?: true; readonly words?: true; readonly alarms?: true};
const variants: readonly Parts[] = [
	{program: true, devices: true, domain: true, words: true, alarms: true},
	{devices: true, domain: true, words: true, alarms: true},
	{domain: true, words: true, alarms: true},
	{words: true, alarms: true},
	{domain: true, alarms: true},
	{alarms: true},
	{},
];

/**
 * Program, hub, right to write, data arriving, devices by state. Hub, right, data and counts stay however narrow it is; first the program's
 * name and the number of all devices go, then the domain of the hub, then the words of the states, of which shape and colour stay.
 */
export const headerRow = (facts: HeaderFacts, width: number): Row => {
	const {label, isReadOnly, feed, deviceCount, totalCount, alarmCount, counts, now} = facts;
	const right = isReadOnly ? span(safe`READ-ONLY`, 'good', {isBold: true}) : span(safe`READ-WRITE`, 'warning', {isBold: true});
	const program: Row = [span(safe`iot-tui`, 'plain', {isBold: true}), separator];
	const devices: Row = deviceCount === undefined ? [] : [separator, span(deviceWords(deviceCount, totalCount)), span(blank(1))];
	const hasCounts = countOrder.some(state => counts[state] > 0);
	const shortLabel = label.endsWith(usualDomain) ? splitAt(label, widthOf(label) - usualDomain.length)[0] : label;

	const compose = (parts: Parts, name: Safe, order = countOrder): Row => [
		span(blank(1)),
		...(parts.program ? program : []),
		span(name, 'accent', {isBold: true}),
		separator,
		right,
		separator,
		arrival(feed, now),
		...alarmSpans(alarmCount, !parts.alarms),
		...(parts.devices ? devices : hasCounts ? [span(safe` │`, 'muted')] : []),
		...countSpans(counts, parts.words === true, order),
	];
	const candidates = variants.map(parts => compose(parts, parts.domain ? label : shortLabel));
	// Where not even this has room, trouble stands in front and the last counts go.
	const tightest = compose({}, cut(shortLabel, Math.max(shortestLabel, width - rowWidth(compose({}, blank(0))))), deviceStateOrder);
	const left = candidates.find(row => rowWidth(row) <= width) ?? tightest.filter((_, index) => rowWidth(tightest.slice(0, index + 1)) <= width);
	const help: Row = [span(safe`? help `, 'muted')];
	const room = width - rowWidth(left) - rowWidth(help);
	return room >= 2 ? [...left, span(blank(room)), ...help] : left;
};
