/** Application properties read from one line, or what is wrong with it, in one sentence. */
export type PropertiesReading = {readonly properties: Readonly<Record<string, string>>} | {readonly fault: string};

/** The hub refuses larger bodies ("IoT Hub quotas": 64 KB). */
const bodyLimitBytes = 64 * 1024;
/** The longest time to live ("Send cloud-to-device messages from IoT Hub"): two days. */
const longestMinutes = 2 * 24 * 60;
const nameCharacters = /^[\x21-\x7e]+$/;

/** Reads `name=value; name=value`: a value goes up to the next semicolon, blanks around both are dropped. Nothing typed: no properties. */
export function readProperties(text: string): PropertiesReading {
	const properties = new Map<string, string>();
	for (const part of text.split(';').filter(each => each.trim() !== '')) {
		const at = part.indexOf('=');
		const name = part.slice(0, Math.max(0, at)).trim();
		if (at < 0 || name === '') return {fault: `"${part.trim()}" is not a property: write name=value, with ; between two of them.`};
		if (!nameCharacters.test(name)) return {fault: `The name of a property is ASCII without blanks, and "${name}" is not.`};
		if (properties.has(name)) return {fault: `The property ${name} is there twice.`};
		properties.set(name, part.slice(at + 1).trim());
	}
	return {properties: Object.fromEntries(properties)};
}

/** What is wrong with a body: at most 64 KiB. */
export function findBodyFault(body: string): string | undefined {
	const bytes = Buffer.byteLength(body);
	return bytes > bodyLimitBytes ? `A message to a device has at most ${bodyLimitBytes} bytes, this one has ${bytes}.` : undefined;
}

/** What is wrong with a time to live: nothing typed leaves it to the hub, else minutes up to two days, fractions allowed. */
export function findMinutesFault(text: string): string | undefined {
	if (text.trim() === '') return undefined;
	const minutes = /^\d{1,4}(\.\d{1,3})?$/.test(text.trim()) ? Number(text) : Number.NaN;
	return minutes > 0 && minutes <= longestMinutes ? undefined : `The expiry is minutes, more than 0 and up to ${longestMinutes}, two days.`;
}
