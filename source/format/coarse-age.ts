import {type Safe, safe} from '../safe-text.js';
import {age} from './time.js';

const stepMs = 10_000;

/** An age in steps too wide to move while one looks: `now` under ten seconds, then `10s`, `20s` … `9m`, `2h`. */
export const coarseAge = (ms: number): Safe => (ms < stepMs ? safe`now` : age(ms < 60_000 ? ms - (ms % stepMs) : ms));
