import {type Safe, show} from '../safe-text.js';

/** Messages a second, `12.4/s`, or `847/s` where a tenth means nothing. */
export const rate = (perSecond: number): Safe => show(`${perSecond.toFixed(perSecond < 100 ? 1 : 0)}/s`);
