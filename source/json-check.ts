import {type Node, type ParseError, parseTree, printParseErrorCode} from 'jsonc-parser';
import type {JsonValue} from './hub/types.js';

/** Where a text is not what it should be; `line` and `column` count from 1. */
export type JsonProblem = {readonly message: string; readonly line: number; readonly column: number};

/** A text read as strict JSON: the value with its parse tree, or the first problem. */
export type JsonReading = {readonly value: JsonValue; readonly tree: Node} | {readonly problem: JsonProblem};

const words: Readonly<Record<string, string>> = {
	InvalidSymbol: 'this is not JSON; text and keys stand in quotes',
	InvalidNumberFormat: 'this is not a JSON number',
	PropertyNameExpected: 'a key in quotes is missing',
	ValueExpected: 'a value is missing',
	ColonExpected: 'a colon is missing',
	CommaExpected: 'a comma is missing',
	CloseBraceExpected: 'a closing } is missing',
	CloseBracketExpected: 'a closing ] is missing',
	EndOfFileExpected: 'there is text after the end of the value',
	InvalidCommentToken: 'JSON has no comments',
	UnexpectedEndOfComment: 'JSON has no comments',
	UnexpectedEndOfString: 'a closing quote is missing',
	UnexpectedEndOfNumber: 'the number is not complete',
	InvalidUnicode: 'the \\u escape is not complete',
	InvalidEscapeCharacter: 'this escape does not exist in JSON',
	InvalidCharacter: 'control characters must be escaped',
};

/** Turns an offset of the text into a problem with line and column. */
export function problemAt(text: string, offset: number, message: string): JsonProblem {
	const before = text.slice(0, offset).split('\n');
	return {message, line: before.length, column: (before.at(-1) ?? '').length + 1};
}

/** Reads a text as strict JSON: no comments, no trailing comma, one value. Numbers too large for a double are refused. */
export function readJson(text: string): JsonReading {
	const errors: ParseError[] = [];
	try {
		const tree = parseTree(text, errors, {disallowComments: true, allowTrailingComma: false});
		const [error] = errors;
		if (error !== undefined) return {problem: problemAt(text, error.offset, words[printParseErrorCode(error.error)] ?? 'this is not JSON')};
		if (tree === undefined) return {problem: problemAt(text, 0, 'a value is missing')};
		const value: JsonValue = JSON.parse(text);
		const infinite = nodesOf(tree).find(node => node.type === 'number' && !Number.isFinite(node.value));
		return infinite === undefined ? {value, tree} : {problem: problemAt(text, infinite.offset, 'the number is too large')};
	} catch (error) {
		return {problem: problemAt(text, 0, error instanceof RangeError ? 'the value is nested too deeply' : 'this is not JSON')};
	}
}

/** All nodes of a parse tree, parents first. */
export function nodesOf(tree: Node): readonly Node[] {
	const nodes = [tree];
	for (const node of nodes) for (const child of node.children ?? []) nodes.push(child);
	return nodes.sort((left, right) => left.offset - right.offset);
}

/** The second key of the same name in one object, if there is one: JSON readers disagree on which of the two counts. */
export function duplicateKeyOf(tree: Node): Node | undefined {
	for (const node of nodesOf(tree)) {
		if (node.type !== 'object') continue;
		const seen = new Set<string>();
		for (const property of node.children ?? []) {
			const [key] = property.children ?? [];
			if (key === undefined) continue;
			if (seen.has(key.value)) return key;
			seen.add(key.value);
		}
	}
	return undefined;
}

/** The first integer that a double cannot hold, as it is written and as it would be sent. */
export function inexactIntegerOf(text: string, tree: Node): {readonly written: string; readonly sent: string} | undefined {
	for (const node of nodesOf(tree)) {
		const written = text.slice(node.offset, node.offset + node.length);
		if (node.type === 'number' && Number.isInteger(node.value) && !Number.isSafeInteger(node.value) && written !== String(node.value)) {
			return {written, sent: String(node.value)};
		}
	}
	return undefined;
}

/** Bytes of a value as it goes over the wire. */
export function jsonBytes(value: JsonValue): number {
	return Buffer.byteLength(JSON.stringify(value));
}

/** The name of a value's type, as JSON has it. */
export function jsonTypeOf(value: JsonValue): 'null' | 'array' | 'object' | 'string' | 'number' | 'boolean' {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	const type = typeof value;
	return type === 'string' || type === 'number' || type === 'boolean' ? type : 'object';
}
