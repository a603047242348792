import {between, type DeviceMemory, type JsonObject, type JsonValue, type MethodAnswer, type Profile, rounded} from '../profile.js';

const restartMs = 4000;
const alertMargin = 5;
const limits = {targetTemperature: [-20, 120], telemetryInterval: [1, 3600]} as const;

/** A well-behaved device: it applies what is desired of it, reports what holds, and refuses what makes no sense. */
export const thermostat: Profile = {
	id: 'thermostat',
	telemetryIntervalMs: 5000,
	createMessage(memory) {
		memory.temperature += (memory.targetTemperature - memory.temperature) * 0.2 + between(memory, -0.5, 0.5);
		const isHot = memory.temperature > memory.targetTemperature + alertMargin;
		return {
			body: JSON.stringify({temperature: rounded(memory.temperature), targetTemperature: memory.targetTemperature, humidity: rounded(between(memory, 40, 60))}),
			contentType: 'application/json',
			contentEncoding: 'utf-8',
			properties: [['temperatureAlert', String(isHot)]],
		};
	},
	methods: {
		reboot: {delayMs: 500, answer: () => ({status: 200, payload: {rebooting: true}, restartAfterMs: restartMs})},
		setTargetTemperature: {delayMs: 200, answer: setTargetTemperature},
	},
	c2d: 'complete',
	reportAtStart: (memory, now) => ({firmware: {version: '1.4.2'}, lastStarted: now.toISOString(), ...settings(memory)}),
	catchesUp: true,
	applyDesired(desired, memory) {
		const {targetTemperature, telemetryInterval, iotTuiProbe} = desired;
		// Answers the doctor's test, and forgets it when it is taken back.
		const answer = iotTuiProbe === undefined ? undefined : {iotTuiProbe};
		if (targetTemperature === undefined && telemetryInterval === undefined) return answer;
		if (isWithin(targetTemperature, limits.targetTemperature)) memory.targetTemperature = targetTemperature;
		if (isWithin(telemetryInterval, limits.telemetryInterval)) memory.telemetryIntervalMs = telemetryInterval * 1000;
		// What holds, also when it is not what was desired: the difference is there to be seen.
		return {...settings(memory), ...answer};
	},
};

function settings(memory: DeviceMemory): JsonObject {
	return {targetTemperature: memory.targetTemperature, telemetryInterval: memory.telemetryIntervalMs / 1000};
}

function setTargetTemperature(payload: JsonValue, memory: DeviceMemory): MethodAnswer {
	const value = typeof payload === 'object' && payload !== null && 'temperature' in payload ? payload.temperature : payload;
	if (!isWithin(value, limits.targetTemperature)) {
		return {status: 400, payload: {error: `temperature must be a number from ${limits.targetTemperature.join(' to ')}`}};
	}
	memory.targetTemperature = value;
	return {status: 200, payload: {targetTemperature: value}, report: settings(memory)};
}

function isWithin(value: JsonValue | undefined, [low, high]: readonly [number, number]): value is number {
	return typeof value === 'number' && value >= low && value <= high;
}
