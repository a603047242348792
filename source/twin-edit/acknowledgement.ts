import type {JsonValue} from '../hub/types.js';
import {isEqualJson, isJsonObject, ownValue} from './json-path.js';

/**
 * What a device says about a desired property: `{"value": …, "ac": 200, "av": 3, "ad": "done"}`. `code` is a status in the manner of HTTP,
 * `version` the `$version` of the desired section that it speaks of. Source: IoT Plug and Play conventions, "Writable properties".
 */
export type Acknowledgement = {readonly value: JsonValue | undefined; readonly code: number; readonly version: number; readonly description?: string};

/** What became of a desired value, by the value reported under the same path. */
export type DesiredOutcome = 'taken' | 'refused' | 'different';

const firstFailure = 400;

/** Undefined: a plain value. */
export function readAcknowledgement(reported: JsonValue | undefined): Acknowledgement | undefined {
	if (!isJsonObject(reported)) return undefined;
	const [code, version, description] = ['ac', 'av', 'ad'].map(key => ownValue(reported, key));
	if (typeof code !== 'number' || typeof version !== 'number') return undefined;
	return {value: ownValue(reported, 'value'), code, version, ...(typeof description === 'string' && {description})};
}

/** The device has received the value and does not want it. */
export function isRefusal({code}: Acknowledgement): boolean {
	return code >= firstFailure;
}

/** Whether a desired value is in a reported one: a device may report more than it was asked for. */
function holds(reported: JsonValue | undefined, desired: JsonValue): boolean {
	if (!isJsonObject(desired) || !isJsonObject(reported)) return isEqualJson(reported, desired);
	return Object.entries(desired).every(([key, value]) => Object.hasOwn(reported, key) && holds(reported[key], value));
}

/** @param version `$version` of the desired section that the value came with: a refusal of an earlier one is no answer to it, whatever value it repeats */
export function outcomeOf(desired: JsonValue, reported: JsonValue, version: number): DesiredOutcome {
	if (holds(reported, desired)) return 'taken';
	const acknowledgement = readAcknowledgement(reported);
	if (acknowledgement === undefined) return 'different';
	if (isRefusal(acknowledgement)) return acknowledgement.version >= version ? 'refused' : 'different';
	return holds(acknowledgement.value, desired) ? 'taken' : 'different';
}
