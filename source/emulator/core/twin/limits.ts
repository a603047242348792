import {HubFault} from '../fault.js';
import {draftFrom, isJsonObject} from '../json.js';
import type {JsonObject, JsonValue} from '../types.js';

/** Limits of "Understand and use device twins in IoT Hub". */
const sectionBytes = {Tags: 8 * 1024, 'Properties.Desired': 32 * 1024, 'Properties.Reported': 32 * 1024};
const longestKeyBytes = 1024;
const longestStringBytes = 4096;
const deepestLevel = 10;
const smallestInteger = -4503599627370496;
const largestInteger = 4503599627370495;
const forbiddenInKey = /[\p{Cc}.$ ]/u;
const controls = /\p{Cc}/gu;

export type SectionName = keyof typeof sectionBytes;

/**
 * Checks an untrusted section or patch of a section and copies it into objects without prototype.
 * `$version` and `$metadata` at its root are left out: whoever edits a whole twin sends them back.
 * @throws HubFault ArgumentInvalid
 */
export function admitSection(value: JsonValue, name: SectionName): JsonObject {
	if (!isJsonObject(value)) throw new HubFault('ArgumentInvalid', `${name} must be a JSON object.`);
	const {$version: _version, $metadata: _metadata, ...properties} = value;
	return admitObject(properties, name, 0);
}

/** Refuses a section that has grown past its limit. @throws HubFault DeviceModelMaxPropertiesExceeded */
export function checkSize(name: SectionName, section: JsonObject): void {
	const limit = sectionBytes[name];
	if (measure(section) > limit) {
		throw new HubFault('DeviceModelMaxPropertiesExceeded', `Length of ${name} exceeds the maximum of ${limit} bytes.`);
	}
}

function admitObject(object: JsonObject, name: SectionName, level: number): JsonObject {
	if (level > deepestLevel) throw new HubFault('ArgumentInvalid', `${name} is nested deeper than ${deepestLevel} objects.`);
	const admitted = draftFrom();
	for (const key of Object.keys(object)) {
		checkKey(key, name);
		admitted[key] = admitValue(object[key] ?? null, name, level);
	}
	return admitted;
}

function admitValue(value: JsonValue, name: SectionName, level: number): JsonValue {
	if (typeof value === 'string' && Buffer.byteLength(value) > longestStringBytes) {
		throw new HubFault('ArgumentInvalid', `A value in ${name} exceeds the maximum of ${longestStringBytes} bytes.`);
	}
	if (typeof value === 'number') checkNumber(value, name);
	if (Array.isArray(value)) {
		if (level >= deepestLevel) throw new HubFault('ArgumentInvalid', `${name} is nested deeper than ${deepestLevel} levels.`);
		return value.map(item => admitValue(item, name, level + 1));
	}
	return isJsonObject(value) ? admitObject(value, name, level + 1) : value;
}

function checkKey(key: string, name: SectionName): void {
	if (Buffer.byteLength(key) > longestKeyBytes) throw new HubFault('ArgumentInvalid', `A key in ${name} exceeds the maximum of ${longestKeyBytes} bytes.`);
	if (key === '' || forbiddenInKey.test(key)) {
		throw new HubFault('ArgumentInvalid', `A key in ${name} is empty or has a character that is not allowed: control characters, '.', '$' and space.`);
	}
}

function checkNumber(value: number, name: SectionName): void {
	const isOutside = Number.isInteger(value) && (value < smallestInteger || value > largestInteger);
	if (isOutside || !Number.isFinite(value)) {
		throw new HubFault('ArgumentInvalid', `A number in ${name} is outside ${smallestInteger} to ${largestInteger}.`);
	}
}

/** Characters of keys and of text without control characters, 8 bytes a number, 4 a boolean. */
function measure(value: JsonValue): number {
	if (typeof value === 'string') return value.replace(controls, '').length;
	if (typeof value === 'number') return 8;
	if (typeof value === 'boolean') return 4;
	if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + measure(item), 0);
	if (!isJsonObject(value)) return 0;
	return Object.keys(value).reduce((sum, key) => sum + key.length + measure(value[key] ?? null), 0);
}
