import {arrivalCheckRows} from '../../format/arrival-checks.js';
import {type Row, rowWidth, span} from '../../format/cells.js';
import {fieldRow} from '../../format/field-row.js';
import {receivedUntil} from '../../format/outage.js';
import {feedDeviceWidth, silenceRows, telemetryRow} from '../../format/telemetry-row.js';
import {sentenceRows, wrapWords} from '../../format/wrap-words.js';
import type {Console} from '../../hooks/console.js';
import type {FeedQuery, Hub} from '../../hub/types.js';
import {type Safe, safe, show} from '../../safe-text.js';
import type {FeedPlace} from '../../ui-state/telemetry.js';
import type {UiState} from '../../ui-state/types.js';
import {arrivalFacts} from './arrival.js';
import {windowOf} from './place.js';

export type Inside = {readonly width: number; readonly height: number};

/** No device has this id. */
const noDevice = '';

/** The device whose messages are shown, none while the filter of the list hides all of them; undefined: the whole hub. */
const feedDeviceId = ({telemetry, selectedDeviceId, devices}: UiState): string | undefined => {
	if (telemetry.scope === 'hub') return undefined;
	return selectedDeviceId ?? (devices.hiddenId === undefined ? undefined : noDevice);
};

export const feedQueryOf = (state: UiState): FeedQuery => ({
	...(feedDeviceId(state) !== undefined && {deviceId: feedDeviceId(state)}),
	text: state.fields['telemetry.filter']?.value.trim() ?? '',
});

/** Messages that have come of what is shown, without the filter; those that have left the memory included. */
export const messagesSoFar = (state: UiState, hub: Hub): number => {
	const deviceId = feedDeviceId(state);
	return deviceId === undefined ? hub.telemetry.getState().next : (hub.telemetry.activity(deviceId)?.messageCount ?? 0);
};

/** How many are new since FOLLOW was left. Of filtered ones only those kept can be counted. */
const newWords = (state: UiState, hub: Hub): Safe => {
	const {place} = state.telemetry;
	const query = feedQueryOf(state);
	if (place.mode === 'follow') return safe``;
	if (query.text === '') return safe`+${messagesSoFar(state, hub) - place.leftCount}`;
	const {newCount} = windowOf(hub.telemetry.view(query), place, 1);
	return place.leftAt + 1 < hub.telemetry.getState().first ? safe`+${newCount} or more` : safe`+${newCount}`;
};

/** The filter as typed, and how many messages it keeps. */
const filterRows = (state: UiState, hub: Hub, width: number): readonly Row[] => {
	const filter = state.fields['telemetry.filter'];
	const isTyping = state.field === 'telemetry.filter';
	if (filter === undefined || (!isTyping && filter.value === '')) return [];
	const query = feedQueryOf(state);
	const kept = hub.telemetry.view(query).length;
	const all = hub.telemetry.view({...query, text: ''}).length;
	const counts = span(safe`  ${kept} of ${all} kept`, 'muted');
	const prompt = span(safe`/`, 'accent');
	return [[prompt, ...fieldRow(filter, Math.max(8, width - rowWidth([prompt, counts])), isTyping), counts]];
};

/** Without the feed: since when. The status line tells why. */
const stateRows = (hub: Hub, width: number, now: number): readonly Row[] => {
	const feed = hub.telemetry.getState();
	const {status, partitions} = feed;
	const until = receivedUntil(feed, now);
	const missing = until === undefined ? safe`` : safe`Received up to ${until}. `;
	if (status === 'failed')
		return sentenceRows(until === undefined ? safe`The feed could not be opened. r opens it again.` : safe`${missing}r opens the feed again.`, width, 'bad');
	if (status === 'receiving') return until === undefined ? [] : sentenceRows(safe`${missing}The hub does not answer.`, width, 'warning');
	const progress = partitions.count === 0 ? safe`` : safe`, ${partitions.open} of ${partitions.count} partitions open`;
	const what = until === undefined ? safe`Connecting to the hub's built-in endpoint` : safe`${missing}Connecting again`;
	return sentenceRows(safe`${what}${progress} …`, width, 'muted');
};

