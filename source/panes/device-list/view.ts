import type {ActionContext} from '../../actions.js';
import type {FleetOrder} from '../../fleet/fleet-order.js';
import {type Row, rowWidth, type Span, span} from '../../format/cells.js';
import {coarseAge} from '../../format/coarse-age.js';
import {claimFrom, type DeviceRecord, deviceHeaderRow, deviceRow, trendLength} from '../../format/device-row.js';
import {expectedInterval} from '../../format/device-state.js';
import {failureRows} from '../../format/failure-rows.js';
import {fieldRow} from '../../format/field-row.js';
import {trendOf} from '../../format/message-trend.js';
import {receivedUntil} from '../../format/outage.js';
import {clockSecond} from '../../format/time.js';
import {windowTop} from '../../format/window.js';
import {sentenceRows} from '../../format/wrap-words.js';
import type {Console} from '../../hooks/console.js';
import type {DevicesSnapshot, DeviceTable, Hub} from '../../hub/types.js';
import {type Safe, safe, show} from '../../safe-text.js';
import {deviceQueryOf} from '../../ui-state/devices.js';
import type {UiState} from '../../ui-state/types.js';

export type Inside = {readonly width: number; readonly height: number};

/** What stands above the devices: typed filter, failure of the last reading, column titles. */
const topRows = (state: UiState, hub: Hub, {width, height}: Inside): readonly Row[] => {
	const {field, fields} = state;
	const {error, status} = hub.devices.getState();
	const filter = fields['devices.filter'];
	const isTyping = field === 'devices.filter';
	const prompt = span(safe`/`, 'accent');
	const filterRows: readonly Row[] =
		filter !== undefined && (isTyping || filter.value !== '') ? [[prompt, ...fieldRow(filter, width - rowWidth([prompt]), isTyping)]] : [];
	const interval = fields['devices.interval'];
	const intervalRows: readonly Row[] =
		interval !== undefined && field === 'devices.interval'
			? [[span(safe`every `, 'accent'), ...fieldRow(interval, 7, true), span(safe` s; empty: learn`, 'muted')]]
			: [];
	const isToldBelow = hub.status.getState().service === 'failed';
	const failure = status === 'failed' && error !== undefined && !isToldBelow ? failureRows(error, width).slice(0, Math.max(1, Math.floor(height / 2))) : [];
	return [...filterRows, ...intervalRows, ...failure, deviceHeaderRow(width)];
};

/** Rows that are left for devices. */
export const roomForDevices = (state: UiState, hub: Hub, inside: Inside): number => Math.max(1, inside.height - topRows(state, hub, inside).length);

const recordOf = (table: DeviceTable, row: number, {fleet, hub, ui}: Pick<ActionContext, 'fleet' | 'hub' | 'ui'>): DeviceRecord => {
	const deviceId = table.id(row);
	const activity = hub.telemetry.activity(deviceId);
	return {
		deviceId,
		state: fleet.state(row),
		seenAt: fleet.seenAt(row),
		isConnected: table.isConnected(row),
		lastActivityAt: table.lastActivityAt(row),
		authentication: table.authentication(row),
		activity,
		expected: expectedInterval(activity, ui.getState().devices.intervals.get(deviceId)),
		trend: () => trendOf(hub.history.counts(deviceId), trendLength),
	};
};

/** In place of devices: why there are none, and what to do. */
const emptyRows = ({status, value, totalCount, isComplete}: DevicesSnapshot, {field, fields}: UiState, width: number, canRegister: boolean): readonly Row[] => {
	if (value === undefined) {
		const all = totalCount === undefined ? safe`` : safe`, ${totalCount} in all`;
		return status === 'failed' ? sentenceRows(safe`The devices could not be read.`, width, 'bad') : sentenceRows(safe`Reading devices${all} …`, width, 'muted');
	}

	const isTyping = field === 'devices.filter';
	const filter = show(fields['devices.filter']?.value.trim() ?? '');
	if (!isComplete) {
		const all = totalCount === undefined ? safe`` : safe` of ${totalCount}`;
		return [
			...sentenceRows(safe`None of the ${value.size}${all} devices read so far has an id that contains ${filter}.`, width, 'warning'),
			...sentenceRows(isTyping ? safe`Enter asks the hub for exactly this id.` : safe`L reads more of them. Esc clears the filter.`, width, 'muted'),
		];
	}

	if (value.size > 0)
		return [...sentenceRows(safe`No device id contains ${filter}.`, width, 'warning'), ...sentenceRows(safe`Esc clears the filter.`, width, 'muted')];
	return [
		...sentenceRows(safe`This hub has no devices yet.`, width, 'warning'),
		...sentenceRows(canRegister ? safe`n registers one. Or, elsewhere:` : safe`Register one elsewhere, for example:`, width),
		...sentenceRows(safe`az iot hub device-identity create -n HUB -d DEVICE`, width, 'accent'),
		...sentenceRows(safe`then press r.`, width),
	];
};

