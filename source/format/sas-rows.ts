import type {SecretText} from '../hub/management-types.js';
import {type Safe, safe, show} from '../safe-text.js';
import type {SasToken} from '../sas/token.js';
import {parseSas} from '../sas/token.js';
import type {SasFinding} from '../sas/verify.js';
import type {InspectedToken} from '../ui-state/management.js';
import {type Row, span, type Tone, wrapRow} from './cells.js';
import {maskedRow, revealedRows} from './secret.js';
import {wrapWords} from './wrap-words.js';

/** HMAC-SHA256. */
const signatureBytes = 32;
const checkCells = 16;

const verdictWords: Readonly<Record<SasFinding['verdict'], {readonly text: Safe; readonly tone: Tone}>> = {
	pass: {text: safe`✓ PASS`, tone: 'good'},
	warn: {text: safe`▲ WARN`, tone: 'warning'},
	fail: {text: safe`✕ FAIL`, tone: 'bad'},
	skip: {text: safe`○ SKIP`, tone: 'muted'},
};

function kindOf(resource: string): Safe {
	const [, collection, , modules] = resource.split('/');
	if (modules === 'modules') return safe`a module`;
	if (collection === 'devices') return safe`a device`;
	return collection === undefined ? safe`the whole hub` : safe`an endpoint of the hub`;
}

/** The expiry as a time, and as it stands in the token where that is no time. */
function expiryOf({expiresAt, rawExpiry}: SasToken): string {
	const date = new Date(expiresAt);
	return Number.isNaN(date.getTime()) ? rawExpiry : `${date.toISOString()} (${rawExpiry})`;
}

/** The fields of a token; of its signature only the length. */
export function tokenRows(token: SasToken, width: number): readonly Row[] {
	const line = (name: Safe, value: Safe, note: Safe = safe``): readonly Row[] => wrapRow([span(name, 'muted'), span(value), span(note, 'muted')], width);
	const length = Buffer.from(token.signature, 'base64').length;
	return [
		...line(safe`resource (sr)   `, show(token.resource), safe`  for ${kindOf(token.resource)}`),
		...line(safe`expiry (se)     `, show(expiryOf(token))),
		...line(safe`policy (skn)    `, token.policyName === undefined ? safe`none: signed with the device's own key` : show(token.policyName)),
		...line(safe`signature (sig) `, safe`${length} bytes`, length === signatureBytes ? safe`` : safe`, and it must be ${signatureBytes}`),
	];
}

/** One answer per question, wrapped under itself. */
export function findingRows(findings: readonly SasFinding[], width: number): readonly Row[] {
	return findings.flatMap(({check, verdict, text}) => {
		const {text: word, tone} = verdictWords[verdict];
		return wrapWords(show(text), Math.max(1, width - checkCells - 1)).map((line, index): Row => {
			if (index > 0) return [span(show(' '.repeat(checkCells + 1))), span(line)];
			return [span(word, tone, {isBold: true}), span(show(` ${check}`.padEnd(checkCells - 5)), 'muted'), span(line)];
		});
	});
}

/** A token that was made or pasted: what it says, what the hub would say, and for one that was made here the token itself, masked or not. */
export function inspectedRows(
	{token, isOwn, findings}: InspectedToken,
	reveal: {readonly until: number} | undefined,
	width: number,
	now: number,
): readonly Row[] {
	const secret: SecretText = token;
	const rows = [...tokenRows(parseSas(secret.reveal()), width), [], ...findingRows(findings, width)];
	if (!isOwn) return rows;
	const revealed = reveal === undefined ? [] : revealedRows(secret, reveal.until, now, width);
	return [...rows, [], [span(safe`token           `, 'muted'), ...maskedRow(secret)], ...revealed];
}
