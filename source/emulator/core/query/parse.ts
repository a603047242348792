import type {Semantics} from 'ohm-js';
import {HubFault} from '../fault.js';
import {loadGrammar} from './grammar.js';
import {defineTree} from './semantics.js';
import type {Query} from './tree.js';

const longestText = 8192;
/** Deepest nesting of parentheses and brackets. */
const deepestNesting = 32;
const unsupportedSources = ['devices.modules', 'devices.jobs'];

let semantics: Semantics | undefined;

/** Takes a query apart. @throws HubFault ArgumentInvalid, FeatureNotSupported (sources other than devices) */
export function parseQuery(text: string): Query {
	if (text.length > longestText) throw new HubFault('ArgumentInvalid', `A query may have at most ${longestText} characters.`);
	checkNesting(text);
	const match = loadGrammar().match(text);
	if (match.failed()) throw invalidQuery(match.getInterval().startIdx);
	semantics ??= defineTree(loadGrammar().createSemantics());
	const query: Query = semantics(match).tree();
	if (unsupportedSources.includes(query.source)) {
		throw new HubFault('FeatureNotSupported', `The local hub does not emulate queries on ${query.source}.`);
	}
	if (query.source !== 'devices' || (query.columns === undefined && query.groupBy !== undefined)) throw invalidQuery();
	return query;
}

/** The service's own words, with the place added where it is known. */
function invalidQuery(place?: number): HubFault {
	const where = place === undefined ? '' : ` (near character ${place + 1})`;
	return new HubFault('ArgumentInvalid', `The query is invalid. Please check the format of the query and try again.${where}`);
}

function checkNesting(text: string): void {
	let depth = 0;
	for (const token of text.matchAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[()[\]]/gs)) {
		if (token[0] === '(' || token[0] === '[') depth += 1;
		if (token[0] === ')' || token[0] === ']') depth -= 1;
		if (depth > deepestNesting) throw new HubFault('ArgumentInvalid', `A query may be nested at most ${deepestNesting} deep.`);
	}
}
