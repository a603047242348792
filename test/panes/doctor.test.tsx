import {expect, test} from 'vitest';
import {readsOnly} from '../../source/diagnosis/types.js';
import {openApp} from '../helpers/app.js';
import {openDoctor} from '../helpers/doctor-dialog.js';
import {createFakeDoctor, findingsOf} from '../helpers/fake-doctor.js';
import {createFakeHub} from '../helpers/fake-hub.js';

const keyTrouble = findingsOf([
	{check: 'C8', verdict: 'fail', reason: 'key-mismatch', evidence: 'Its key is SHA-256 abc.'},
	{check: 'C11', verdict: 'skip', evidence: 'It needs C8 first.'},
]);

test('D examines the selected device and changes nothing', async () => {
	const {fake} = await openDoctor();
	expect(fake.requests).toEqual([{deviceId: 'press-01', permissions: readsOnly}]);
});

test('steps appear as they end, each with its word', async () => {
	const {fake, until, frame} = await openDoctor();
	fake.progress(findingsOf().slice(0, 3), 'C3-https');
	await until(/Examining {2}3 of \d+ steps/);
	expect(frame()).toMatch(/PASS {2}The host name of the hub resolves +12 ms/);
	expect(frame()).toMatch(/\.\.\. +TLS with the HTTPS port/);
	expect(frame()).toContain('now: TLS with the HTTPS port');
});

test('the conclusion stands on top with cause and next step, and the step that it rests on is chosen', async () => {
	const {fake, until, press, lines} = await openDoctor();
	fake.finish(keyTrouble);
	await until(/FAIL {2}The key of the device is neither/);
	expect(lines().findIndex(line => line.includes('why'))).toBeLessThan(lines().findIndex(line => line.includes('1 Device keys')));
	expect(lines().find(line => line.includes('›'))).toContain('The key of the device is neither of the two stored keys');
	await press('enter');
	await until(/saw {3}Its key is SHA-256 abc/);
	await press('enter');
	await until(frame => !frame.includes('SHA-256'));
});

test('p shows the five protocols side by side', async () => {
	const {fake, until, press, lines} = await openDoctor();
	fake.finish(findingsOf([{check: 'P-mqtt', verdict: 'fail', reason: 'protocol-not-spoken'}]));
	await press('p');
	await until(/name +TCP +TLS +sign-in/);
	const rows = lines().filter(line => /^│(MQTT|AMQP|HTTPS).*(PASS|FAIL)/.test(line));
	expect(rows).toHaveLength(5);
	expect(rows[0]).toMatch(/MQTT +PASS 12 ms +PASS 12 ms +PASS 12 ms +FAIL 12 ms/);
	await press('escape');
	await until(/The way to the hub/);
});

test('a method is called only after a question, whose answer is no by itself', async () => {
	const {fake, until, press, ui} = await openDoctor();
	fake.finish(keyTrouble);
	await press('m');
	await until(/Call TestMethod on press-01\? It reaches the device/);
	await press('enter');
	await until(frame => !frame.includes('Call TestMethod'));
	expect(fake.requests).toHaveLength(1);
	await press('m', 'tab', 'enter');
	expect(fake.requests[1]?.permissions).toEqual({...readsOnly, callMethod: true});
	expect(ui.getState().doctor.cursor, 'the step that was asked for is in view').toBe('C13');
	await press('r');
	expect(fake.requests[2]?.permissions, 'a yes is good for once').toEqual(readsOnly);
});

test('signing in as the device says first that it ends the live connection', async () => {
	const {fake, until, press} = await openDoctor();
	await press('a');
	await until(/Sign in as press-01\? It ends the live connection/);
	await press('tab', 'enter');
	expect(fake.requests[1]?.permissions).toEqual({...readsOnly, signInAsDevice: true});
});

test('a read-only console does not offer to call methods, to write the twin or to sign in as the device', async () => {
	const {fake, press, ui} = await openDoctor({}, {canWrite: false});
	await press('m', 'w', 'a');
	expect(ui.getState().doctor.question).toBeUndefined();
	expect(fake.requests).toHaveLength(1);
});

