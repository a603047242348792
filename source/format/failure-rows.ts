import type {HubError} from '../errors.js';
import {safe, show} from '../safe-text.js';
import {type Row, span, wrapRow} from './cells.js';

/** What went wrong and what to do next, wrapped to `width` cells. */
export const failureRows = ({message, hint}: HubError, width: number): readonly Row[] => [
	...wrapRow([span(show(message), 'bad')], width),
	...(hint === '' ? [] : wrapRow([span(safe`→ ${show(hint)}`, 'muted')], width)),
];
