/**
 * Whether two objects have the same own values under the same keys in the same order, but for the key that may differ. Objects among the
 * values are never the same. Made for properties of messages, which hardly change from one message of a device to the next.
 */
export function haveEqualValues(values: {readonly [key: string]: unknown}, others: {readonly [key: string]: unknown}, differing?: string): boolean {
	const keys = Object.keys(values);
	const otherKeys = Object.keys(others);
	if (keys.length !== otherKeys.length) return false;
	for (let index = 0; index < keys.length; index++) {
		const key = keys[index] ?? '';
		if (key !== otherKeys[index]) return false;
		if (key === differing) continue;
		const value = values[key];
		if (value !== others[key] || (typeof value === 'object' && value !== null)) return false;
	}
	return true;
}
