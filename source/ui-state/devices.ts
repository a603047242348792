import type {UiEvent, UiState} from './types.js';

export type DeviceSort = 'state' | 'seen' | 'name';

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
	/** The line the sort menu stands on. */
	readonly sortChoice: DeviceSort;
};

export type DevicesEvent =
	| {readonly type: 'devices/sort'; readonly sort: DeviceSort}
	| {readonly type: 'devices/reverse'}
	| {readonly type: 'devices/sort-choice'; readonly sort: DeviceSort}
	| {readonly type: 'devices/scroll'; readonly top: number};

export const deviceSorts: readonly DeviceSort[] = ['name', 'state', 'seen'];

export const initialDevices: DevicesState = {sort: 'name', isReversed: false, top: 0, sortChoice: 'name'};

export const reduceDevices = (state: DevicesState, event: UiEvent): DevicesState => {
	switch (event.type) {
		case 'devices/sort':
			return {...state, sort: event.sort, sortChoice: event.sort, top: 0};
		case 'devices/reverse':
			return {...state, isReversed: !state.isReversed, top: 0};
		case 'devices/sort-choice':
			return {...state, sortChoice: event.sort};
		case 'devices/scroll':
			return {...state, top: event.top};
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
