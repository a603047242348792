import {isDeepStrictEqual} from 'node:util';
import type {JsonValue, Twin} from '../../hub/types.js';
import {isRefusal, readAcknowledgement} from '../../twin-edit/acknowledgement.js';

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

/** @param before the twin before the write @param now the twin after it */
export function readReply(before: Twin, now: Twin, name: string, value: JsonValue): TwinReply {
	const told = Object.hasOwn(now.reported.values, name) ? now.reported.values[name] : undefined;
	if (told !== undefined) {
		const acknowledgement = readAcknowledgement(told);
		const isSame = isDeepStrictEqual(acknowledgement === undefined ? told : acknowledgement.value, value);
		if (acknowledgement && isRefusal(acknowledgement) && (isSame || acknowledgement.version > before.desired.version)) {
			return {type: 'refusal', status: acknowledgement.code};
		}
		if (isSame) return {type: 'value'};
	}
	return {type: now.reported.version > before.reported.version ? 'other' : 'none'};
}
