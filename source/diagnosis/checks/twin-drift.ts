import type {JsonValue, Twin} from '../../hub/types.js';
import {outcomeOf} from '../../twin-edit/acknowledgement.js';
import {updatedAtOf, writtenVersion} from '../../twin-edit/metadata.js';

/** A desired property beside what the device reports under the same name. */
export type PropertyState = {
	readonly name: string;
	/** `untold`: the device reports nothing of that name, which says nothing. `late`: it differs and is older than the wish. */
	readonly state: 'in-step' | 'late' | 'refused' | 'untold';
	readonly desired: JsonValue;
	readonly reported?: JsonValue;
	/** When it was desired, by the hub's clock; 0: unknown. */
	readonly desiredAt: number;
};

function compare(name: string, wish: JsonValue, {desired, reported}: Twin): PropertyState {
	const desiredAt = updatedAtOf(desired.metadata, [name]) ?? 0;
	const told = Object.hasOwn(reported.values, name) ? reported.values[name] : undefined;
	if (told === undefined) return {name, state: 'untold', desired: wish, desiredAt};
	const all = {name, desired: wish, reported: told, desiredAt};
	const outcome = outcomeOf(wish, told, writtenVersion(desired.metadata, [name]) ?? desired.version);
	if (outcome !== 'different') return {...all, state: outcome === 'refused' ? 'refused' : 'in-step'};
	// What was reported after the wish is the device's last word on it: it holds something else, for a reason of its own.
	return {...all, state: (updatedAtOf(reported.metadata, [name]) ?? 0) < desiredAt ? 'late' : 'in-step'};
}

/** Every desired property with what became of it. */
export function compareSections(twin: Twin): readonly PropertyState[] {
	return Object.entries(twin.desired.values).map(([name, wish]) => compare(name, wish, twin));
}
