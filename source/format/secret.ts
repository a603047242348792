import type {SecretText} from '../hub/management-types.js';
import {type Safe, safe, show, wrap} from '../safe-text.js';
import {fingerprint} from '../secret.js';
import {type Row, span} from './cells.js';

/** How long a secret stays readable, in milliseconds. */
export const revealMs = 10_000;

/** A secret as everybody may see it. */
export const masked: Safe = safe`************`;

/** `************  SHA-256 1a2b3c4d` */
export function maskedRow(secret: SecretText): Row {
	return [span(masked), span(safe`  SHA-256 `, 'muted'), span(show(fingerprint(secret)))];
}

/** A secret that was asked for, wrapped, with the time it stays; nothing when the time is over. */
export function revealedRows(secret: SecretText, until: number, now: number, width: number): readonly Row[] {
	const left = Math.ceil(Math.min(revealMs, until - now) / 1000);
	if (left <= 0) return [];
	const pieces = wrap(show(secret.reveal()), width);
	return [[span(safe`▲ Readable for ${left} s more`, 'warning', {isBold: true})], ...pieces.map(text => [span(text, 'accent')])];
}
