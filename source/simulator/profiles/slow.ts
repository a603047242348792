import {between, type Method, type Profile, rounded} from '../profile.js';

const answerDelayMs = 8000;
const selfTest: Method = {
	delayMs: answerDelayMs,
	answer: payload => ({status: 200, payload: {passed: true, after: `${answerDelayMs / 1000} s`, echo: payload}}),
};

/** A device behind a thin line: a message every half minute, and answers that come when the caller has nearly given up. */
export const slow: Profile = {
	id: 'slow',
	telemetryIntervalMs: 30_000,
	createMessage: memory => ({
		body: JSON.stringify({pressure: rounded(between(memory, 1.8, 2.6)), battery: Math.round(between(memory, 20, 95))}),
		contentType: 'application/json',
		contentEncoding: 'utf-8',
	}),
	methods: {selfTest, TestMethod: selfTest},
	c2d: 'complete',
	reportAtStart: (_memory, now) => ({uplink: 'lte-m', lastStarted: now.toISOString()}),
	catchesUp: false,
	applyDesired: () => undefined,
};
