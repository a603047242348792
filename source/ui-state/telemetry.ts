import type {UiEvent} from './types.js';

/** Where the feed's window stands. Messages are named by their `index`, so that nothing moves when old ones are dropped. */
export type FeedPlace =
	/** The newest message is at the bottom. */
	| {readonly mode: 'follow'}
	/**
	 * `leftAt`: the newest message when FOLLOW was left; `leftCount`: how many had come by then, from which the new ones are counted even when
	 * they have left the memory; `cursor`: the chosen one; `bottom`: the lowest drawn.
	 */
	| {readonly mode: 'scrolled' | 'paused'; readonly leftAt: number; readonly leftCount: number; readonly cursor: number; readonly bottom: number};

/** The feed's own state; its filter is the field `telemetry.filter`. */
export type TelemetryState = {
	readonly scope: 'device' | 'hub';
	readonly place: FeedPlace;
	/** Cells scrolled out on the left side of the bodies. */
	readonly column: number;
	/** Bodies of the opened message as bytes. */
	readonly isHex: boolean;
	/** The message the overlay shows. */
	readonly openedIndex: number | undefined;
};

export type TelemetryEvent =
	| {readonly type: 'telemetry/place'; readonly place: FeedPlace}
	| {readonly type: 'telemetry/scope'}
	| {readonly type: 'telemetry/column'; readonly column: number}
	| {readonly type: 'telemetry/hex'}
	| {readonly type: 'telemetry/open'; readonly index: number};

export const initialTelemetry: TelemetryState = {scope: 'device', place: {mode: 'follow'}, column: 0, isHex: false, openedIndex: undefined};

export const reduceTelemetry = (state: TelemetryState, event: UiEvent): TelemetryState => {
	switch (event.type) {
		case 'telemetry/place':
			return {...state, place: event.place};
		case 'telemetry/scope':
			return {...state, scope: state.scope === 'device' ? 'hub' : 'device', place: {mode: 'follow'}};
		case 'telemetry/column':
			return {...state, column: Math.max(0, event.column)};
		case 'telemetry/hex':
			return {...state, isHex: !state.isHex};
		case 'telemetry/open':
			return {...state, openedIndex: event.index};
		case 'select-device':
			// Another device's messages: a place among the old ones means nothing to them.
			return state.scope === 'device' ? {...state, place: {mode: 'follow'}} : state;
		default:
			return state;
	}
};
