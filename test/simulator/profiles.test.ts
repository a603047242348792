import {describe, expect, it} from 'vitest';
import type {DeviceMemory, JsonObject, JsonValue, TelemetryMessage} from '../../source/simulator/profile.js';
import {profiles} from '../../source/simulator/profiles.js';
import {createRandom} from '../../source/simulator/random.js';
import type {ProfileId} from '../../source/simulator/types.js';

function remember(profileId: ProfileId): DeviceMemory {
	return {
		random: createRandom('press-01'),
		messageCount: 0,
		telemetryIntervalMs: profiles[profileId].telemetryIntervalMs,
		temperature: 21,
		targetTemperature: 21,
	};
}

function createMessages(profileId: ProfileId, count: number): readonly (TelemetryMessage | undefined)[] {
	const memory = remember(profileId);
	return Array.from({length: count}, () => {
		const message = profiles[profileId].createMessage(memory);
		memory.messageCount++;
		return message;
	});
}

function callMethod(profileId: ProfileId, name: string, payload: JsonValue, memory = remember(profileId)) {
	return profiles[profileId].methods[name]?.answer(payload, memory);
}

const isText = (body: string | Buffer): boolean => Buffer.from(body.toString()).equals(Buffer.from(body));
const isJson = (body: string | Buffer): boolean => {
	try {
		JSON.parse(body.toString());
		return true;
	} catch {
		return false;
	}
};

it.each(Object.entries(profiles))('%s carries its own name', (profileId, profile) => {
	expect(profile.id).toBe(profileId);
});

describe('the device of the tutorial', () => {
	it('sends temperature and humidity every second, without content type or properties', () => {
		expect(profiles.tutorial.telemetryIntervalMs).toBe(1000);
		for (const message of createMessages('tutorial', 200)) {
			expect(Object.keys(message ?? {})).toEqual(['body']);
			const {temperature, humidity, ...others} = JSON.parse(String(message?.body));
			expect(others).toEqual({});
			expect(temperature).toSatisfy((value: number) => value >= 20 && value < 35);
			expect(humidity).toSatisfy((value: number) => value >= 60 && value < 80);
		}
	});

	it('answers TestMethod with what it received, as a text, and offers nothing else', () => {
		expect(Object.keys(profiles.tutorial.methods)).toEqual(['TestMethod']);
		expect(callMethod('tutorial', 'TestMethod', {key: 'value'})).toEqual({status: 200, payload: 'TestMethod received: {"key":"value"}'});
		expect(callMethod('tutorial', 'TestMethod', null)).toEqual({status: 200, payload: 'TestMethod received: null'});
	});

	it('reports when it was started', () => {
		expect(profiles.tutorial.reportAtStart(remember('tutorial'), new Date(0))).toEqual({devicelaststarted: '1970-01-01T00:00:00.000Z'});
	});
});

describe('the thermostat', () => {
	it('applies desired properties and reports what holds', () => {
		const memory = remember('thermostat');
		expect(profiles.thermostat.applyDesired({targetTemperature: 30, telemetryInterval: 2, $version: 4}, memory)).toEqual({
			targetTemperature: 30,
			telemetryInterval: 2,
		});
		expect(memory).toMatchObject({targetTemperature: 30, telemetryIntervalMs: 2000});
	});

	it.each<JsonObject>([{targetTemperature: '30'}, {targetTemperature: 500}, {telemetryInterval: 0}, {telemetryInterval: null}, {telemetryInterval: {}}])(
		'keeps to what it had when %j is desired',
		desired => {
			expect(profiles.thermostat.applyDesired(desired, remember('thermostat'))).toEqual({targetTemperature: 21, telemetryInterval: 5});
		},
	);

	it('says nothing of desired properties that are not for it', () => {
		expect(profiles.thermostat.applyDesired({color: 'red', $version: 2}, remember('thermostat'))).toBeUndefined();
	});

	it('sets its target by method, and refuses what is no temperature', () => {
		expect(callMethod('thermostat', 'setTargetTemperature', {temperature: 25})).toMatchObject({status: 200, report: {targetTemperature: 25}});
		expect(callMethod('thermostat', 'setTargetTemperature', 19)).toMatchObject({status: 200, report: {targetTemperature: 19}});
		const wrong: readonly JsonValue[] = [null, 'warm', {}, {temperature: 1e9}, [25]];
		for (const payload of wrong) expect(callMethod('thermostat', 'setTargetTemperature', payload)?.status).toBe(400);
	});

	it('warms up to its target, in JSON that says it is JSON', () => {
		const memory = {...remember('thermostat'), targetTemperature: 60};
		for (let count = 0; count < 30; count++) {
			const message = profiles.thermostat.createMessage(memory);
			expect(message).toMatchObject({contentType: 'application/json', contentEncoding: 'utf-8'});
			expect(isJson(message?.body ?? '')).toBe(true);
		}
		expect(Math.abs(memory.temperature - 60)).toBeLessThan(4);
	});
});

it('the slow device sends every 30 seconds and takes 8 for an answer', () => {
	expect(profiles.slow.telemetryIntervalMs).toBe(30_000);
	expect(Object.values(profiles.slow.methods).map(({delayMs}) => delayMs)).toEqual([8000, 8000]);
});

it('the silent device stops sending and offers no methods', () => {
	const sent = createMessages('silent', 60).map(message => message !== undefined);
	expect(sent.indexOf(false)).toBe(30);
	expect(sent.lastIndexOf(true)).toBe(29);
	expect(profiles.silent.methods).toEqual({});
});

describe('the garbled device', () => {
	const messages = createMessages('garbled', 10).flatMap(message => message ?? []);

	it('sends text that is no JSON, bytes that are no text, large bodies and empty ones', () => {
		expect(messages.filter(({body}) => isText(body) && !isJson(body)).length).toBeGreaterThan(2);
		expect(messages.filter(({body}) => !isText(body))).not.toEqual([]);
		expect(messages.filter(({body}) => body.length >= 4000)).not.toEqual([]);
		expect(messages.filter(({body}) => body.length === 0)).not.toEqual([]);
	});

	it('sends what would take over a terminal, in bodies and in names', () => {
		const text = messages.map(({body, properties}) => body.toString() + JSON.stringify(properties)).join('');
		for (const hostile of ['\u001b[2J', '\u001b]0;', '\u202e', '\\u001b]8;;', '__proto__']) expect(text).toContain(hostile);
	});

	it('begins anew after the last one', () => {
		expect(createMessages('garbled', 11)[10]).toEqual(messages[0]);
	});
});
