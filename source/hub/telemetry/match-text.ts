import type {JsonValue} from '../types.js';
import type {NameTable} from './names.js';
import type {MessageRing} from './ring.js';

const plainAscii = /^[ -~]*$/;

function containsText(value: JsonValue | undefined, needle: string): boolean {
	if (value === undefined || value === null) return false;
	if (typeof value !== 'object') return String(value).toLowerCase().includes(needle);
	if (Array.isArray(value)) return value.some(each => containsText(each, needle));
	return Object.entries(value).some(([key, each]) => key.toLowerCase().includes(needle) || containsText(each, needle));
}

/**
 * Whether a message's device id, body or properties contain a text, case ignored.
 * For a text of plain characters the bytes are compared as they are: decoding them as UTF-8 would take most of the time.
 */
export function createTextMatcher(ring: MessageRing, devices: NameTable, text: string): (index: number) => boolean {
	const needle = text.toLowerCase();
	const encoding = plainAscii.test(needle) ? 'latin1' : 'utf8';
	/** In JSON text these characters may be written in another way, so that the text alone cannot rule out a match. */
	const canBeEscaped = encoding === 'utf8' || /["\\]/.test(needle);

	function matchesDetails(index: number): boolean {
		const details = ring.detailsAt(index);
		if (!canBeEscaped && !details.toString(encoding).toLowerCase().includes(needle)) return false;
		const [applicationProperties, systemProperties] = JSON.parse(details.toString()) as readonly JsonValue[];
		return containsText(applicationProperties, needle) || containsText(systemProperties, needle);
	}

	return index =>
		ring.bodyAt(index).toString(encoding).toLowerCase().includes(needle) ||
		devices.name(ring.deviceAt(index)).toLowerCase().includes(needle) ||
		matchesDetails(index);
}
