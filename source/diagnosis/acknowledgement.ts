import {asNumber, isJsonObject} from '../hub/json-value.js';
import type {JsonValue} from '../hub/types.js';

/** What a device says about a desired property: its value, a status in the manner of HTTP, and the version of the wish that it speaks of. */
export type Acknowledgement = {readonly value: JsonValue | undefined; readonly status: number; readonly version: number};

/** Reads the form of IoT Plug and Play, `{value, ac, av, ad}`; a plain value is one that was taken. */
export function readAcknowledgement(reported: JsonValue): Acknowledgement {
	if (!isJsonObject(reported) || typeof reported.ac !== 'number') return {value: reported, status: 200, version: 0};
	return {value: reported.value, status: reported.ac, version: asNumber(reported.av)};
}
