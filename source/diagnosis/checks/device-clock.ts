import {asJsonObject, asText} from '../../hub/json-value.js';
import type {Twin} from '../../hub/types.js';
import {createCheck} from '../check.js';
import type {Judgement} from '../types.js';
import {clockToleranceMs} from './clock.js';
import {judgeRefusal} from './refusal.js';
import {describeMs, describeTime} from './words.js';

/** Properties that devices set to their own time at the moment of reporting; the tutorial's is the first. */
const startNames: readonly string[] = ['devicelaststarted', 'lastStarted', 'lastStartTime', 'bootTime'];

/** A time that the device wrote, and the hub's when it got it. */
export type DeviceTime = {readonly source: string; readonly deviceAt: number; readonly hubAt: number};

/** What the reported properties tell of the device's clock. */
export function findReportedTime({reported}: Twin): DeviceTime | undefined {
	for (const name of startNames) {
		const deviceAt = Date.parse(asText(reported.values[name]));
		const hubAt = Date.parse(asText(asJsonObject(reported.metadata[name]).$lastUpdated));
		if (!Number.isNaN(deviceAt) && !Number.isNaN(hubAt)) return {source: `the reported ${name}`, deviceAt, hubAt};
	}
	return undefined;
}

/** By a time that the device wrote itself; without one it is skipped. */
export function judgeDeviceClock(time: DeviceTime | undefined): Judgement {
	if (time === undefined) return {verdict: 'skip', evidence: 'The device reports no time of its own (devicelaststarted or the like).'};
	const {source, deviceAt, hubAt} = time;
	const offset = deviceAt - hubAt;
	const evidence = `By ${source} the device wrote ${describeTime(deviceAt)} when the hub had ${describeTime(hubAt)}: ${describeMs(Math.abs(offset))} ${offset < 0 ? 'behind' : 'ahead'}.`;
	return Math.abs(offset) > clockToleranceMs ? {verdict: 'fail', reason: 'device-clock', evidence} : {verdict: 'pass', evidence};
}

export const deviceClockCheck = createCheck({
	id: 'C5-device',
	group: 'device-to-cloud',
	title: "The clock of the device agrees with the hub's",
	usesServiceSide: true,
	async observe({probes}) {
		const {value, error} = await probes.readTwin();
		const message = probes.readMessageTime();
		const time = (value && findReportedTime(value)) ?? (message && {source: 'the creation time of its newest message', ...message});
		return {time, error};
	},
	judge: ({time, error}) => (time === undefined && error !== undefined ? judgeRefusal(error) : judgeDeviceClock(time)),
});
