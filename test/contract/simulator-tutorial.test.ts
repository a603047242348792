import {afterAll, beforeAll, expect, it} from 'vitest';
import {startFleet} from '../../source/simulator/fleet.js';
import type {Fleet, FleetEvent} from '../../source/simulator/types.js';
import {createRegistry, createServiceClient, setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {readTelemetry} from '../helpers/mqtt-wire.js';

const hub = setUpEmulator({deviceIds: ['MyTestDevice']});
const events: FleetEvent[] = [];
let fleet: Fleet;

beforeAll(async () => {
	const {emulator} = hub;
	emulator.core.twins.patch('MyTestDevice', {properties: {desired: {before: 'start'}}}, undefined);
	fleet = startFleet({
		devices: [{deviceId: 'MyTestDevice', connectionString: emulator.deviceConnectionString('MyTestDevice'), profileId: 'tutorial'}],
		ca: emulator.ca,
		onEvent: event => events.push(event),
	});
	await fleet.started;
});
afterAll(async () => fleet.close());

function desiredChanges(): readonly unknown[] {
	return events.filter(({type}) => type === 'desired').map(({text}) => JSON.parse(text));
}

it('answers TestMethod called by the service SDK', async () => {
	const client = createServiceClient(hub.emulator);
	const {result} = await client.invokeDeviceMethod('MyTestDevice', {
		methodName: 'TestMethod',
		payload: {key: 'value'},
		responseTimeoutInSeconds: 30,
		connectTimeoutInSeconds: 30,
	});
	expect(result).toEqual({status: 200, payload: 'TestMethod received: {"key":"value"}'});
	await eventually(() => events.find(({type}) => type === 'method')?.text).toBe(
		'TestMethod {"key":"value"} → 200 "TestMethod received: {\\"key\\":\\"value\\"}"',
	);
});

it('reports when it started, reads its desired properties then and hears of changes', async () => {
	await eventually(() => hub.emulator.core.twins.deviceView('MyTestDevice').reported).toMatchObject({
		devicelaststarted: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
	});
	await eventually(desiredChanges).toContainEqual({before: 'start', $version: 2});
	const {responseBody: twin} = await createRegistry(hub.emulator).getTwin('MyTestDevice');
	await twin.update({properties: {desired: {mydesiredproperty: 'propertyvalue'}}});
	await eventually(desiredChanges).toContainEqual({mydesiredproperty: 'propertyvalue', $version: 3});
});

it('sends temperature and humidity again and again', async () => {
	await eventually(() => readTelemetry(hub.emulator.core, 'MyTestDevice').length).toBeGreaterThan(2);
	const [event] = readTelemetry(hub.emulator.core, 'MyTestDevice');
	expect(JSON.parse(String(event?.body))).toEqual({temperature: expect.any(Number), humidity: expect.any(Number)});
	expect({system: event?.system, application: event?.application}).toEqual({system: {}, application: {}});
});
