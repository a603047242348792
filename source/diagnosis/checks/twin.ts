import type {Twin} from '../../hub/types.js';
import {createCheck} from '../check.js';
import {clockOffsetOf} from '../probes/clock-offset.js';
import type {Outcome} from '../probes/types.js';
import type {Judgement} from '../types.js';
import {judgeRefusal} from './refusal.js';
import {compareSections, type PropertyState} from './twin-drift.js';
import {count, describeMs} from './words.js';

export type TwinObservation = {readonly outcome: Outcome<Twin> /** The hub's time. */; readonly now: number; readonly graceMs: number};

function describe({name, desired, reported, desiredAt}: PropertyState, now: number): string {
	const age = desiredAt === 0 ? '' : ` for ${describeMs(now - desiredAt)}`;
	return `${name}: desired ${JSON.stringify(desired).slice(0, 80)}${age}, reported ${JSON.stringify(reported ?? null).slice(0, 80)}`;
}

/** A property that is `late` counts once it was desired `graceMs` ago. A device that reports nothing at all may be one that never does: a warning. */
export function judgeTwin({outcome: {value: twin, error}, now, graceMs}: TwinObservation): Judgement {
	if (error !== undefined) return judgeRefusal(error);
	const states = compareSections(twin);
	const versions = `Desired version ${twin.desired.version}, reported version ${twin.reported.version}.`;
	const isDue = ({desiredAt}: PropertyState) => now - desiredAt > graceMs;
	const late = states.filter(state => state.state === 'late' && isDue(state));
	const refused = states.filter(({state}) => state === 'refused');
	const [worst] = [...refused, ...late];
	if (worst !== undefined) {
		const rest = refused.length + late.length - 1;
		const evidence = `${describe(worst, now)}${rest === 0 ? '' : `, and ${rest} more`}. ${versions}`;
		return {verdict: 'fail', reason: refused.length > 0 ? 'twin-refused' : 'twin-drift', evidence};
	}
	const hasReported = Object.keys(twin.reported.values).length > 0;
	if (states.some(isDue) && !hasReported) {
		return {
			verdict: 'warn',
			reason: 'twin-never-reported',
			evidence: `${count(states.length, 'desired property', 'desired properties')}, none reported. ${versions}`,
		};
	}
	const started = twin.reported.values.devicelaststarted;
	const inStep = states.filter(({state}) => state === 'in-step').length;
	const evidence = `${versions} ${count(states.length, 'desired property', 'desired properties')}, ${inStep} reported back.${started === undefined ? '' : ` devicelaststarted ${JSON.stringify(started)}.`}`;
	return {verdict: 'pass', evidence};
}

export const twinCheck = createCheck({
	id: 'C14',
	group: 'twin',
	title: 'The device follows its desired properties',
	usesServiceSide: true,
	async observe({probes, timing}) {
		const [outcome, clock] = await Promise.all([probes.readTwin(), probes.readClock()]);
		return {outcome, now: Date.now() - (clock === undefined ? 0 : clockOffsetOf(clock)), graceMs: timing.driftGraceMs};
	},
	judge: judgeTwin,
});
