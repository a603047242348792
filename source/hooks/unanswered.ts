import type {Notice} from '../ui-state/types.js';

/** Whether a warning or a failure stands on the status line that the user has not answered with a key yet: news must not take its place. `own`: news. */
export const isUnanswered = (notice: Notice | undefined, own: Notice | undefined): boolean =>
	notice !== undefined && notice !== own && (notice.tone === 'warning' || notice.tone === 'bad');
