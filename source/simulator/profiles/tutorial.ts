import {between, type Profile} from '../profile.js';

/**
 * SimulatedDevice-3 of Microsoft's tutorial "Use a simulated device to test connectivity with your IoT hub", message for message:
 * neither content type nor properties, numbers not rounded, a text as the method's answer.
 */
export const tutorial: Profile = {
	id: 'tutorial',
	telemetryIntervalMs: 1000,
	createMessage: memory => ({body: JSON.stringify({temperature: between(memory, 20, 35), humidity: between(memory, 60, 80)})}),
	methods: {
		TestMethod: {delayMs: 0, answer: payload => ({status: 200, payload: `TestMethod received: ${JSON.stringify(payload)}`})},
	},
	c2d: 'none',
	reportAtStart: (_memory, now) => ({devicelaststarted: now.toISOString()}),
	catchesUp: false,
	applyDesired: () => undefined,
};
