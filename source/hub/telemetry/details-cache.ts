import {haveEqualValues} from '../../equal-values.js';
import {enqueuedTimeKey, type RawProperties} from './details.js';
import type {Slice} from './segments.js';

/** Devices whose last properties are known; beyond, a device takes the place of another. */
const places = 1024;
/** Longer texts are not worth the memory that knowing their properties takes. */
const longest = 4096;

/** What `writeDetails` makes a text of. */
type Properties = {readonly applicationProperties: RawProperties; readonly systemProperties: RawProperties; readonly enqueuedAt: number};
type Known = Properties & {readonly device: number; readonly slice: Slice};

/**
 * Where the properties of a device's last message lie as text. They hardly change from message to message, and comparing them takes a
 * fraction of the time that writing them does.
 */
export type DetailsCache = {
	/** Undefined when the properties differ from those of the device's last message, or cannot be compared. */
	find(device: number, properties: Properties): Slice | undefined;
	remember(device: number, properties: Properties, slice: Slice): void;
};

function isTimed({systemProperties, enqueuedAt}: Properties): boolean {
	return systemProperties[enqueuedTimeKey] === enqueuedAt;
}

/** Bytes among the values would hold the network buffer that they lie in. */
function holdsNothing(properties: RawProperties): boolean {
	return Object.values(properties).every(value => typeof value !== 'object' || value === null);
}

export function createDetailsCache(): DetailsCache {
	const known: (Known | undefined)[] = Array.from({length: places});
	return {
		find(device, properties) {
			const last = known[device % places];
			if (last?.device !== device || isTimed(last) !== isTimed(properties)) return undefined;
			if (!haveEqualValues(properties.systemProperties, last.systemProperties, isTimed(last) ? enqueuedTimeKey : undefined)) return undefined;
			return haveEqualValues(properties.applicationProperties, last.applicationProperties) ? last.slice : undefined;
		},
		remember(device, {applicationProperties, systemProperties, enqueuedAt}, slice) {
			const isWorthIt = slice.length <= longest && holdsNothing(applicationProperties) && holdsNothing(systemProperties);
			known[device % places] = isWorthIt ? {device, applicationProperties, systemProperties, enqueuedAt, slice} : undefined;
		},
	};
}