/** Everything inside the list's frame; only the visible devices are looked at. */
export const listRows = ({hub, ui, fleet, clock}: Console, inside: Inside, isFocused: boolean): readonly Row[] => {
	const state = ui.getState();
	const snapshot = hub.devices.getState();
	const query = deviceQueryOf(state);
	const order: FleetOrder = fleet.order(query);
	const top = topRows(state, hub, inside);
	const table = snapshot.value;
	if (table === undefined || order.length === 0) return [...top, ...emptyRows(snapshot, state, inside.width, hub.writer !== undefined)];
	const room = Math.max(1, inside.height - top.length);
	const chosen = order.positionOf(state.selectedDeviceId);
	const first = windowTop(state.devices.top, chosen, room, order.length);
	const count = Math.min(room, order.length - first);
	const devices = Array.from({length: count}, (_, index) => {
		const position = first + index;
		const choice = position === chosen ? (isFocused ? 'focused' : 'chosen') : 'none';
		return deviceRow(recordOf(table, order.rowAt(position), {fleet, hub, ui}), inside.width, clock.getState(), choice);
	});
	return [...top, ...devices];
};

/** How many rows are shown of how many, as long as there is room for. */
const countWords = ({value, isComplete, totalCount}: DevicesSnapshot, shown: number, isFiltered: boolean): readonly Safe[] => {
	const read = value?.size ?? 0;
	if (isComplete) return [safe`${shown} shown of ${read}`];
	const all = totalCount === undefined ? safe`` : safe` of ${Math.max(totalCount, read)}`;
	const whole = isFiltered ? safe`${shown} shown of ${read} read` : safe`first ${read}`;
	const brief = isFiltered ? safe`${shown} in ${read}` : safe`${read}`;
	return [safe`${whole}${all}  L loads more`, safe`${brief}${all}  L more`, safe`${brief}${all}`];
};

/** As of when states or devices are, where that is not now: without the feed no state changes. */
const sinceWords = ({telemetry, devices}: Hub, now: number): Span | undefined => {
	const {status, fetchedAt} = devices.getState();
	const until = receivedUntil(telemetry.getState(), now);
	if (until !== undefined) return span(safe`states as of ${until}`, 'warning');
	return status === 'failed' && fetchedAt !== undefined ? span(safe`list as of ${clockSecond(fetchedAt)}`, 'warning') : undefined;
};

/** What the list shows of how many, for the bottom line. */
export const listFooter = ({hub, ui, fleet, clock}: Console, width: number): Row => {
	const snapshot = hub.devices.getState();
	const {value, status, fetchedAt} = snapshot;
	if (value === undefined) return [];
	const query = deviceQueryOf(ui.getState());
	// What the hub says of connections was so when it was read.
	const now = clock.getState();
	const isOld = width >= claimFrom && fetchedAt !== undefined && now - fetchedAt >= 10_000;
	const behind: Row = [
		...(status === 'loading' ? [span(safe`  reading …`, 'muted')] : []),
		...(isOld ? [span(safe`  HUB as of ${coarseAge(now - fetchedAt)} ago`, 'muted')] : []),
	];
	const counts = countWords(snapshot, fleet.order(query).length, query.text !== '').map(words => span(words));
	// The frame takes a cell at each end of the words.
	const fits = (row: Row) => rowWidth(row) <= width - 2;
	const since = sinceWords(hub, now);
	if (since !== undefined) return counts.map(words => [since, span(safe` · `, 'muted'), words]).find(fits) ?? [since];
	const counted = counts.find(words => fits([words, ...behind])) ?? counts.at(-1);
	return counted === undefined ? behind : [counted, ...behind];
};
