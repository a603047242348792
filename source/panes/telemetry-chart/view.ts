import {arrivalCheckRows} from '../../format/arrival-checks.js';
import {type Row, span} from '../../format/cells.js';
import {chartRows, roomForColumns} from '../../format/chart.js';
import {coarseAge} from '../../format/coarse-age.js';
import {deviceStates, expectedInterval} from '../../format/device-state.js';
import {failureRows, failureWords} from '../../format/failure-rows.js';
import {intervalText} from '../../format/interval.js';
import {messageDelays} from '../../format/message-delay.js';
import {countColumns, totalOf} from '../../format/message-trend.js';
import {receivedUntil} from '../../format/outage.js';
import {silenceRows} from '../../format/telemetry-row.js';
import {clockTime} from '../../format/time.js';
import {flowSpans, sentenceRows} from '../../format/wrap-words.js';
import type {Console} from '../../hooks/console.js';
import {type Safe, safe, show} from '../../safe-text.js';
import {arrivalFacts} from '../telemetry-feed/arrival.js';

type Size = {readonly width: number; readonly height: number};

/** Title, a plot of three rows, axis and times. */
const leastChart = 6;

const counted = (count: number, what: Safe): Safe => safe`${count} ${what}`;

/** One chart with its name and numbers. */
const chartBlock = ({hub}: Pick<Console, 'hub'>, deviceId: string | undefined, {width, height}: Size): readonly Row[] => {
	const counts = hub.history.counts(deviceId);
	const {columnMs} = countColumns(counts, roomForColumns(counts, width));
	const title: Row = [
		span(deviceId === undefined ? safe`Whole hub` : show(deviceId), deviceId === undefined ? 'plain' : 'accent', {isBold: true}),
		span(safe`  ${counted(totalOf(counts), safe`in 30 minutes`)}, ${counted(counts.inLastMinute, safe`in the last minute`)}`),
		span(safe`  one column: ${columnMs / 1000} s`, 'muted'),
	];
	return [title, ...chartRows(counts, {width, height: height - 1})];
};

/** How far the past has been read, or why not. */
const progressRows = ({hub, clock}: Pick<Console, 'hub' | 'clock'>, width: number): readonly Row[] => {
	const {status, error, progress} = hub.history.getState();
	const until = receivedUntil(hub.telemetry.getState(), clock.getState());
	const missing = progress < 1 ? safe` The past could not be read back so far: there was more than the numbers say.` : safe``;
	if (until !== undefined) return sentenceRows(safe`Received up to ${until}: what was sent since is not in the chart.${missing}`, width, 'warning');
	// The feed's own failure stands on the status line.
	if (status === 'failed' && hub.telemetry.getState().status === 'failed') return sentenceRows(safe`The past could not be read.`, width, 'bad');
	if (status === 'failed' && error !== undefined) return failureRows(error, width);
	if (status === 'ready' && error !== undefined) return sentenceRows(failureWords(error), width, 'warning');
	if (status === 'ready') return [];
	return sentenceRows(safe`Reading the past from the hub's endpoint: ${Math.floor(progress * 100)} %. Live messages count already.`, width, 'info');
};

/** When the newest message of the device came, how long it took, and how often it is expected. */
const deviceRows = (console: Console, deviceId: string, width: number): readonly Row[] => {
	const {hub, ui, fleet, clock} = console;
	const now = clock.getState();
	const state = ui.getState();
	const activity = hub.telemetry.activity(deviceId);
	const row = hub.devices.getState().value?.rowOf(deviceId) ?? -1;
	const look = row < 0 ? undefined : deviceStates[fleet.state(row)];
	const view = hub.telemetry.view({deviceId});
	const message = view.length === 0 ? undefined : hub.telemetry.message(view.indexAt(view.length - 1));
	const parts: readonly Safe[] = [
		...(activity === undefined ? [] : [safe`last message ${clockTime(activity.lastEnqueuedAt)} (${coarseAge(now - activity.lastEnqueuedAt)})`]),
		...(message === undefined ? [] : messageDelays(message)),
		safe`expected ${intervalText(expectedInterval(activity, state.devices.intervals.get(deviceId)))}`,
	];
	const facts = flowSpans(
		[
			...(look === undefined ? [] : [span(safe`${look.glyph} ${look.word}  `, look.tone)]),
			...parts.map((part, index) => span(index === parts.length - 1 ? part : safe`${part} · `)),
		],
		width,
		2,
	);
	if (look === deviceStates.ok || look === deviceStates.error) return facts;
	const silence = activity === undefined ? silenceRows({feed: hub.telemetry.getState(), device: {deviceId, lastEnqueuedAt: undefined}, now}, width) : [];
	return [...facts, ...silence, ...arrivalCheckRows(arrivalFacts(console, deviceId, now), width)];
};

/** All rows of the page: the charts as high as there is room, what is known of the device below, the checks when it is silent. */
export const chartPage = (shell: Console, {width, height}: Size): readonly Row[] => {
	const deviceId = shell.ui.getState().selectedDeviceId;
	const progress = progressRows(shell, width);
	const facts = [...progress, ...(deviceId === undefined ? [] : deviceRows(shell, deviceId, width))];
	const room = height - facts.length;
	if (deviceId === undefined) return [...chartBlock(shell, undefined, {width, height: Math.max(leastChart, room)}), ...facts];
	// Where both have no room, the device is what was asked for.
	if (room < 2 * leastChart) return [...chartBlock(shell, deviceId, {width, height: Math.max(leastChart, room)}), ...facts];
	const above = Math.floor(room / 2);
	return [...chartBlock(shell, undefined, {width, height: above}), ...chartBlock(shell, deviceId, {width, height: room - above}), ...facts];
};
