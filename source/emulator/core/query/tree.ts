/** A query, taken apart. */
export type Query = {
	/** Text after FROM, in lower case. */
	readonly source: string;
	/** `TOP n`. */
	readonly top: number | undefined;
	/** Undefined: `*`. */
	readonly columns: readonly Column[] | undefined;
	readonly condition: Condition | undefined;
	/** `GROUP BY`. */
	readonly groupBy: Path | undefined;
};

export type AggregateName = 'count' | 'avg' | 'sum' | 'min' | 'max';
/** What one key of a result row is made of. */
export type Column = {readonly name: string} & (
	| {readonly kind: 'attribute'; readonly path: Path}
	| {readonly kind: 'aggregate'; readonly aggregate: AggregateName; readonly path: Path | undefined}
);

/** Names from the root of the twin document to a value. */
export type Path = readonly string[];
export type Primitive = null | boolean | number | string;
export type Operand = {readonly kind: 'literal'; readonly value: Primitive} | {readonly kind: 'attribute'; readonly path: Path};
export type Comparison = '=' | '!=' | '<>' | '<' | '>' | '<=' | '>=';

export type Condition =
	| {readonly kind: 'and' | 'or'; readonly terms: readonly Condition[]}
	| {readonly kind: 'not'; readonly term: Condition}
	| {readonly kind: 'compare'; readonly comparison: Comparison; readonly left: Operand; readonly right: Operand}
	| {readonly kind: 'in'; readonly isNegated: boolean; readonly operand: Operand; readonly values: ReadonlySet<Primitive>}
	| {readonly kind: 'is-defined'; readonly path: Path}
	| {readonly kind: 'starts-with' | 'ends-with'; readonly operand: Operand; readonly affix: Operand}
	| {readonly kind: 'contains'; readonly operand: Operand; readonly element: Operand}
	| {readonly kind: 'truth'; readonly operand: Operand};
