import type {JsonValue, Twin} from '../hub/types.js';
import {outcomeOf, readAcknowledgement} from './acknowledgement.js';
import {type JsonPath, valueAt} from './json-path.js';
import {updatedAtOf} from './metadata.js';
import type {JsonChange} from './patch.js';

/** After this long without the path among the reported properties the screen says that the device may never report it. */
export const patienceMs = 30_000;
/** After this long the twin is read at its usual pace again. */
export const closeWatchMs = 180_000;

/** A patch that the hub took and the device has not confirmed yet. */
export type TwinWait = {
	/** `$version` of the desired section that the patch made. */
	readonly version: number;
	readonly sentAt: number;
	/** What the device is expected to report. Deletions are not waited for: a device has no way to report them. */
	readonly changes: readonly {readonly path: JsonPath; readonly value: JsonValue}[];
	/** The reported values match. `afterMs`: how long the device took, where the hub's own times tell. */
	readonly reported?: {readonly afterMs: number | undefined};
};

/**
 * How far a device has come: `silent` names paths that are absent from its reported properties, `different` paths with another value, and
 * `refused` those that it acknowledged and did not take, with its reason.
 */
export type WaitProgress = {
	readonly isReported: boolean;
	readonly silent: readonly JsonPath[];
	readonly different: readonly JsonPath[];
	readonly refused: readonly {readonly path: JsonPath; readonly code: number; readonly description: string}[];
};

/** What to wait for after a patch; undefined when nothing was set. */
export function startWait(version: number, sentAt: number, changes: readonly JsonChange[]): TwinWait | undefined {
	const set = changes.flatMap(({path, after}) => (after === undefined ? [] : [{path, value: after}]));
	return set.length === 0 ? undefined : {version, sentAt, changes: set};
}

/** From the hub's taking of the patch to the last report of what it set, both by the hub's clock; undefined where its metadata does not tell. */
export function reportTime({changes}: TwinWait, {desired, reported}: Twin): number | undefined {
	const times = changes.map(({path}) => ({sentAt: updatedAtOf(desired.metadata, path), reportedAt: updatedAtOf(reported.metadata, path)}));
	const sentAt = Math.max(...times.map(time => time.sentAt ?? Number.NaN));
	const reportedAt = Math.max(...times.map(time => time.reportedAt ?? Number.NaN));
	// A device may have had the value before it was asked for it.
	return reportedAt >= sentAt ? reportedAt - sentAt : undefined;
}

/** Compares what was sent with what the device reports now. */
export function waitProgress(wait: TwinWait, twin: Twin): WaitProgress {
	const [silent, different]: [JsonPath[], JsonPath[]] = [[], []];
	const refused: WaitProgress['refused'][number][] = [];
	for (const {path, value} of wait.changes) {
		const reported = valueAt(twin.reported.values, path);
		const outcome = reported === undefined ? undefined : outcomeOf(value, reported, wait.version);
		if (outcome === undefined) silent.push(path);
		else if (outcome === 'different') different.push(path);
		else if (outcome === 'refused') {
			const {code = 0, description = ''} = readAcknowledgement(reported) ?? {};
			refused.push({path, code, description});
		}
	}
	return {isReported: silent.length + different.length + refused.length === 0, silent, different, refused};
}
