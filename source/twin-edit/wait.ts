import type {JsonValue, Twin} from '../hub/types.js';
import {isEqualJson, isJsonObject, type JsonPath, ownValue, valueAt} from './json-path.js';
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
	/** When the reported values were seen to match. */
	readonly reportedAt?: number;
};

/** How far a device has come: `silent` names paths that are absent from its reported properties, `different` paths with another value. */
export type WaitProgress = {readonly isReported: boolean; readonly silent: readonly JsonPath[]; readonly different: readonly JsonPath[]};

/** What to wait for after a patch; undefined when nothing was set. */
export function startWait(version: number, sentAt: number, changes: readonly JsonChange[]): TwinWait | undefined {
	const set = changes.flatMap(({path, after}) => (after === undefined ? [] : [{path, value: after}]));
	return set.length === 0 ? undefined : {version, sentAt, changes: set};
}

/**
 * True when a reported value confirms a desired one: it is equal, or it is an acknowledgement as IoT Plug and Play has it,
 * `{"value": …, "ac": 200, "av": 3}`, that holds the equal value.
 */
export function isConfirming(reported: JsonValue | undefined, desired: JsonValue): boolean {
	if (isEqualJson(reported, desired)) return true;
	return isJsonObject(reported) && Object.hasOwn(reported, 'ac') && Object.hasOwn(reported, 'av') && isEqualJson(ownValue(reported, 'value'), desired);
}

/** Compares what was sent with what the device reports now. */
export function waitProgress(wait: TwinWait, twin: Twin): WaitProgress {
	const open = wait.changes
		.map(({path, value}) => ({path, value, reported: valueAt(twin.reported.values, path)}))
		.filter(({value, reported}) => !isConfirming(reported, value));
	return {
		isReported: open.length === 0,
		silent: open.filter(({reported}) => reported === undefined).map(({path}) => path),
		different: open.filter(({reported}) => reported !== undefined).map(({path}) => path),
	};
}
