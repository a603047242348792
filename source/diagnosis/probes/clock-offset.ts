import type {ClockAnswer} from './types.js';

/** How far this machine's clock is ahead of the hub's; the header has whole seconds, so half of one is its middle. */
export function clockOffsetOf({hubAt, localAt, roundTripMs}: ClockAnswer): number {
	return localAt - roundTripMs / 2 - (hubAt + 500);
}
