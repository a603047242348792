import type {HubErrorKind} from '../../errors.js';
import type {FeedSnapshot, Hub, TelemetryMessage} from '../../hub/types.js';
import {onAbort} from '../on-abort.js';
import type {TelemetryAnswer} from './types.js';

/** Waiting longer would not change these. */
const finalKinds: ReadonlySet<HubErrorKind> = new Set(['unauthorized', 'untrusted', 'not-found', 'invalid', 'quota', 'conflict']);
/** A message that came this long ago is recent whatever the rhythm of the device. */
const recentMs = 10_000;

type Feed = Hub['telemetry'];
/** Where telemetry is read: the live feed, and the counts of the last 30 minutes. */
export type TelemetrySources = Pick<Hub, 'telemetry' | 'history'>;

/** The newest message of a device that is still in memory. */
function newestMessage(feed: Feed, deviceId: string): TelemetryMessage | undefined {
	const view = feed.view({deviceId});
	return view.length === 0 ? undefined : feed.message(view.indexAt(view.length - 1));
}

/** When a device says that it made a message; undefined where it does not say. */
function createdAt(message: TelemetryMessage | undefined): number | undefined {
	const text = message?.systemProperties['iothub-creation-time-utc'] ?? message?.applicationProperties['iothub-creation-time-utc'];
	const time = typeof text === 'number' ? text : Date.parse(String(text));
	return Number.isNaN(time) ? undefined : time;
}

function isEnough(feed: Feed, deviceId: string, startedAt: number): boolean {
	const activity = feed.activity(deviceId);
	if (activity !== undefined) {
		const age = Date.now() - activity.lastEnqueuedAt;
		if (activity.lastEnqueuedAt >= startedAt || age < Math.max(recentMs, 2 * (activity.typicalGapMs ?? 0))) return true;
	}
	const {status, error} = feed.getState();
	return error !== undefined && (status === 'failed' || finalKinds.has(error.kind)) && finalKinds.has(error.kind);
}

function answerOf({telemetry: feed, history}: TelemetrySources, deviceId: string, waitedMs: number): TelemetryAnswer {
	const activity = feed.activity(deviceId);
	const wasReadBack = history.getState().status === 'ready';
	const {partitions, error, lagMs}: FeedSnapshot = feed.getState();
	const made = createdAt(newestMessage(feed, deviceId));
	return {
		messageCount: activity?.messageCount ?? 0,
		isListening: partitions.count > 0 && partitions.open === partitions.count,
		waitedMs,
		endedAt: Date.now(),
		...(activity === undefined ? {} : {lastEnqueuedAt: activity.lastEnqueuedAt}),
		...(activity?.typicalGapMs === undefined ? {} : {typicalGapMs: activity.typicalGapMs}),
		...(made === undefined ? {} : {createdAt: made}),
		...(lagMs === undefined ? {} : {lagMs}),
		...(wasReadBack ? {last30Minutes: history.counts(deviceId).counts.reduce((sum, count) => sum + count, 0)} : {}),
		...(error === undefined ? {} : {error}),
	};
}

/**
 * Listens at the built-in endpoint until a message of the device comes, trying makes no sense, or the time is over. The time counts from when
 * the endpoint is open.
 */
export async function listenForTelemetry(sources: TelemetrySources, deviceId: string, waitMs: number, signal: AbortSignal): Promise<TelemetryAnswer> {
	const {telemetry: feed, history} = sources;
	const startedAt = Date.now();
	const {promise, resolve, reject} = Promise.withResolvers<void>();
	const giveUp = () => reject(signal.reason);
	const forget = onAbort(signal, giveUp);
	let timer: NodeJS.Timeout | undefined;
	const look = () => {
		if (isEnough(feed, deviceId, startedAt)) resolve();
		else if (timer === undefined && feed.getState().status === 'receiving') timer = setTimeout(resolve, waitMs);
	};
	// An endpoint that never opens ends the wait as well.
	const limit = setTimeout(resolve, waitMs + recentMs);
	const stops = [feed.subscribe(look), history.subscribe(() => undefined)];
	try {
		look();
		await promise;
		return answerOf(sources, deviceId, Date.now() - startedAt);
	} finally {
		for (const stop of stops) stop();
		clearTimeout(timer);
		clearTimeout(limit);
		forget();
	}
}
