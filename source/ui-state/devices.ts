import type {UiEvent, UiState} from './types.js';

/** What the device list is sorted by. */
export type DeviceSort = 'state' | 'seen' | 'name' | 'rate';

/** Which devices the list shows, and in which order. */
export type DeviceQuery = {
	/** Substring of the device id, case ignored; empty: all. */
	readonly text: string;
	readonly sort: DeviceSort;
	readonly isReversed: boolean;
};

/** The device list's own state; its filter is the field `devices.filter`, its selection `UiState.selectedDeviceId`. */
export type DevicesState = {
	readonly sort: DeviceSort;
	readonly isReversed: boolean;
	/** Position of the first visible row in the sorted list; drawn as near to it as the selection allows. */
	readonly top: number;
	/** The device that was selected before the filter hid it; undefined once the user has moved. */
	readonly hiddenId: string | undefined;
	/** The line the sort menu stands on. */
	readonly sortChoice: DeviceSort;
	/** How often devices are expected to send, as the user set it: milliseconds by device id. */
	readonly intervals: ReadonlyMap<string, number>;
	/** Number of the newest alarm that the user has looked at; 0: none. */
	readonly alarmsSeen: number;
};

/** What changes it. */
export type DevicesEvent =
	| {readonly type: 'devices/sort'; readonly sort: DeviceSort}
	| {readonly type: 'devices/reverse'}
	| {readonly type: 'devices/sort-choice'; readonly sort: DeviceSort}
	| {readonly type: 'devices/scroll'; readonly top: number}
	/** `intervalMs` undefined: learned from the device again. */
	| {readonly type: 'devices/interval'; readonly deviceId: string; readonly intervalMs: number | undefined}
	| {readonly type: 'devices/alarms-seen'; readonly to: number};

/** In the order of the menu. */
export const deviceSorts: readonly DeviceSort[] = ['name', 'state', 'seen', 'rate'];

export const initialDevices: DevicesState = {
	sort: 'name',
	isReversed: false,
	top: 0,
	hiddenId: undefined,
	sortChoice: 'name',
	intervals: new Map(),
	alarmsSeen: 0,
};

const withInterval = (intervals: ReadonlyMap<string, number>, deviceId: string, intervalMs: number | undefined): ReadonlyMap<string, number> => {
	const others = [...intervals].filter(([id]) => id !== deviceId);
	return new Map(intervalMs === undefined ? others : [...others, [deviceId, intervalMs]]);
};

/** The reducer of everything the user does in the device list, apart from its text fields. */
export const reduceDevices = (state: DevicesState, event: UiEvent): DevicesState => {
	switch (event.type) {
		case 'devices/sort':
			return {...state, sort: event.sort, sortChoice: event.sort, top: 0};
		case 'devices/reverse':
			return {...state, isReversed: !state.isReversed, top: 0};
		case 'devices/sort-choice':
			return {...state, sortChoice: event.sort};
		case 'devices/scroll':
			return {...state, top: event.top, hiddenId: undefined};
		case 'select-device':
			return state.hiddenId === event.insteadOf ? state : {...state, hiddenId: event.insteadOf};
		case 'focus':
			return event.pane === 'devices' || state.hiddenId === undefined ? state : {...state, hiddenId: undefined};
		case 'devices/interval':
			return {...state, intervals: withInterval(state.intervals, event.deviceId, event.intervalMs)};
		case 'devices/alarms-seen':
			return event.to <= state.alarmsSeen ? state : {...state, alarmsSeen: event.to};
		default:
			return state;
	}
};

/** The query of the list as the user left it. */
export const deviceQueryOf = ({devices: {sort, isReversed}, fields}: UiState): DeviceQuery => ({
	text: fields['devices.filter']?.value.trim() ?? '',
	sort,
	isReversed,
});
