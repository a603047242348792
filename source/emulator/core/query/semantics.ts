import type {Node, Semantics} from 'ohm-js';
import {findPath} from './attributes.js';
import type {AggregateName, Column, Condition, Operand, Path, Primitive, Query} from './tree.js';

const aggregateNames: readonly AggregateName[] = ['count', 'avg', 'sum', 'min', 'max'];

/** Adds the operation `tree` to the grammar's semantics; on the whole query it returns a `Query`. */
export function defineTree(semantics: Semantics): Semantics {
	addValues(semantics);
	addConditions(semantics);
	return semantics.addOperation<Query>('tree', {
		Query(_select, top, columns, _from, source, where, groupBy, _end) {
			return {
				source: source.sourceString.toLowerCase(),
				top: top.child(0)?.top(),
				columns: columns.columns(),
				condition: where.child(0)?.child(1).condition(),
				groupBy: groupBy.child(0)?.child(2).path(),
			};
		},
	});
}

function addValues(semantics: Semantics): void {
	semantics.addOperation<number>('top', {Top: (_top, digits) => Number(digits.sourceString)});
	semantics.addOperation<Path>('path', {
		path: (first, _dots, rest) => findPath([first, ...rest.children].map(step => step.step())),
	});
	semantics.addOperation<string>('step', {
		step_quoted: (_open, characters, _close) => characters.sourceString,
		step_plain: name => name.sourceString,
	});
	semantics.addOperation<Primitive>('value', {
		literal: literal => literal.value(),
		word: word => readWord(word.sourceString),
		string_single: (_open, characters, _close) => joinCharacters(characters),
		string_double: (_open, characters, _close) => joinCharacters(characters),
		number_hex: (sign, _prefix, digits) => Number.parseInt(sign.sourceString + digits.sourceString, 16),
		number_decimal(_sign, _whole, _point, _fraction, _exponent) {
			return Number(this.sourceString);
		},
	});
	semantics.addOperation<string>('character', {
		character_unicode: (_prefix, a, b, c, d) => String.fromCharCode(Number.parseInt([a, b, c, d].map(digit => digit.sourceString).join(''), 16)),
		character_escape: (_backslash, character) => character.sourceString,
		character_plain: character => character.sourceString,
	});
	semantics.addOperation<Operand>('operand', {
		literal: literal => ({kind: 'literal', value: literal.value()}),
		path(_first, _dots, _rest) {
			return {kind: 'attribute', path: this.path()};
		},
	});
	addColumns(semantics);
}

function addColumns(semantics: Semantics): void {
	semantics.addOperation<readonly Column[] | undefined>('columns', {
		Columns_all: _star => undefined,
		Columns_some: list => list.asIteration().children.map(column => column.column()),
	});
	semantics.addOperation<Column>('column', {
		Column(value, alias) {
			const column: Column = value.column();
			const name: string | undefined = alias.child(0)?.child(1).sourceString;
			return name === undefined ? column : {...column, name};
		},
		path(_first, _dots, _rest) {
			const path: Path = this.path();
			return {kind: 'attribute', name: path.at(-1) ?? '', path};
		},
		Aggregate_count: (_name, _open, _close) => ({kind: 'aggregate', aggregate: 'count', name: 'count', path: undefined}),
		Aggregate_of(name, _open, path, _close) {
			const aggregate = aggregateNames.find(known => known === name.sourceString.toLowerCase()) ?? 'count';
			return {kind: 'aggregate', aggregate, name: aggregate, path: path.path()};
		},
	});
}

function addConditions(semantics: Semantics): void {
	const join = (kind: 'and' | 'or', first: Node, rest: Node): Condition => {
		const terms: Condition[] = [first, ...rest.children].map(term => term.condition());
		const [only] = terms;
		return only !== undefined && terms.length === 1 ? only : {kind, terms};
	};
	semantics.addOperation<Condition>('condition', {
		Condition: (first, _or, rest) => join('or', first, rest),
		Conjunction: (first, _and, rest) => join('and', first, rest),
		Negation(nots, test) {
			const term: Condition = test.condition();
			if (nots.numChildren === 0) return term;
			const negated: Condition = {kind: 'not', term};
			return nots.numChildren % 2 === 1 ? negated : {kind: 'not', term: negated};
		},
		Test_group: (_open, condition, _close) => condition.condition(),
		Test_defined: (_name, _open, path, _close) => ({kind: 'is-defined', path: path.path()}),
		Test_affix: (name, _open, operand, _comma, affix, _close) => ({
			kind: name.sourceString.toLowerCase().startsWith('starts') ? 'starts-with' : 'ends-with',
			operand: operand.operand(),
			affix: affix.operand(),
		}),
		Test_contains: (_name, _open, operand, _comma, element, _close) => ({kind: 'contains', operand: operand.operand(), element: element.operand()}),
		Test_compare: (left, comparison, right) => ({
			kind: 'compare',
			comparison: comparison.comparison(),
			left: left.operand(),
			right: right.operand(),
		}),
		Test_in: (operand, _in, list) => ({kind: 'in', isNegated: false, operand: operand.operand(), values: readList(list)}),
		Test_nin: (operand, _nin, list) => ({kind: 'in', isNegated: true, operand: operand.operand(), values: readList(list)}),
		Test_truth: operand => ({kind: 'truth', operand: operand.operand()}),
	});
	semantics.addOperation<string>('comparison', {
		comparison(_symbol) {
			return this.sourceString;
		},
	});
}

function readList(list: Node): ReadonlySet<Primitive> {
	const literals: readonly Node[] = list.child(1).asIteration().children;
	return new Set(literals.map(literal => literal.value()));
}

function readWord(text: string): boolean | null {
	const word = text.toLowerCase();
	return word === 'null' ? null : word === 'true';
}

function joinCharacters(characters: Node): string {
	return characters.children.map(character => character.character()).join('');
}
