import {createHash} from 'node:crypto';
import type {SecretText} from '../hub/management-types.js';
import {type Safe, safe, show, wrap} from '../safe-text.js';
import {type Row, span} from './cells.js';

/** How long a secret stays readable, in milliseconds. */
export const revealMs = 10_000;

/** What tells two secrets apart without telling them: the first 8 hexadecimal digits of the SHA-256 of the text (`printf %s KEY | sha256sum`). */
export function fingerprint(secret: SecretText): Safe {
	return show(createHash('sha256').update(secret.reveal()).digest('hex').slice(0, 8));
}

/** A secret as everybody may see it. */
export const masked: Safe = safe`************`;

/** `************  SHA-256 1a2b3c4d` */
export function maskedRow(secret: SecretText): Row {
	return [span(masked), span(safe`  SHA-256 `, 'muted'), span(fingerprint(secret))];
}

/** A secret that was asked for, wrapped, with the time it stays; nothing when the time is over. */
export function revealedRows(secret: SecretText, until: number, now: number, width: number): readonly Row[] {
	const left = Math.ceil(Math.min(revealMs, until - now) / 1000);
	if (left <= 0) return [];
	const pieces = wrap(show(secret.reveal()), width);
	return [[span(safe`▲ Readable for ${left} s more`, 'warning', {isBold: true})], ...pieces.map(text => [span(text, 'accent')])];
}
