import type {HubError} from '../errors.js';
import {safe} from '../safe-text.js';
import type {Row} from './cells.js';
import {sentenceRows} from './wrap-words.js';

/** Whole seconds that the hub still asks to wait; 0 when it asked for nothing or the time is over. */
export const secondsToWait = ({retryAt}: HubError, now: number): number => (retryAt === undefined ? 0 : Math.max(0, Math.ceil((retryAt - now) / 1000)));

/** What helps after a write that was refused: waiting, counted down, or the doctor. @param isOverDialog Escape goes back to a dialog first */
export function retryRows(error: HubError, width: number, now: number, isOverDialog = false): readonly Row[] {
	if (error.retryAt !== undefined) {
		const seconds = secondsToWait(error, now);
		return seconds > 0
			? sentenceRows(safe`◌ the hub asks to wait ${seconds} s more`, width, 'info')
			: sentenceRows(safe`The time that the hub asked to wait is over.`, width, 'muted');
	}
	if (error.kind !== 'not-found' && error.kind !== 'unauthorized') return [];
	return sentenceRows(safe`→ ${isOverDialog ? safe`Esc twice` : safe`Esc`}, then D asks the doctor.`, width, 'muted');
}
