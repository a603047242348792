import type {JsonObject, JsonValue, Twin, TwinSection} from '../../hub/types.js';
import {outcomeOf} from '../../twin-edit/acknowledgement.js';
import {changesOf, type TwinDraft} from '../../twin-edit/draft.js';
import {isEqualJson, isJsonObject, type JsonPath, ownValue, pathId, valueAt} from '../../twin-edit/json-path.js';
import {updatedAtOf, writtenVersion} from '../../twin-edit/metadata.js';
import {applyChanges} from '../../twin-edit/patch.js';
import type {Row} from '../cells.js';
import {jsonRows} from '../json-lines.js';
import type {TwinComparison} from './compare.js';

export type TwinSectionName = 'desired' | 'reported' | 'tags';

/** How a line differs: unsent edits of desired values, and desired against reported. */
export type TwinMark = 'edited' | 'new' | 'deleted' | 'drift' | 'unreported';

/** One line of the tree. */
export type TwinLine = {
	/** Stays the same while the twin changes. */
	readonly id: string;
	readonly section: TwinSectionName;
	/** `[]` for a section's heading. */
	readonly path: JsonPath;
	readonly kind: 'section' | 'branch' | 'leaf' | 'detail';
	readonly isOpen: boolean;
	readonly mark: TwinMark | undefined;
	/** The hub's value; absent for a new key. */
	readonly value?: JsonValue;
	/** The value after the unsent edits, where it differs. */
	readonly edited?: JsonValue;
	/** The hub changed the value after the edit was begun: what it had then, undefined when there was none. */
	readonly overtaken?: {readonly from: JsonValue | undefined};
	/** From the metadata, where it has one. */
	readonly updatedAt?: number;
	/** Sections only. */
	readonly version?: number;
	/** Of a section: all unsent changes. */
	readonly unsentCount?: number;
	/** Of a detail: one row of the whole value, which the leaf above shows cut. */
	readonly detail?: Row;
	/** In the comparison of desired and reported: the other side. */
	readonly comparison?: TwinComparison;
};

type Context = {
	readonly section: TwinSectionName;
	readonly metadata: JsonObject;
	readonly version: number;
	readonly toggled: ReadonlySet<string>;
	readonly detailWidth: number;
	/** The section on the other side of desired and reported. */
	readonly other?: JsonObject;
	/** What unsent edits started from, where there are any. */
	readonly base?: JsonObject | undefined;
};

/** The id of a key's line. */
export function twinLineId(section: TwinSectionName, path: JsonPath): string {
	return path.length === 0 ? section : section + pathId(path);
}

function driftOf({section, metadata, version, other}: Context, path: JsonPath, value: JsonValue): TwinMark | undefined {
	const opposite = other === undefined ? undefined : valueAt(other, path);
	if (section === 'desired') {
		if (opposite === undefined) return 'unreported';
		return outcomeOf(value, opposite, writtenVersion(metadata, path) ?? version) === 'taken' ? undefined : 'drift';
	}
	return opposite === undefined || isEqualJson(opposite, value) ? undefined : 'drift';
}

/** How an unsent edit changes a value. */
export function markOf(value: JsonValue | undefined, edited: JsonValue | undefined): TwinMark | undefined {
	if (value === undefined) return 'new';
	if (edited === undefined) return 'deleted';
	if (isEqualJson(value, edited)) return undefined;
	return isJsonObject(value) && isJsonObject(edited) ? undefined : 'edited';
}

function overtakenBy({base}: Context, path: JsonPath, value: JsonValue | undefined, mark: TwinMark | undefined): Pick<TwinLine, 'overtaken'> {
	if (base === undefined || mark === undefined) return {};
	const from = valueAt(base, path);
	return isEqualJson(from, value) ? {} : {overtaken: {from}};
}

const hasKeys = (value: JsonValue | undefined): value is JsonObject => isJsonObject(value) && Object.keys(value).length > 0;

