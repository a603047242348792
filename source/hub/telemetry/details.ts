import type {JsonObject} from '../types.js';
import {toJsonObject} from './amqp-json.js';

/** Properties as the client gives them: own values of any type. */
export type RawProperties = {readonly [key: string]: unknown};

/** The hub's own time stamp repeats the enqueued time in most messages and would make every text of properties a different one. */
export const enqueuedTimeKey = 'iothub-enqueuedtime';

/** Properties as a text to keep; empty system properties are left out. */
export function writeDetails(application: RawProperties, system: RawProperties, enqueuedAt: number): string {
	const isTimed = system[enqueuedTimeKey] === enqueuedAt;
	const systemProperties = toJsonObject(system, (value, key) => value === null || value === '' || (isTimed && key === enqueuedTimeKey));
	return JSON.stringify([toJsonObject(application), systemProperties, ...(isTimed ? [true] : [])]);
}

/** The inverse of `writeDetails`. */
export function readDetails(text: string, enqueuedAt: number): {readonly applicationProperties: JsonObject; readonly systemProperties: JsonObject} {
	const [applicationProperties, systemProperties, isTimed] = JSON.parse(text) as [JsonObject, JsonObject, true?];
	if (!isTimed) return {applicationProperties, systemProperties};
	return {applicationProperties, systemProperties: Object.fromEntries([...Object.entries(systemProperties), [enqueuedTimeKey, enqueuedAt]])};
}
