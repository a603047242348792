import type {FeedView} from '../../hub/types.js';
import type {FeedPlace} from '../../ui-state/telemetry.js';

/** Positions of a view: drawn are `from` up to but not including `to`; `cursor` is -1 when there are none. */
export type FeedWindow = {
	readonly from: number;
	readonly to: number;
	readonly cursor: number /** Messages kept that came since FOLLOW was left. */;
	readonly newCount: number;
};

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** Positions that can be drawn: a pause hides what came after it. */
const limitOf = (view: FeedView, place: FeedPlace): number => (place.mode === 'paused' ? view.positionOf(place.leftAt) + 1 : view.length);

/** The part of a view that `height` rows show. */
export const windowOf = (view: FeedView, place: FeedPlace, height: number): FeedWindow => {
	const limit = limitOf(view, place);
	if (place.mode === 'follow') return {from: Math.max(0, limit - height), to: limit, cursor: limit - 1, newCount: 0};
	const newCount = view.length - 1 - view.positionOf(place.leftAt);
	if (limit === 0) return {from: 0, to: 0, cursor: -1, newCount};
	const cursor = clamp(view.positionOf(place.cursor), 0, limit - 1);
	const lowest = clamp(view.positionOf(place.bottom), Math.min(height, limit) - 1, limit - 1);
	const bottom = clamp(lowest, cursor, cursor + height - 1);
	return {from: Math.max(0, bottom - height + 1), to: bottom + 1, cursor, newCount};
};

/** Where and after how many messages FOLLOW would be left now. */
export type Leaving = {readonly leftAt: number; readonly leftCount: number};

/** The place after the cursor moved by `step` messages; down from FOLLOW stays there, any way up leaves it. */
export const movePlace = (view: FeedView, place: FeedPlace, height: number, step: number, leaving: Leaving): FeedPlace => {
	const {from, to, cursor} = windowOf(view, place, height);
	if (cursor < 0 || (place.mode === 'follow' && step >= 0)) return place;
	const target = clamp(cursor + step, 0, limitOf(view, place) - 1);
	const bottom = clamp(to - 1, target, target < from ? target + height - 1 : to - 1 + height);
	return {
		mode: place.mode === 'paused' ? 'paused' : 'scrolled',
		leftAt: place.mode === 'follow' ? leaving.leftAt : place.leftAt,
		leftCount: place.mode === 'follow' ? leaving.leftCount : place.leftCount,
		cursor: view.indexAt(target),
		bottom: view.indexAt(Math.min(Math.max(target, bottom), view.length - 1)),
	};
};

/** Freezes what is drawn. */
export const pausePlace = (view: FeedView, place: FeedPlace, height: number, leaving: Leaving): FeedPlace => {
	const {to, cursor} = windowOf(view, place, height);
	const isEmpty = cursor < 0;
	const {leftAt} = leaving;
	return {mode: 'paused', ...leaving, cursor: isEmpty ? leftAt : view.indexAt(cursor), bottom: isEmpty ? leftAt : view.indexAt(to - 1)};
};
