import type {AuthenticationType, DeviceActivity} from '../hub/types.js';
import {blank, cut, pad, type Safe, safe, show, widthOf} from '../safe-text.js';
import {sparkline} from './blocks.js';
import {type Row, type Span, span, type Tone} from './cells.js';
import {coarseAge} from './coarse-age.js';
import {type DeviceState, deviceStates, type ExpectedInterval, messagesPerMinute} from './device-state.js';
import {intervalLength} from './interval.js';

/** One device as the list draws it. Times in milliseconds since 1970, 0: never. */
export type DeviceRecord = {
	readonly deviceId: string;
	readonly state: DeviceState;
	/** By its messages here alone. */
	readonly seenAt: number;
	/** The hub's claims. */
	readonly isConnected: boolean;
	readonly lastActivityAt: number;
	readonly authentication: AuthenticationType;
	readonly activity: DeviceActivity | undefined;
	readonly expected: ExpectedInterval;
	/** Messages in each of the last half minutes, oldest first; looked at only where there is room. */
	readonly trend: () => readonly number[];
};

type Column = {
	readonly title: Safe;
	/** Cells without the gap before it. */
	readonly width: number;
	/** Narrowest list, in cells inside its frame, that has the column. */
	readonly from: number;
	/** Narrowest list that has it no longer; absent: none. */
	readonly below?: number;
	readonly cell: (device: DeviceRecord, now: number) => {readonly text: Safe; readonly tone?: Tone};
};

const authenticationWords: Readonly<Record<AuthenticationType, Safe>> = {
	sas: safe`sas`,
	selfSigned: safe`x509`,
	certificateAuthority: safe`ca`,
	none: safe`none`,
};

const padStart = (text: Safe, width: number): Safe => safe`${blank(width - widthOf(text))}${text}`;

const rateCell = ({activity, state}: DeviceRecord): {readonly text: Safe} => {
	const perMinute = messagesPerMinute(activity, state);
	if (perMinute === undefined) return {text: blank(0)};
	return {text: perMinute > 0 && perMinute < 1 ? safe`<1` : safe`${Math.round(perMinute)}`};
};

const seenColumn: Column = {
	title: safe`SEEN`,
	width: 5,
	from: 0,
	cell({seenAt, lastActivityAt}, now) {
		if (seenAt !== 0) return {text: coarseAge(now - seenAt)};
		// Not seen here; never at all only where the hub knows of nothing, either.
		return {text: lastActivityAt === 0 ? safe`never` : safe`-`, tone: 'muted'};
	},
};

/** The narrowest list that has room for how old the device's last activity is by the hub's record. */
const claimAgeFrom = 52;

const claimCell = ({isConnected}: DeviceRecord): {readonly text: Safe; readonly tone: Tone} =>
	isConnected ? {text: safe`on`, tone: 'plain'} : {text: safe`off`, tone: 'muted'};

const claimAndAgeCell = (device: DeviceRecord, now: number): {readonly text: Safe; readonly tone: Tone} => {
	const {text, tone} = claimCell(device);
	const age = device.lastActivityAt === 0 ? safe`-` : coarseAge(now - device.lastActivityAt);
	return {text: safe`${text}${padStart(age, 4)}`, tone};
};

/** How often it is expected to send, and who says so. */
const expectedCell = ({ms, source}: ExpectedInterval): {readonly text: Safe; readonly tone: Tone} =>
	source === 'assumed'
		? {text: safe`-`, tone: 'muted'}
		: {text: safe`${intervalLength(ms)} ${source === 'set' ? safe`set` : safe`learned`}`, tone: source === 'set' ? 'accent' : 'muted'};

/** Half minutes in the trend. */
export const trendLength = 8;
/** Narrowest list, in cells inside its frame, that has the trend. */
export const trendFrom = 50;
/** Narrowest list, in cells inside its frame, that shows what the hub claims. */
export const claimFrom = 32;

/** Behind the name, from left to right. */
const columns: readonly Column[] = [
	seenColumn,
	{title: safe`HUB`, width: 3, from: claimFrom, below: claimAgeFrom, cell: claimCell},
	{title: safe`HUB`, width: 7, from: claimAgeFrom, cell: claimAndAgeCell},
	{title: safe`/MIN`, width: 4, from: 40, cell: rateCell},
	{title: safe`TREND`, width: trendLength, from: trendFrom, cell: ({trend}) => ({text: sparkline(trend()), tone: 'accent'})},
	{title: safe`AUTH`, width: 4, from: 58, cell: ({authentication}) => ({text: authenticationWords[authentication], tone: 'muted'})},
	{title: safe`EXPECTED`, width: 14, from: 76, cell: ({expected}) => expectedCell(expected)},
];

const markWidth = 2;
const glyphWidth = 2;
const wordWidth = 5;

const shownColumns = (width: number): readonly Column[] => columns.filter(({from, below = Number.POSITIVE_INFINITY}) => width >= from && width < below);

const nameWidth = (width: number): number =>
	Math.max(1, width - markWidth - glyphWidth - wordWidth - shownColumns(width).reduce((sum, column) => sum + column.width + 1, 0));

/** Titles of the columns that a list of `width` cells has. */
export const deviceHeaderRow = (width: number): Row => {
	const before = safe`${blank(markWidth)}${pad(safe`ST`, glyphWidth + wordWidth)}${pad(cut(safe`DEVICE`, nameWidth(width)), nameWidth(width))}`;
	return [span(before, 'muted'), ...shownColumns(width).map(column => span(safe` ${padStart(column.title, column.width)}`, 'muted'))];
};

/** One device in `width` cells. The chosen one carries a mark, and is inverse while the list has the focus. */
export const deviceRow = (device: DeviceRecord, width: number, now: number, choice: 'chosen' | 'focused' | 'none'): Row => {
	const {glyph, word, tone} = deviceStates[device.state];
	const isInverse = choice === 'focused';
	const name = nameWidth(width);
	const spans: readonly Span[] = [
		span(choice === 'none' ? blank(markWidth) : safe`› `, 'accent'),
		span(safe`${glyph} ${pad(word, wordWidth)}`, tone),
		span(pad(cut(show(device.deviceId), name), name), device.state === 'disabled' ? 'muted' : 'plain', {isBold: choice !== 'none'}),
		...shownColumns(width).map(column => {
			const {text, tone: cellTone} = column.cell(device, now);
			return span(safe` ${padStart(cut(text, column.width), column.width)}`, cellTone);
		}),
	];
	return isInverse ? spans.map(item => ({...item, isInverse})) : spans;
};
