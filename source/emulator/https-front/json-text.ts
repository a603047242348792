import {parseTree} from 'jsonc-parser';
import {HubFault} from '../core/fault.js';
import {isJsonObject} from '../core/json.js';
import type {JsonObject, JsonValue} from '../core/types.js';

/** Twins hold ten levels; what is deeper than this is an attack on whoever walks it recursively. */
const maxDepth = 64;

function exceedsDepth(text: string): boolean {
	let depth = 0;
	let isInString = false;
	for (let index = 0; index < text.length; index++) {
		const character = text[index];
		if (isInString) {
			if (character === '\\') index++;
			else if (character === '"') isInString = false;
		} else if (character === '"') isInString = true;
		else if (character === '{' || character === '[') {
			depth++;
			if (depth > maxDepth) return true;
		} else if (character === '}' || character === ']') depth--;
	}
	return false;
}

/**
 * Parses text from outside. A `__proto__` key becomes an ordinary own property, as JSON.parse defines it.
 * @throws HubFault IotHubFormatError when it is no JSON or nested too deeply.
 */
export function parseJson(text: string): JsonValue {
	if (exceedsDepth(text)) throw new HubFault('IotHubFormatError', `The body is nested more than ${maxDepth} levels deep.`);
	try {
		return JSON.parse(text);
	} catch {
		throw new HubFault('IotHubFormatError');
	}
}

/** @throws HubFault IotHubFormatError when the text is not one JSON object. */
export function parseObject(text: string): JsonObject {
	const value = parseJson(text);
	if (!isJsonObject(value)) throw new HubFault('IotHubFormatError', 'The body must be a JSON object.');
	return value;
}

/** @throws HubFault IotHubFormatError when the text is not a JSON array of objects. */
export function parseObjects(text: string): readonly JsonObject[] {
	const value = parseJson(text);
	if (!Array.isArray(value) || !value.every(isJsonObject)) throw new HubFault('IotHubFormatError', 'The body must be a JSON array of objects.');
	return value;
}

/**
 * The text of one member, exactly as it was written, so that numbers keep their spelling on the way to a device.
 * @param text a valid JSON object; of a repeated member the last counts, as in JSON.parse.
 */
export function findMemberText(text: string, name: string): string | undefined {
	const members = parseTree(text)?.children ?? [];
	const value = members.findLast(member => member.children?.[0]?.value === name)?.children?.[1];
	return value === undefined ? undefined : text.slice(value.offset, value.offset + value.length);
}
