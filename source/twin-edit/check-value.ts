import type {Node} from 'jsonc-parser';
import type {JsonObject, JsonValue} from '../hub/types.js';
import {duplicateKeyOf, jsonTypeOf, nodesOf, problemAt, readJson} from '../json-check.js';
import {type JsonPath, setAt, valueAt} from './json-path.js';
import {checkKey, sectionSize, twinLimits} from './limits.js';

/** What a typed text is as the value of a desired property. `warning` does not hold it up; `offer` is what was probably meant. */
export type ValueCheck =
	| {readonly state: 'good'; readonly value: JsonValue; readonly warning?: string}
	| {readonly state: 'bad'; readonly message: string; readonly line: number; readonly column: number; readonly offer?: string};

/** Keys of objects from the edited value down to a node; items of arrays add none. */
function depthOf(node: Node): number {
	let depth = 0;
	for (let parent = node.parent; parent !== undefined; parent = parent.parent) if (parent.type === 'property') depth++;
	return depth;
}

const isKeyNode = (node: Node) => node.parent?.type === 'property' && node.parent.children?.[0] === node;

/** Rules on single nodes, in the order in which they are told: a reason for the first node that breaks one. */
const rules: readonly ((node: Node, path: JsonPath) => string | undefined)[] = [
	node => (isKeyNode(node) ? checkKey(node.value) : undefined),
	node => {
		const isKept = node.parent?.type === 'array';
		return node.type === 'null' && !isKept ? 'null deletes the key in a twin: leave the field and press X on it' : undefined;
	},
	(node, path) => (path.length + depthOf(node) > twinLimits.pathLength ? 'a twin nests at most 10 objects' : undefined),
	node => {
		const bytes = node.type === 'string' && !isKeyNode(node) ? Buffer.byteLength(node.value) : 0;
		return bytes > twinLimits.stringBytes ? `a text has at most ${twinLimits.stringBytes} bytes, this has ${bytes}` : undefined;
	},
];

function isOutOfRange(node: Node): boolean {
	const {smallestInteger, largestInteger} = twinLimits;
	return node.type === 'number' && Number.isInteger(node.value) && (node.value < smallestInteger || node.value > largestInteger);
}

/** Bare words are probably meant as text: `on`, `v1.2`, `True`. */
function offerFor(text: string): string | undefined {
	const word = text.trim();
	return word === '' || /^[[{"]/.test(word) ? undefined : JSON.stringify(word);
}

/**
 * Checks a typed text against JSON and then the twin's rules: keys, null, depth, strings, section size, integers, duplicate keys.
 * @param edited the desired section with all unsent edits, without this one
 * @param before the value the hub has at `path`, for the warning on a change of type
 */
export function checkTwinValue(text: string, path: JsonPath, edited: JsonObject, before: JsonValue | undefined): ValueCheck {
	const reading = readJson(text);
	if ('problem' in reading) return {state: 'bad', ...reading.problem, offer: offerFor(text)};
	const {value, tree} = reading;
	const bad = (message: string, offset: number): ValueCheck => ({state: 'bad', ...problemAt(text, offset, message)});
	const nodes = nodesOf(tree);
	for (const rule of rules) {
		for (const node of nodes) {
			const message = rule(node, path);
			if (message !== undefined) return bad(message, node.offset);
		}
	}
	const size = sectionSize(setAt(edited, path, value));
	if (size > twinLimits.sectionSize) return bad(`desired holds at most ${twinLimits.sectionSize} characters, this makes it ${size}`, 0);
	const outside = nodes.find(isOutOfRange);
	if (outside !== undefined) return bad(`an integer lies between ${twinLimits.smallestInteger} and ${twinLimits.largestInteger}`, outside.offset);
	const duplicate = duplicateKeyOf(tree);
	if (duplicate !== undefined) return bad('this key is there twice', duplicate.offset);
	const isNewType = before !== undefined && jsonTypeOf(before) !== jsonTypeOf(value);
	return {state: 'good', value, warning: isNewType ? `was ${jsonTypeOf(before)}: the type changes` : undefined};
}

/** Why a name cannot become a key under `path`; undefined when it can. */
export function checkNewKey(name: string, path: JsonPath, edited: JsonObject): string | undefined {
	if (path.length + 1 > twinLimits.pathLength) return 'a twin nests at most 10 objects';
	return checkKey(name) ?? (valueAt(edited, [...path, name]) === undefined ? undefined : 'this key is there already: press e on it');
}
