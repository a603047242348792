import {describe, expect, test} from 'vitest';
import {openApp} from '../helpers/app.js';
import {createFakeHub} from '../helpers/fake-hub.js';
import {twinOf} from '../helpers/twin.js';
import {createTwinHub} from '../helpers/twin-hub.js';

/** What the terminal was asked to take. */
const decode = (bytes: readonly string[]): readonly string[] =>
	bytes.map(sequence => Buffer.from(/\]52;c;([\w+/=]*)/.exec(sequence)?.[1] ?? '', 'base64').toString());

const twin = twinOf({desired: {mode: 'a"b', limits: {max: 90}, script: 'rm -rf x\n'}});

function open(focus: 'devices' | 'twin' | 'methods') {
	const {hub, methods} = createTwinHub([twin]);
	const screen = openApp({...createFakeHub([]), hub}, {start: {focus, tab: focus === 'devices' ? 'telemetry' : focus, selectedDeviceId: 'press-01'}});
	return {...screen, methods, hub};
}

describe('y copies what is under the cursor, as it is', () => {
	test('the id of a device, and says which way it went', async () => {
		const {press, until, copied} = open('devices');
		await until(/press-01/);
		await press('y');
		await until(/Copied the id press-01 by OSC 52, straight to the terminal/);
		expect(decode(copied)).toEqual(['press-01']);
	});

	test('a text without its quotes, an object as JSON', async () => {
		const {press, until, copied} = open('twin');
		await until(/max 90/);
		await press('j', 'y');
		await until(/Copied the value of mode/);
		await press('j', 'y');
		await until(/Copied the value of limits/);
		expect(decode(copied)).toEqual(['a"b', '{"max":90}']);
	});

	test('what acts by itself where it is pasted only when it is asked for twice', async () => {
		const {press, until, copied} = open('twin');
		await until(/script/);
		await press('j', 'j', 'j', 'j', 'y');
		await until(/▲ It has line ends or control characters: y again copies it/);
		expect(copied).toEqual([]);
		await press('y');
		await until(/Copied the value of script/);
		expect(decode(copied)).toEqual(['rm -rf x\n']);
		await press('y');
		await until(/y again/);
		expect(copied).toHaveLength(1);
	});

	test('the newest answer of a method, which i shows raw', async () => {
		const {press, until, frame, copied, methods} = open('methods');
		await until(/No call yet/);
		await press('y');
		await until(/No method of this device was answered with a payload yet/);
		const request = {deviceId: 'press-01', methodName: 'status', payload: undefined, connectTimeoutInSeconds: 10, responseTimeoutInSeconds: 30};
		methods.set([{...request, id: 1, startedAt: Date.now(), state: 'answered', status: 200, elapsedMs: 5, response: {ok: true, rpm: 7}}]);
		await until(/"ok": true/);
		await press('i');
		await until(/\{"ok":true,"rpm":7\}/);
		await press('y');
		await until(/Copied the answer of status/);
		expect(decode(copied)).toEqual(['{"ok":true,"rpm":7}']);
		await press('i');
		await until(now => now.includes('"ok": true'));
		expect(frame()).not.toContain('{"ok":true,"rpm":7}');
	});
});

test('the body of a message, from the feed and from the opened one, and no bytes that are no text', async () => {
	const fake = createFakeHub([{id: 'press-01', isConnected: true}]);
	fake.telemetry.push({deviceId: 'press-01', body: '{"n": 1 }', at: Date.now()});
	const {press, until, copied} = openApp(fake, {start: {focus: 'telemetry', tab: 'telemetry', selectedDeviceId: 'press-01'}});
	await until(/"n"/);
	await press('y');
	await until(/Copied the body of the message/);
	await press('enter', 'y');
	await until(() => copied.length === 2);
	expect(decode(copied)).toEqual(['{"n": 1 }', '{"n": 1 }']);
});
