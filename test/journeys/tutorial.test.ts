import {readFileSync} from 'node:fs';
import {expect, onTestFinished, test} from 'vitest';
import {startFleet} from '../../source/simulator/fleet.js';
import type {FleetEvent} from '../../source/simulator/types.js';
import {openConsoleOn, selectDevice} from '../helpers/console.js';
import {startEmulatorProgram} from '../helpers/emulator-program.js';
import {eventually} from '../helpers/eventually.js';
import type {Terminal} from '../helpers/terminal.js';

const deviceId = 'MyTestDevice';
const keyPattern = /│([A-Za-z0-9+/]{43}=) *│/;

/** The tutorial's device program on the developer's machine, with a key that was copied from the console. */
const runDeviceProgram = (hubConnectionString: string, key: string) => {
	const field = (name: string) => new RegExp(`${name}=([^;]+)`).exec(hubConnectionString)?.[1] ?? '';
	const connectionString = `HostName=localhost;DeviceId=${deviceId};SharedAccessKey=${key};GatewayHostName=localhost:${field('MqttsPort')}`;
	const events: FleetEvent[] = [];
	const fleet = startFleet({
		devices: [{deviceId, connectionString, profileId: 'tutorial'}],
		ca: readFileSync(field('CaFile'), 'utf8'),
		onEvent: event => events.push(event),
	});
	onTestFinished(() => fleet.close());
	return {connectionString, fleet, texts: (type: FleetEvent['type']) => events.filter(event => event.type === type).map(({text}) => text)};
};

const readKey = async (console: Terminal): Promise<string> => {
	await console.press('K');
	await console.see(/› primary key +\*{12}/);
	await console.press('v');
	return keyPattern.exec(await console.see(keyPattern))?.[1] ?? '';
};

test('the tutorial, in its order: keys, token, protocols, telemetry, method, twin and heartbeat', async () => {
	const hubConnectionString = await startEmulatorProgram();
	const console = openConsoleOn(hubConnectionString);
	await console.see(/1 shown of 1/);

	// Device keys: register a device, copy its key, see it connect.
	await console.press('n');
	await console.see(/Register a device/);
	await console.type(deviceId);
	await console.press('enter');
	await console.see(/two keys that the hub makes/);
	await console.press('tab', 'enter');
	await console.see(/MyTestDevice is registered/);
	const oldKey = await readKey(console);
	const before = runDeviceProgram(hubConnectionString, oldKey);
	await eventually(() => before.texts('sent').length).toBeGreaterThan(0);
	await before.fleet.close();

	// Reset the key: the device that kept the old one is refused, and the doctor says why.
	await console.press('g');
	await console.see(/cut off/);
	await console.press('tab', 'enter');
	await console.see(/The primary key of MyTestDevice is new/);
	await console.press('escape');
	const refused = runDeviceProgram(hubConnectionString, oldKey);
	await eventually(() => refused.texts('error').join('\n')).toMatch(/Not authorized/);
	await refused.fleet.close();
	await console.press('D');
	await console.see(/Doctor {2}MyTestDevice/);
	await console.press('c');
	console.write(`\u001B[200~${refused.connectionString}\u001B[201~`);
	await console.press('enter');
	expect(await console.see(/do +Give the device its current connection string/)).not.toContain(oldKey.slice(0, 12));

	// Protocols: five ways in, side by side.
	await console.press('p');
	await console.see(/name +TCP +TLS +sign-in[\s\S]*MQTT over WebSocket[\s\S]*AMQP over WebSocket[\s\S]*HTTPS/);
	await console.press('escape');
	await console.see(/1 Device keys/);
	await console.press('escape');
	await console.see(/\d+ shown of/);

	// Token: a known-good one to compare with.
	await selectDevice(console, deviceId);
	await console.press('t');
	await console.see(/token/i);
	await console.press('escape');

	// Device-to-cloud: with the new key messages arrive and are counted.
	const key = await readKey(console);
	await console.press('escape');
	const device = runDeviceProgram(hubConnectionString, key);
	await console.see(/● OK +MyTestDevice/);
	await console.see(/\d\d\.\d{3} \{"temperature"/);
	await console.press('v');
	await console.see(/MyTestDevice {2}[1-9]\d* in 30 minutes/);
	await console.press('escape');

	// Cloud-to-device: the tutorial's call.
	await console.press('m');
	await console.type('TestMethod');
	await console.press('enter');
	await console.type('{"key":"value"}');
	await console.press('enter');
	await console.see(/›\[ Cancel \]/);
	await console.press('tab', 'enter');
	await console.see(/TestMethod → .*status 200/);
	expect(device.texts('method').join()).toContain('{"key":"value"}');

	// Twin: what the device reported when it started, and a desired property that it hears.
	await console.press('3');
	await console.see(/devicelaststarted "20/);
	await console.press('w');
	await console.see(/mydesiredproperty/);
	await console.press('enter', 'enter', 'a');
	await console.see(/\[ Send \]/);
	await console.press('tab', 'enter');
	await eventually(() => device.texts('desired').join()).toContain('"mydesiredproperty":"propertyvalue"');
	await console.see(/desired {2}v2/);

	// Heartbeat: the device is to speak every two seconds; it falls silent, and that is an alarm.
	await console.press('1', 'i');
	await console.see(/interval|every|seconds/i);
	await console.type('2');
	await console.press('enter');
	await device.fleet.close();
	await console.see(/MyTestDevice is (LATE|GONE|OFF)/, 60_000);
});
