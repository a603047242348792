import {expect, test} from 'vitest';
import {UsageError} from '../source/errors.js';
import {readConsoleOptions, readEmulatorOptions, readSimulateOptions} from '../source/options.js';

const hub = 'HostName=h.azure-devices.net;SharedAccessKeyName=service;SharedAccessKey=QQ==';

test('the console takes its hub from the environment, and --emulator wins over it', () => {
	expect(readConsoleOptions({}, {IOTHUB_CONNECTION_STRING: hub}).source).toEqual({kind: 'hub', connectionString: hub});
	expect(readConsoleOptions({emulator: true}, {IOTHUB_CONNECTION_STRING: hub}).source).toEqual({kind: 'emulator'});
	expect(readConsoleOptions({}, {}).source).toEqual({kind: 'ask'});
});

test('the console is writing, coloured and drawn with lines unless told otherwise', () => {
	expect(readConsoleOptions({}, {LANG: 'en_US.UTF-8'})).toMatchObject({
		isReadOnly: false,
		hasColor: true,
		isAscii: false,
		devices: 12,
		consumerGroup: '$Default',
	});
	expect(readConsoleOptions({readOnly: true, color: false, ascii: true}, {})).toMatchObject({isReadOnly: true, hasColor: false, isAscii: true});
});

test('NO_COLOR and a locale without UTF-8 are honoured', () => {
	expect(readConsoleOptions({}, {NO_COLOR: '1'}).hasColor).toBe(false);
	expect(readConsoleOptions({}, {NO_COLOR: ''}).hasColor).toBe(true);
	expect(readConsoleOptions({}, {LANG: 'C'}).isAscii).toBe(true);
	expect(readConsoleOptions({}, {LC_ALL: 'C', LANG: 'en_US.UTF-8'}).isAscii).toBe(true);
});

test('the emulator listens on the documented ports unless told otherwise', () => {
	expect(readEmulatorOptions({})).toEqual({
		hostName: 'localhost',
		httpsPort: 8443,
		mqttsPort: 8883,
		amqpsPort: 5671,
		dataDirectory: undefined,
		devices: 0,
		partitions: 4,
		faults: [],
		isJson: false,
	});
	expect(readEmulatorOptions({httpsPort: '0', json: true, devices: '3'})).toMatchObject({httpsPort: 0, isJson: true, devices: 3});
});

test.each([
	['a port that is none', {httpsPort: '70000'}, /--https-port must be a port number/],
	['a port in words', {mqttsPort: 'mqtt'}, /--mqtts-port must be/],
	['no partitions', {partitions: '0'}, /--partitions must be a number from 1 to 32/],
	['a negative count', {devices: '-1'}, /--devices must be a number/],
	['a host name of junk', {hostName: 'bad host/../\u001B[2J'}, /--host-name must be a host name/],
	['an empty directory', {dataDir: ''}, /--data-dir must be a directory/],
	["the console's option", {readOnly: true}, /--read-only does not go with emulator/],
])('the emulator refuses %s in one sentence', (_, flags, message) => {
	expect(() => readEmulatorOptions(flags)).toThrow(UsageError);
	expect(() => readEmulatorOptions(flags)).toThrow(message);
});

test('simulate without a hub says which variable to set', () => {
	expect(() => readSimulateOptions({}, {})).toThrow(/IOTHUB_CONNECTION_STRING is not set/);
	expect(readSimulateOptions({devices: '2', prefix: 'lab-'}, {IOTHUB_CONNECTION_STRING: hub})).toEqual({
		hubConnectionString: hub,
		devices: 2,
		prefix: 'lab-',
		protocol: 'mqtt',
		fault: undefined,
	});
});

test('faults are taken as they are written, and a simulated fleet has one at most', () => {
	expect(readEmulatorOptions({fault: ['quota', 'queue-full:press-01']}).faults).toEqual(['quota', 'queue-full:press-01']);
	expect(readConsoleOptions({fault: []}, {}).devices).toBe(12);
	expect(() => readConsoleOptions({fault: ['quota']}, {})).toThrow(/--fault does not go with the console/);
	const environment = {IOTHUB_CONNECTION_STRING: hub};
	expect(readSimulateOptions({fault: ['wrong-key'], protocol: 'amqp-ws'}, environment)).toMatchObject({fault: 'wrong-key', protocol: 'amqp-ws'});
	expect(() => readSimulateOptions({fault: ['wrong-key', 'silence']}, environment)).toThrow(/one fault at a time/);
	expect(() => readSimulateOptions({protocol: 'coap'}, environment)).toThrow(/--protocol must be mqtt, mqtt-ws, amqp, amqp-ws or http/);
});