/** Both sides are branches, or one is and the other has nothing there. */
function isBranch(value: JsonValue | undefined, edited: JsonValue | undefined): boolean {
	return (hasKeys(value) || hasKeys(edited)) && (value === undefined || isJsonObject(value)) && (edited === undefined || isJsonObject(edited));
}

function linesOf(context: Context, path: JsonPath, value: JsonValue | undefined, edited: JsonValue | undefined): readonly TwinLine[] {
	const {section, metadata, toggled} = context;
	const id = twinLineId(section, path);
	const isToggled = toggled.has(id);
	const mark = markOf(value, edited);
	const line = {id, section, path, value, edited, updatedAt: updatedAtOf(metadata, path), ...overtakenBy(context, path, value, mark)};
	if (!isBranch(value, edited)) {
		const drift = mark === undefined && value !== undefined ? driftOf(context, path, value) : mark;
		const leaf: TwinLine = {...line, kind: 'leaf', isOpen: isToggled, mark: drift};
		return isToggled ? [leaf, ...detailLines(leaf, context.detailWidth)] : [leaf];
	}
	const branch: TwinLine = {...line, kind: 'branch', isOpen: !isToggled, mark};
	return isToggled ? [branch] : [branch, ...childLines(context, path, value, edited)];
}

function detailLines(leaf: TwinLine, width: number): readonly TwinLine[] {
	const rows = jsonRows(JSON.stringify(leaf.edited ?? leaf.value), width);
	return rows.map((detail, index) => ({...leaf, id: `${leaf.id}#${index}`, kind: 'detail', detail}));
}

function childLines(context: Context, path: JsonPath, value: JsonValue | undefined, edited: JsonValue | undefined): readonly TwinLine[] {
	const values = isJsonObject(value) ? value : {};
	const edits = isJsonObject(edited) ? edited : {};
	const keys = new Set([...Object.keys(values), ...Object.keys(edits)]);
	return [...keys].flatMap(key => linesOf(context, [...path, key], ownValue(values, key), ownValue(edits, key)));
}

function sectionLines(context: Context, values: JsonObject, edited: JsonObject, heading: Partial<TwinLine>): readonly TwinLine[] {
	const {section, toggled} = context;
	const isOpen = !toggled.has(section);
	const updatedAt = updatedAtOf(context.metadata, []);
	const line: TwinLine = {id: section, section, path: [], kind: 'section', isOpen, mark: undefined, value: values, edited, updatedAt, ...heading};
	return isOpen ? [line, ...childLines(context, [], values, edited)] : [line];
}

/** The desired section with the unsent edits, on the hub's present state. */
export function editedDesired(twin: Twin, draft: TwinDraft | undefined): JsonObject {
	return applyChanges(twin.desired.values, changesOf(draft));
}

/**
 * The visible lines of a twin: desired with its unsent edits, reported, tags. Deleted keys keep their lines until they are sent.
 * @param toggled ids of branches closed and of leaves opened
 * @param detailWidth cells for the rows of an opened leaf
 */
export function twinLines(twin: Twin, draft: TwinDraft | undefined, toggled: ReadonlySet<string>, detailWidth: number): readonly TwinLine[] {
	const {desired, reported, tags} = twin;
	const context = (section: TwinSectionName, {metadata, version}: Omit<TwinSection, 'values'>, other?: JsonObject): Context => ({
		section,
		metadata,
		version,
		toggled,
		detailWidth,
		other,
	});
	return [
		...sectionLines({...context('desired', desired, reported.values), base: draft?.base.desired}, desired.values, editedDesired(twin, draft), {
			version: desired.version,
			unsentCount: changesOf(draft).length,
		}),
		...sectionLines(context('reported', reported, desired.values), reported.values, reported.values, {version: reported.version}),
		...sectionLines(context('tags', {metadata: {}, version: 0}), tags, tags, {}),
	];
}
