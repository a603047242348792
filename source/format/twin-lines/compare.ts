import type {JsonValue, Twin} from '../../hub/types.js';
import {type Acknowledgement, outcomeOf, readAcknowledgement} from '../../twin-edit/acknowledgement.js';
import type {TwinDraft} from '../../twin-edit/draft.js';
import {isJsonObject, type JsonPath, ownValue} from '../../twin-edit/json-path.js';
import {updatedAtOf, writtenVersion} from '../../twin-edit/metadata.js';
import {editedDesired, markOf, type TwinLine, twinLineId} from './tree.js';

/** The reported side of a path, beside its desired value. */
export type TwinComparison = {
	/** `silent`: desired and not reported. `own`: reported and not desired. */
	readonly verdict: 'same' | 'drift' | 'silent' | 'own';
	/** Absent: not reported. Of an acknowledgement its value. */
	readonly reported?: JsonValue;
	readonly reportedAt?: number | undefined;
	/** `$version` of the desired section when this value was written, where the hub tells. */
	readonly sentVersion?: number;
	readonly acknowledgement?: Acknowledgement;
};

type Sides = {readonly desired: JsonValue | undefined; readonly edited: JsonValue | undefined; readonly reported: JsonValue | undefined};

const hasKeys = (value: JsonValue | undefined): boolean => isJsonObject(value) && Object.keys(value).length > 0;

/** All sides that are there are objects, one of them with keys, and the reported one is no acknowledgement. */
const isBranch = ({desired, edited, reported}: Sides): boolean => {
	const present = [desired, edited, reported].filter(value => value !== undefined);
	return present.every(isJsonObject) && present.some(hasKeys) && readAcknowledgement(reported) === undefined;
};

const verdictOf = ({desired, reported}: Sides, version: number): TwinComparison['verdict'] => {
	if (desired === undefined) return 'own';
	if (reported === undefined) return 'silent';
	return outcomeOf(desired, reported, version) === 'taken' ? 'same' : 'drift';
};

const leafOf = (twin: Twin, path: JsonPath, sides: Sides): TwinLine => {
	const {desired, edited, reported} = sides;
	const isDesired = desired !== undefined || edited !== undefined;
	const section = isDesired ? 'desired' : 'reported';
	const sentVersion = writtenVersion(twin.desired.metadata, path);
	const verdict = verdictOf(sides, sentVersion ?? twin.desired.version);
	const acknowledgement = readAcknowledgement(reported);
	const shown = acknowledgement === undefined ? reported : acknowledgement.value;
	const comparison: TwinComparison = {
		verdict,
		...(shown !== undefined && {reported: shown}),
		reportedAt: updatedAtOf(twin.reported.metadata, path),
		...(desired !== undefined && sentVersion !== undefined && {sentVersion}),
		...(acknowledgement !== undefined && {acknowledgement}),
	};
	const drift = verdict === 'drift' ? 'drift' : verdict === 'silent' ? 'unreported' : undefined;
	return {
		id: twinLineId(section, path),
		section,
		path,
		kind: 'leaf',
		isOpen: false,
		mark: (isDesired ? markOf(desired, edited) : undefined) ?? drift,
		...(desired !== undefined && {value: desired}),
		...(edited !== undefined && {edited}),
		...(desired !== undefined && {updatedAt: updatedAtOf(twin.desired.metadata, path)}),
		comparison,
	};
};

const walk = (twin: Twin, path: JsonPath, sides: Sides): readonly TwinLine[] => {
	if (path.length > 0 && !isBranch(sides)) return [leafOf(twin, path, sides)];
	const {desired, edited, reported} = sides;
	const childOf = (side: JsonValue | undefined, key: string) => (isJsonObject(side) ? ownValue(side, key) : undefined);
	const keys = new Set([desired, edited, reported].flatMap(side => (isJsonObject(side) ? Object.keys(side) : [])));
	return [...keys].flatMap(key => walk(twin, [...path, key], {desired: childOf(desired, key), edited: childOf(edited, key), reported: childOf(reported, key)}));
};

/** Desired against reported: a heading, then one line for every path of either side, desired ones first. */
export const comparedLines = (twin: Twin, draft: TwinDraft | undefined): readonly TwinLine[] => {
	const edited = editedDesired(twin, draft);
	const heading: TwinLine = {
		id: 'desired',
		section: 'desired',
		path: [],
		kind: 'section',
		isOpen: true,
		mark: undefined,
		value: twin.desired.values,
		version: twin.desired.version,
	};
	return [heading, ...walk(twin, [], {desired: twin.desired.values, edited, reported: twin.reported.values})];
};
