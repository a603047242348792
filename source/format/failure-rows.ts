import type {HubError} from '../errors.js';
import {type Safe, safe, show} from '../safe-text.js';
import type {Row} from './cells.js';
import {sentenceRows} from './wrap-words.js';

/** What went wrong and what to do next, in one line. */
export const failureWords = ({message, hint}: HubError): Safe => show(hint === '' ? message : `${message} ${hint}`);

/** The same, each below the other, wrapped to `width` cells. */
export const failureRows = ({message, hint}: HubError, width: number): readonly Row[] => [
	...sentenceRows(show(message), width, 'bad'),
	...(hint === '' ? [] : sentenceRows(safe`→ ${show(hint)}`, width, 'muted')),
];
