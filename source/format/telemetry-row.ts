import type {FeedSnapshot, TelemetryMessage} from '../hub/types.js';
import {cut, pad, type Safe, safe, show} from '../safe-text.js';
import {describeBody} from './body.js';
import {type Row, shiftRow, span} from './cells.js';
import {coarseAge} from './coarse-age.js';
import {contentTypeOf} from './content-type.js';
import {rate} from './rate.js';
import {clockTime, elapsed} from './time.js';
import {wrapWords} from './wrap-words.js';

/** Cells of a feed's columns: `12:04:01.000`, and the device where there is more than one. */
export type FeedColumns = {readonly deviceWidth: number /** Cells of the body scrolled out on the left. */; readonly shift: number};

/** Cells for device ids in a feed of `width` cells that shows the whole hub. */
export const feedDeviceWidth = (width: number): number => Math.max(8, Math.min(20, Math.floor(width / 5)));

/** One message on one row: enqueued time, device, body. */
export const telemetryRow = (message: TelemetryMessage, {deviceWidth, shift}: FeedColumns, isChosen: boolean): Row => {
	const body = describeBody(message.body, contentTypeOf(message));
	const device = deviceWidth === 0 ? [] : [span(safe`${pad(cut(show(message.deviceId), deviceWidth), deviceWidth)} `, 'accent')];
	const row: Row = [
		span(safe`${clockTime(message.enqueuedAt)} `, 'muted'),
		...device,
		...shiftRow([span(body.line, body.kind === 'json' ? 'plain' : body.kind === 'text' ? 'string' : 'odd')], shift),
	];
	return isChosen ? row.map(item => ({...item, isInverse: true})) : row;
};

const seconds = (ms: number | undefined): Safe => (ms === undefined ? safe`-` : show(`${(Math.max(0, ms) / 1000).toFixed(1)} s`));

/** Bottom lines narrower than this do without the marks between their parts. */
const roomyFooter = 48;

/** Rate of the whole hub and what went missing, for the bottom line of a frame of `width` cells; nothing before the feed has opened. `lost` must be 0. */
export const feedFooter = ({status, next, ratePerSecond, lagMs, dropped, lost}: FeedSnapshot, width: number): Row => {
	if (status !== 'receiving' && next === 0) return [];
	const numbers =
		width < roomyFooter
			? safe`hub ${rate(ratePerSecond)} lag ${seconds(lagMs)} drop ${dropped} `
			: safe`hub ${rate(ratePerSecond)} · lag ${seconds(lagMs)} · dropped ${dropped} · `;
	return [span(numbers), span(safe`lost ${lost}`, lost === 0 ? 'plain' : 'bad')];
};

/** Who is silent, and since when. */
export type SilenceFacts = {
	readonly feed: FeedSnapshot;
	/** Undefined: the whole hub. */
	readonly device: {readonly deviceId: string; readonly lastEnqueuedAt: number | undefined} | undefined;
	readonly now: number;
};

/** In place of messages: since when it is silent, in rows of at most `width` cells; for a whole hub also why that may be. */
export const silenceRows = ({feed, device, now}: SilenceFacts, width: number): readonly Row[] => {
	const who = device === undefined ? safe`this hub` : show(device.deviceId);
	const since = device === undefined ? feed.lastMessageAt : device.lastEnqueuedAt;
	const openedAt = feed.openedAt ?? now;
	const quiet = now - openedAt < 10_000 ? safe`` : safe`, for ${coarseAge(now - openedAt)}`;
	const sentence =
		since === undefined
			? safe`No message from ${who} since the feed opened at ${clockTime(openedAt)}${quiet}.`
			: safe`No message of ${who} is kept here any more; the last was sent at ${clockTime(since)}.`;
	const isHubSilent = device === undefined && since === undefined && feed.error === undefined;
	const why = isHubSilent ? wrapWords(safe`No device may be sending, or a route takes their messages elsewhere.`, width) : [];
	return [...wrapWords(sentence, width).map(text => [span(text, 'warning')]), ...why.map(text => [span(text)])];
};

/** How long the newest message took from the hub to here, in words. */
export const lagText = ({enqueuedAt, receivedAt}: TelemetryMessage): Safe => elapsed(receivedAt - enqueuedAt);
