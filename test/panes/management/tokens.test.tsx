import {describe, expect, test} from 'vitest';
import {openApp} from '../../helpers/app.js';
import {createManagedHub, identityOf} from '../../helpers/management.js';

const open = async (columns = 120, rows = 40, options: {isReadOnly?: boolean} = {}) => {
	const managed = createManagedHub([identityOf('press-01')], options);
	const screen = openApp(managed, {columns, rows});
	await screen.until(/› .*press-01/);
	return {...managed, ...screen};
};

describe('making a token', () => {
	test.each([
		[80, 24],
		[120, 40],
	])('shows its fields, and the token itself only when asked for, at %sx%s', async (columns, rows) => {
		const {press, until, frame, copied, ui} = await open(columns, rows);
		await press('t');
		await until(/Make a shared access signature/);
		await press('enter');
		await until(/resource \(sr\) +contoso\.azure-devices\.net\/devices\/press-01/);
		await until(/PASS signature Signed with the primary key of press-01/);
		expect(frame()).not.toContain('sig=');
		const token = ui.getState().management.token?.token.reveal() ?? '';
		expect(token).toMatch(/^SharedAccessSignature sr=contoso\.azure-devices\.net%2Fdevices%2Fpress-01&sig=.*&se=\d+$/);
		await press('v');
		await until(/Readable for \d+ s more/);
		expect(frame().replaceAll(/│\n.*?│+|\n/g, '')).toContain('SharedAccessSignature sr=contoso.azure-devices.net%2Fdevices%2Fpress-01&sig=');
		await press('v', 'y');
		await until(/Copied the token by OSC 52/);
		expect(Buffer.from(copied[0]?.slice(7, -1) ?? '', 'base64').toString()).toBe(token);
		await press('escape');
		expect(ui.getState().management.token).toBeUndefined();
	});

	test('for the hub takes the policy, whose name is in it', async () => {
		const {press, until} = await open();
		await press('t', 'left');
		await until(/‹ the whole hub ›/);
		await until(/‹ the policy of the hub ›/);
		await press('enter');
		await until(/policy \(skn\) +iothubowner/);
		await until(/PASS signature Signed with the key of policy iothubowner/);
	});

	test('for a module takes its id and the policy, not the key of the device', async () => {
		const {press, type, until, frame} = await open();
		await press('t', 'right', 'tab');
		await type('gauge');
		await press('tab', 'right');
		await until(/✕ A device's key cannot sign for a module, which has keys of its own/);
		await press('enter');
		await until(/Not ready: A device's key cannot sign/);
		await press('left', 'enter');
		await until(/devices\/press-01\/modules\/gauge/);
		expect(frame()).toContain('for a module');
	});

	test.each(['', '0', '1.5', '525601'])('takes no lifetime of %j minutes', async minutes => {
		const {press, type, until} = await open();
		await press('t', 'tab', 'tab', 'ctrl+u');
		await type(minutes);
		await press('enter');
		await until(/Not ready: The lifetime is whole minutes from 1 to 525600/);
	});

	test('works on a read-only hub: nothing is written', async () => {
		const {press, until} = await open(120, 40, {isReadOnly: true});
		await press('t', 'enter');
		await until(/PASS signature/);
	});
});

describe('checking a token', () => {
	test('shows fields and verdicts, never the text that was pasted', async () => {
		const {hub, press, paste, until, frame} = await open();
		const good = await hub.sas.sign({deviceId: 'press-01'}, 3600, 'secondary');
		await press('T');
		await until(/Check a shared access signature/);
		paste(good.reveal());
		await until(/This is a token/);
		expect(frame()).not.toContain('SharedAccessSignature sr');
		await press('enter');
		await until(/PASS signature Signed with the secondary key of press-01/);
		expect(frame()).toMatch(/PASS scope/);
		expect(frame()).toMatch(/PASS expiry/);
		await press('v');
		await until(/A token that was pasted is not shown again/);
		await press('y');
		await until(/A token that was pasted is not shown again/);
		expect(frame()).not.toContain('sig=');
	});

	test('names scope and expiry that are wrong', async () => {
		const {hub, press, paste, until} = await open();
		const other = await hub.sas.sign({deviceId: 'PRESS-01'}, -3600, 'policy');
		await press('T');
		paste(other.reveal());
		await press('enter');
		await until(/FAIL scope .*does not cover/);
		await until(/Only the case differs/);
		await until(/FAIL expiry +Expired 60 min ago/);
		await until(/PASS signature/);
	});

	test('that is none is told in a sentence', async () => {
		const {press, paste, until, frame} = await open();
		await press('T');
		paste('HostName=contoso.azure-devices.net;SharedAccessKey=hunter2');
		await until(/✕ This is not a shared access signature/);
		await press('enter');
		await until(/Not ready/);
		expect(frame()).not.toContain('hunter2');
	});

	test('of a module of the device is checked for that module', async () => {
		const {hub, press, paste, until} = await open();
		const token = await hub.sas.sign({deviceId: 'press-01', moduleId: 'gauge'}, 3600, 'policy');
		await press('T');
		paste(token.reveal());
		await press('enter');
		await until(/PASS scope .*modules\/gauge covers/);
	});
});
