import type {HubError} from '../errors.js';
import type {FeedSnapshot, HubStatus} from '../hub/types.js';
import {type Safe, safe} from '../safe-text.js';
import {clockSecond} from './time.js';

/** The hub is asked every few seconds; unknown for longer than this, what is shown is old. */
const staleMs = 12_000;

/** What keeps the console from the hub, or from its messages. The status line tells it, with its cause; everywhere else says only since when. */
export const outageOf = ({service, error}: HubStatus, feed: FeedSnapshot): {readonly what: Safe; readonly error: HubError} | undefined => {
	if (service === 'failed' && error !== undefined) return {what: safe`not connected`, error};
	return feed.error === undefined ? undefined : {what: safe`no telemetry`, error: feed.error};
};

/** Whether messages that the hub has may be missing here. Not so before the feed was opened for the first time. */
export const isFeedStale = ({status, receivedUntil}: FeedSnapshot, now: number): boolean =>
	receivedUntil !== undefined && (status !== 'receiving' || now - receivedUntil > staleMs);

/** Up to when messages have been received, where that is not now. */
export const receivedUntil = (feed: FeedSnapshot, now: number): Safe | undefined =>
	isFeedStale(feed, now) && feed.receivedUntil !== undefined ? clockSecond(feed.receivedUntil) : undefined;
