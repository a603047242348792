import type {FeedSnapshot} from '../hub/types.js';
import {type Safe, safe, show} from '../safe-text.js';
import {type Row, span, type Tone} from './cells.js';
import {coarseAge} from './coarse-age.js';
import {wrapWords} from './wrap-words.js';

/** What is known here of the way that a device's messages take. */
export type ArrivalFacts = {
	readonly feed: FeedSnapshot;
	readonly consumerGroup: string;
	/** 429 answers to this console. */
	readonly throttledCount: number;
	readonly device: {
		readonly deviceId: string;
		/** Undefined: the hub has not told. */
		readonly isEnabled: boolean | undefined;
		readonly isConnected: boolean;
		/** Why its program, which runs here, is not connected. */
		readonly ownWords?: string;
		/** When the hub was asked whether it is connected. */
		readonly claimedAt: number | undefined;
	};
	/** Text that the feed is filtered by; empty: none. */
	readonly filter: string;
	readonly now: number;
};

type Verdict = 'good' | 'bad' | 'doubt' | 'unknown';
type Check = {readonly verdict: Verdict; readonly text: Safe};

const looks: Readonly<Record<Verdict, {readonly glyph: Safe; readonly tone: Tone}>> = {
	good: {glyph: safe`✓`, tone: 'good'},
	bad: {glyph: safe`✕`, tone: 'bad'},
	doubt: {glyph: safe`▲`, tone: 'warning'},
	unknown: {glyph: safe`?`, tone: 'info'},
};

const registered = ({device: {isEnabled}}: ArrivalFacts): Check => {
	if (isEnabled === undefined) return {verdict: 'doubt', text: safe`not among the devices read so far: is the id right, upper and lower case too?`};
	return isEnabled
		? {verdict: 'good', text: safe`registered and enabled`}
		: {verdict: 'bad', text: safe`disabled in the registry: the hub refuses its sign-in`};
};

const connected = ({device: {isConnected, claimedAt, ownWords}, now}: ArrivalFacts): Check => {
	if (ownWords !== undefined) return {verdict: 'bad', text: safe`not connected. Its program says: ${show(ownWords)}`};
	const age = claimedAt === undefined ? safe`` : safe` (claim read ${coarseAge(now - claimedAt)}${now - claimedAt < 10_000 ? safe`` : safe` ago`})`;
	return isConnected
		? {verdict: 'good', text: safe`connected, claims the hub${age}: does it send at all? Look at its own log`}
		: {verdict: 'doubt', text: safe`not connected, claims the hub${age}: off, out of reach, or its sign-in is refused`};
};

const taken = ({throttledCount}: ArrivalFacts): Check =>
	throttledCount > 0
		? {verdict: 'doubt', text: safe`throttled: the hub answered 429 here, times: ${throttledCount}. Devices may be refused as well`}
		: {verdict: 'unknown', text: safe`taken by the hub? A throttle, the daily quota or a message too large show in its metrics`};

const read = ({feed: {status, error, partitions}, consumerGroup}: ArrivalFacts): Check => {
	const group = safe`consumer group ${show(consumerGroup)}`;
	if (status === 'failed') return {verdict: 'bad', text: safe`the endpoint is not read, the status line says why`};
	const open = safe`${partitions.open} of ${partitions.count} partitions open, ${group}`;
	if (status !== 'receiving' || partitions.open < partitions.count) return {verdict: 'doubt', text: open};
	return {verdict: error === undefined ? 'good' : 'doubt', text: open};
};

const others = ({feed: {lastMessageAt, status}, now}: ArrivalFacts): Check => {
	if (status !== 'receiving') return {verdict: 'unknown', text: safe`other devices' messages: not known while the endpoint is not read`};
	if (lastMessageAt === undefined) return {verdict: 'doubt', text: safe`no message of any device came: a route may take them all elsewhere`};
	return {verdict: 'good', text: safe`messages of other devices come, the last: ${coarseAge(now - lastMessageAt)}`};
};

const shown = ({filter}: ArrivalFacts): Check =>
	filter === '' ? {verdict: 'good', text: safe`no filter hides messages`} : {verdict: 'doubt', text: safe`the filter ${show(filter)} hides messages`};

const routed: Check = {verdict: 'unknown', text: safe`taken elsewhere by a route, or the fallback route is off? Only the hub's settings tell`};

/**
 * Why nothing may come from a device: what to look at, in order, with what is known here already. The order is that of the guides to
 * "messages do not arrive": does it send, does the hub take it, is it read here, does a route take it.
 */
export const arrivalCheckRows = (facts: ArrivalFacts, width: number): readonly Row[] => {
	const checks = [registered(facts), connected(facts), taken(facts), read(facts), others(facts), shown(facts), routed];
	const rows = checks.flatMap(({verdict, text}, index) => {
		const {glyph, tone} = looks[verdict];
		return wrapWords(text, Math.max(8, width - 4)).map(
			(line, at): Row => [span(at === 0 ? safe`${index + 1} ` : safe`  `, 'muted'), span(at === 0 ? safe`${glyph} ` : safe`  `, tone), span(line)],
		);
	});
	return [...rows, [span(safe`D asks the doctor.`, 'accent')]];
};