test('a pasted credential is used and never shown', async () => {
	const {fake, until, press, paste, frames, ui} = await openDoctor();
	const credential = 'HostName=h;DeviceId=press-01;SharedAccessKey=c2VjcmV0LXNlY3JldC1zZWNyZXQ=';
	await press('c');
	await until(/neither shown nor kept/);
	paste(credential);
	await until(/\*{20}/);
	await press('enter');
	expect(fake.requests[1]?.deviceId).toBe('press-01');
	expect(fake.requests[1]?.credential?.reveal()).toBe(credential);
	expect(JSON.stringify(fake.requests)).not.toContain('c2VjcmV0');
	expect(frames().join('')).not.toContain('c2VjcmV0');
	expect(ui.getState().fields['doctor.credential']?.value ?? '').toBe('');
	fake.fail('The device connection string has no DeviceId. Copy it.');
	await until(/has no DeviceId/);
});

test.for([['escape'], ['q']])('%s stops the doctor first, so that what was found can be read, and then closes it', async ([key = '']) => {
	const {fake, until, press, ui} = await openDoctor();
	await press(key);
	await until(/Stopping/);
	expect(fake.stopCount()).toBe(1);
	expect(ui.getState().overlay).toBe('doctor');
	fake.finish(findingsOf([{check: 'C11', verdict: 'skip', evidence: 'It was stopped.'}]));
	await until(frame => !frame.includes('Stopping'));
	await press(key);
	await until(frame => !frame.includes('Doctor  press-01'));
	expect(ui.getState().overlay).toBeUndefined();
	expect(fake.cancelCount()).toBeGreaterThan(0);
});

test('a second Escape closes it, too, where taking back what was written takes long, and a failure of that is told on the status line', async () => {
	const {fake, until, press} = await openDoctor();
	await press('escape');
	await until(/Stopping/);
	await press('escape');
	await until(frame => !frame.includes('Doctor  press-01'));
	fake.finish(findingsOf(), 'The desired property iotTuiProbe of press-01 could not be taken back: The hub failed. Set it to null.');
	await until(/iotTuiProbe of press-01 could not be taken back/);
});

test('what could not be taken back stands below the conclusion', async () => {
	const {fake, until} = await openDoctor();
	fake.finish(findingsOf(), 'The desired property iotTuiProbe of press-01 could not be taken back: The hub failed. Set it to null.');
	await until(/left {2}The desired property iotTuiProbe of press-01 could not be/);
});

test('the twin is written only after a question that shows what is written', async () => {
	const {fake, until, press} = await openDoctor();
	fake.finish(findingsOf());
	await press('w');
	await until(/Write \{"properties":\{"desired":\{"iotTuiProbe":"iot-tui-…"\}\}\} to the twin of press-01\?/);
	await press('enter');
	await until(frame => !frame.includes('iotTuiProbe'));
	expect(fake.requests).toHaveLength(1);
	await press('w', 'tab', 'enter');
	expect(fake.requests[1]?.permissions).toEqual({...readsOnly, writeTwin: true});
});

test('Ctrl+C closes the doctor and stops it', async () => {
	const {fake, until, press, ui} = await openDoctor();
	await press('ctrl+c');
	await until(frame => !frame.includes('Doctor  press-01'));
	expect(ui.getState().overlay).toBeUndefined();
	expect(fake.cancelCount()).toBeGreaterThan(0);
});

test('a full repaint does not stop it', async () => {
	const {fake, until, press} = await openDoctor();
	await press('ctrl+l');
	await until(/Doctor {2}press-01/);
	expect(fake.cancelCount()).toBe(0);
});

test('where no device is selected, D takes an id, and without one examines the hub alone', async () => {
	const fake = createFakeDoctor();
	const app = openApp(createFakeHub([]), {columns: 100, rows: 40, doctor: fake.doctor});
	await app.until(/1 Devices/);
	await app.press('D');
	await app.until(/Id of the device to examine, registered or not \(empty: the hub alone\)/);
	expect(app.frame()).not.toContain('Examining');
	expect(app.frame()).toContain('Enter examine  Esc back');
	await app.press('escape');
	await app.until(frame => !frame.includes('Doctor'));
	await app.press('D', 'enter');
	await app.until(/Doctor {2}the hub alone/);
	await app.press('m');
	expect(app.ui.getState().doctor.question, 'there is no device to call').toBeUndefined();
	await app.press('i');
	await app.until(/Id of the device to examine/);
	app.paste('not an id');
	await app.press('enter');
	await app.until(/A device id cannot contain a space/);
	await app.press('ctrl+u');
	app.paste('ghost-01');
	await app.press('enter');
	await app.until(/Doctor {2}ghost-01/);
	expect(fake.requests).toEqual([{permissions: readsOnly}, {deviceId: 'ghost-01', permissions: readsOnly}]);
});
