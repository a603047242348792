import {isDeepStrictEqual} from 'node:util';
import type {JsonValue, Twin} from '../../hub/types.js';
import {readAcknowledgement} from '../acknowledgement.js';

/**
 * What a device made of a desired property, as far as the hub can see it, which is in the reported properties alone: that the device got the
 * property is proven by its answer to it, and by nothing else. A device that only receives looks like one that does not.
 */
export type TwinReply =
	/** It reports the same value under the same name, as a plain value or in the form of IoT Plug and Play. */
	| {readonly type: 'value'}
	/** It acknowledged the version and refused the value: it has received it all the same. */
	| {readonly type: 'refusal'; readonly status: number}
	/** It reported something after the write, which may be an answer or chance. */
	| {readonly type: 'other'}
	| {readonly type: 'none'};

/** A failure status of a device's own, in the manner of HTTP. */
const firstFailure = 400;

/** @param before the twin before the write @param now the twin after it */
export function readReply(before: Twin, now: Twin, name: string, value: JsonValue): TwinReply {
	const told = Object.hasOwn(now.reported.values, name) ? now.reported.values[name] : undefined;
	if (told !== undefined) {
		const {value: toldValue, status, version} = readAcknowledgement(told);
		if (status >= firstFailure && (version > before.desired.version || isDeepStrictEqual(toldValue, value))) return {type: 'refusal', status};
		if (isDeepStrictEqual(toldValue, value)) return {type: 'value'};
	}
	return {type: now.reported.version > before.reported.version ? 'other' : 'none'};
}
