import type {JsonObject, JsonValue} from '../types.js';
import {readPath} from './attributes.js';
import type {Comparison, Condition, Operand, Primitive} from './tree.js';

/** What a condition says of a device. Undefined: it cannot be said, because an attribute is missing or of another type. */
type Truth = boolean | undefined;

/** Whether the condition is true for a twin document; a condition that cannot be decided is not. */
export function isMatch(condition: Condition, twin: JsonObject): boolean {
	return decide(condition, twin) === true;
}

function decide(condition: Condition, twin: JsonObject): Truth {
	switch (condition.kind) {
		case 'and':
			return decideAll(condition.terms, twin, false);
		case 'or':
			return decideAll(condition.terms, twin, true);
		case 'not': {
			const truth = decide(condition.term, twin);
			return truth === undefined ? undefined : !truth;
		}
		case 'compare':
			return compare(condition.comparison, read(condition.left, twin), read(condition.right, twin));
		case 'in': {
			const value = read(condition.operand, twin);
			return isPrimitive(value) ? condition.values.has(value) !== condition.isNegated : undefined;
		}
		case 'is-defined':
			return readPath(twin, condition.path) !== undefined;
		case 'starts-with':
		case 'ends-with': {
			const value = read(condition.operand, twin);
			const affix = read(condition.affix, twin);
			if (typeof value !== 'string' || typeof affix !== 'string') return undefined;
			return condition.kind === 'starts-with' ? value.startsWith(affix) : value.endsWith(affix);
		}
		case 'contains': {
			const value = read(condition.operand, twin);
			const element = read(condition.element, twin);
			return Array.isArray(value) && isPrimitive(element) ? value.includes(element) : undefined;
		}
		case 'truth': {
			const value = read(condition.operand, twin);
			return typeof value === 'boolean' ? value : undefined;
		}
	}
}

/** `and` ends at the first false term, `or` at the first true one; otherwise one undecided term leaves the whole undecided. */
function decideAll(terms: readonly Condition[], twin: JsonObject, end: boolean): Truth {
	let truth: Truth = !end;
	for (const term of terms) {
		const one = decide(term, twin);
		if (one === end) return end;
		if (one === undefined) truth = undefined;
	}
	return truth;
}

function read(operand: Operand, twin: JsonObject): JsonValue | undefined {
	return operand.kind === 'literal' ? operand.value : readPath(twin, operand.path);
}

function isPrimitive(value: JsonValue | undefined): value is Primitive {
	return value === null || (value !== undefined && typeof value !== 'object');
}

/** Only primitive values of the same type compare; text by its characters. */
function compare(comparison: Comparison, left: JsonValue | undefined, right: JsonValue | undefined): Truth {
	if (!isPrimitive(left) || !isPrimitive(right)) return undefined;
	if (comparison === '=') return left === right;
	if (comparison === '!=' || comparison === '<>') return left !== right;
	if (typeof left === 'number' && typeof right === 'number') return isInOrder(comparison, left - right);
	if (typeof left === 'string' && typeof right === 'string') return isInOrder(comparison, left < right ? -1 : left > right ? 1 : 0);
	return undefined;
}

function isInOrder(comparison: '<' | '>' | '<=' | '>=', difference: number): boolean {
	if (comparison === '<') return difference < 0;
	if (comparison === '>') return difference > 0;
	return comparison === '<=' ? difference <= 0 : difference >= 0;
}