const emptyRows = (console: Console, width: number): readonly Row[] => {
	const {hub, ui, clock} = console;
	const state = ui.getState();
	const query = feedQueryOf(state);
	if (hub.telemetry.getState().status !== 'receiving') return [];
	if (query.deviceId === noDevice) return [[span(safe`No device is selected.`, 'muted')]];
	const all = hub.telemetry.view({...query, text: ''}).length;
	if (all > 0) {
		const kept = wrapWords(safe`None of ${all} messages contains ${show(query.text ?? '')}. Esc clears the filter.`, width);
		return kept.map(line => [span(line, 'warning')]);
	}

	const deviceId = feedDeviceId(state);
	const now = clock.getState();
	const feed = hub.telemetry.getState();
	if (deviceId === undefined) return silenceRows({feed, device: undefined, now}, width);
	const device = {deviceId, lastEnqueuedAt: hub.telemetry.activity(deviceId)?.lastEnqueuedAt};
	return [...silenceRows({feed, device, now}, width), ...arrivalCheckRows(arrivalFacts(console, deviceId, now), width)];
};

/** In place of messages while none of those that a pause froze is kept. */
const frozenRows = (place: FeedPlace, hub: Hub, width: number): readonly Row[] => {
	const isGone = place.mode !== 'follow' && place.leftAt + 1 < hub.telemetry.getState().first;
	const words = isGone ? safe`What was frozen here has left the memory. f follows the newest.` : safe`Paused before the first message. f follows the newest.`;
	return wrapWords(words, width).map(line => [span(line, 'warning')]);
};

/** What stands above the messages. */
const topRows = (state: UiState, hub: Hub, inside: Inside, now: number): readonly Row[] =>
	[...filterRows(state, hub, inside.width), ...stateRows(hub, inside.width, now)].slice(0, Math.max(1, inside.height - 1));

/** Rows that are left for messages. */
export const roomForMessages = (state: UiState, hub: Hub, inside: Inside): number =>
	Math.max(1, inside.height - topRows(state, hub, inside, Date.now()).length);

/** Everything inside the feed's frame; only the visible messages are looked at. */
export const feedRows = (shell: Console, inside: Inside, isFocused: boolean): readonly Row[] => {
	const {hub, ui} = shell;
	const state = ui.getState();
	const top = topRows(state, hub, inside, shell.clock.getState());
	const view = hub.telemetry.view(feedQueryOf(state));
	if (view.length === 0) return [...top, ...emptyRows(shell, inside.width)];
	const {place, column} = state.telemetry;
	const {from, to, cursor} = windowOf(view, place, Math.max(1, inside.height - top.length));
	const deviceWidth = feedDeviceId(state) === undefined ? feedDeviceWidth(inside.width) : 0;
	if (to === 0) return [...top, ...frozenRows(place, hub, inside.width)];
	const rows: Row[] = [];
	for (let position = from; position < to; position++) {
		const message = hub.telemetry.message(view.indexAt(position));
		if (message === undefined) continue;
		rows.push(telemetryRow(message, {deviceWidth, shift: column}, isFocused && place.mode !== 'follow' && position === cursor));
	}

	return [...top, ...rows];
};

/** Frames under this many cells, which share their top line with the names of other panes, cut their titles. */
const narrow = 78;

/** Whose messages, and whether the newest are on screen. */
export const feedTitle = ({hub, ui}: Console, width: number): Row => {
	const state = ui.getState();
	const deviceId = feedDeviceId(state);
	const {place, column} = state.telemetry;
	const count = newWords(state, hub);
	const modes = {
		follow: span(safe`FOLLOW`, 'good', {isBold: true}),
		paused: span(safe`PAUSED ${count}`, 'warning', {isBold: true}),
		scrolled: span(safe`SCROLLED ${count}`, 'info', {isBold: true}),
	};
	const who = span(deviceId === undefined ? safe`whole hub` : deviceId === noDevice ? safe`no device` : show(deviceId));
	const gap = span(safe`  `);
	// Bodies shorter than what is scrolled out are empty rows.
	const mode: Row = [modes[place.mode], ...(column === 0 ? [] : [span(safe` →${column}`, 'info')])];
	// The mode must survive the cut of a narrow frame.
	return width < narrow ? [...mode, gap, who] : [who, gap, ...mode];
};
