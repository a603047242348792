import type {HubErrorKind} from '../../errors.js';
import type {Hub} from '../../hub/types.js';
import {onAbort} from '../on-abort.js';
import type {TelemetryAnswer} from './types.js';

/** Waiting longer would not change these. */
const finalKinds: ReadonlySet<HubErrorKind> = new Set(['unauthorized', 'untrusted', 'not-found', 'invalid', 'quota', 'conflict']);
/** A message that came this long ago is recent: where the rhythm of the device is not known, and where it is a fast one. */
const recentMs = 10_000;
const recentOfRhythmMs = 3000;

type Feed = Hub['telemetry'];
/** Where telemetry is read: the live feed, and the counts of the last 30 minutes. */
export type TelemetrySources = Pick<Hub, 'telemetry' | 'history'>;

/** When a device says that it made its newest message; undefined where it does not say. */
export function readMessageTime(feed: Feed, deviceId: string): {readonly deviceAt: number; readonly hubAt: number} | undefined {
	const view = feed.view({deviceId});
	const message = view.length === 0 ? undefined : feed.message(view.indexAt(view.length - 1));
	if (message === undefined) return undefined;
	const text = message.systemProperties['iothub-creation-time-utc'] ?? message.applicationProperties['iothub-creation-time-utc'];
	const deviceAt = typeof text === 'number' ? text : Date.parse(String(text));
	return Number.isNaN(deviceAt) ? undefined : {deviceAt, hubAt: message.enqueuedAt};
}

/** Whether the newest message is so young that another one need not be waited for. */
function isRecent(feed: Feed, deviceId: string, hubNow: number): boolean {
	const activity = feed.activity(deviceId);
	if (activity === undefined) return false;
	const {lastEnqueuedAt, typicalGapMs} = activity;
	return hubNow - lastEnqueuedAt < (typicalGapMs === undefined ? recentMs : Math.max(recentOfRhythmMs, 2 * typicalGapMs));
}

function isHopeless(feed: Feed): boolean {
	const {error} = feed.getState();
	return error !== undefined && finalKinds.has(error.kind);
}

/** Whether every partition is read: a message that comes now will be seen. */
function isListening(feed: Feed): boolean {
	const {partitions} = feed.getState();
	return partitions.count > 0 && partitions.open === partitions.count;
}

type Listening = {
	readonly deviceId: string;
	readonly waitMs: number /** How far this machine's clock is ahead of the hub's. */;
	readonly clockOffsetMs: number;
};

/**
 * Listens at the built-in endpoint until a message of the device comes, trying makes no sense, or the time is over. The time counts from when
 * all of the endpoint is open.
 */
export async function listenForTelemetry(
	{telemetry: feed, history}: TelemetrySources,
	{deviceId, waitMs, clockOffsetMs}: Listening,
	signal: AbortSignal,
): Promise<TelemetryAnswer> {
	const startedAt = Date.now();
	const hubNow = () => Date.now() - clockOffsetMs;
	const countAtStart = feed.activity(deviceId)?.messageCount ?? 0;
	const countArrived = () => (feed.activity(deviceId)?.messageCount ?? 0) - countAtStart;
	const {promise, resolve, reject} = Promise.withResolvers<void>();
	const forget = onAbort(signal, () => reject(signal.reason));
	let timer: NodeJS.Timeout | undefined;
	const look = () => {
		if (countArrived() > 0 || isRecent(feed, deviceId, hubNow()) || isHopeless(feed)) resolve();
		else if (timer === undefined && isListening(feed)) timer = setTimeout(resolve, waitMs);
	};
	// An endpoint that never opens ends the wait as well.
	const limit = setTimeout(resolve, waitMs + recentMs);
	const stops = [feed.subscribe(look), history.subscribe(() => undefined)];
	try {
		look();
		await promise;
		const {error, lagMs} = feed.getState();
		const activity = feed.activity(deviceId);
		const wasReadBack = history.getState().status === 'ready';
		return {
			arrivedCount: countArrived(),
			messageCount: activity?.messageCount ?? 0,
			isListening: isListening(feed),
			waitedMs: Date.now() - startedAt,
			endedAt: hubNow(),
			...(activity === undefined ? {} : {lastEnqueuedAt: activity.lastEnqueuedAt}),
			...(activity?.typicalGapMs === undefined ? {} : {typicalGapMs: activity.typicalGapMs}),
			...(lagMs === undefined ? {} : {lagMs}),
			...(wasReadBack ? {last30Minutes: history.counts(deviceId).counts.reduce((sum, count) => sum + count, 0)} : {}),
			...(error === undefined ? {} : {error}),
		};
	} finally {
		for (const stop of stops) stop();
		clearTimeout(timer);
		clearTimeout(limit);
		forget();
	}
}
