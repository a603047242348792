import type {JsonValue} from '../hub/types.js';
import {isJsonObject} from './json-path.js';

/** Limits of a twin section. Source: Azure's "Understand and use device twins in IoT Hub". */
export const twinLimits = {
	sectionSize: 32 * 1024,
	stringBytes: 4 * 1024,
	keyBytes: 1024,
	/** Ten named objects, then a property. */
	pathLength: 11,
	smallestInteger: -4_503_599_627_370_496,
	largestInteger: 4_503_599_627_370_495,
} as const;

const controls = /\p{Cc}/gu;
const forbiddenInKey = /[\p{Cc}.$ ]/u;

/** Size by the hub's rule: characters of keys and strings without controls, 8 for a number, 4 for a boolean, objects by content. */
export function sectionSize(value: JsonValue): number {
	if (typeof value === 'string') return value.replace(controls, '').length;
	if (typeof value === 'number') return 8;
	if (typeof value === 'boolean') return 4;
	if (Array.isArray(value)) return value.reduce((sum: number, item: JsonValue) => sum + sectionSize(item), 0);
	if (isJsonObject(value)) return Object.entries(value).reduce((sum, [key, child]) => sum + key.replace(controls, '').length + sectionSize(child), 0);
	return 0;
}

/** Why a text cannot be a key; undefined when it can. */
export function checkKey(key: string): string | undefined {
	if (key === '') return 'a key needs a name';
	const forbidden = forbiddenInKey.exec(key)?.[0];
	if (forbidden === '.') return 'a key holds no dot; to nest, give an object as the value';
	if (forbidden === '$') return 'a key holds no $: such keys belong to the hub';
	if (forbidden === ' ') return 'a key holds no space';
	if (forbidden !== undefined) return 'a key holds no control character';
	const bytes = Buffer.byteLength(key);
	return bytes > twinLimits.keyBytes ? `a key has at most ${twinLimits.keyBytes} bytes, this has ${bytes}` : undefined;
}
