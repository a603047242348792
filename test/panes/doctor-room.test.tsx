import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {openDoctor} from '../helpers/doctor-dialog.js';
import {findingsOf} from '../helpers/fake-doctor.js';

const hostile = `\u001b[2J\u202e${'温'.repeat(300)} ${'x'.repeat(500)}`;
test.for([
	[40, 10],
	[60, 19],
	[80, 24],
	[120, 40],
	[200, 60],
] as const)('it fits a terminal of %d x %d, whatever a device says', async ([columns, rows]) => {
	const {fake, until, press, lines, frame} = await openDoctor({columns, rows});
	fake.finish(findingsOf([{check: 'C7', verdict: 'fail', reason: 'device-disabled', evidence: hostile}]));
	await until(/FAIL/);
	if (columns >= 80) expect(frame()).toMatch(/p protocols {2}r again {2}i id {2}c credential {2}m method {2}w twin {2}a sign in {2}Esc/);
	for (const key of ['enter', 'p', 'p', 'm', 'c']) {
		await press(key);
		expect(lines().length, key).toBe(rows);
		for (const line of lines()) expect(stringWidth(line), `${key}\n${frame()}`).toBeLessThanOrEqual(columns);
		for (const line of lines().filter(each => /^[│┌└]/.test(each))) expect(stringWidth(line), `${key}\n${frame()}`).toBe(columns);
		expect(frame()).not.toContain('\u202e');
		if (key === 'c') await press('escape');
	}
});

test('the protocols scroll to their last row and no further', async () => {
	const {fake, until, press, lines, ui} = await openDoctor({columns: 60, rows: 12});
	const evidence = `${'so it went on and on '.repeat(40)}to the end`;
	fake.finish(findingsOf((['P-mqtt', 'P-https'] as const).map(check => ({check, verdict: 'fail', reason: 'protocol-not-spoken', evidence}))));
	await press('p');
	await until(/name +TCP/);
	await press('G');
	await until(/in between\. *│\n└/);
	const end = ui.getState().overlayScroll;
	expect(end).toBeGreaterThan(40);
	const last = lines();
	await press('j', 'pagedown', 'G');
	expect(ui.getState().overlayScroll).toBe(end);
	expect(lines()).toEqual(last);
	await press('k');
	expect(ui.getState().overlayScroll).toBe(end - 1);
	expect(lines()).not.toEqual(last);
	await press('g');
	await until(/name +TCP/);
	expect(ui.getState().overlayScroll).toBe(0);
});

test.for([
	['m', 'Call'],
	['w', 'Write'],
	['a', 'Sign in'],
] as const)('in 40 x 10 the question behind %s keeps its answers in sight', async ([key, word]) => {
	const {fake, until, press, lines} = await openDoctor({columns: 40, rows: 10});
	fake.finish(findingsOf());
	await until(/PASS/);
	await press(key);
	await until(/›\[ Cancel \]/);
	const inside = lines().filter(line => line.startsWith('│'));
	expect(inside.at(-1)).toMatch(new RegExp(`›\\[ Cancel \\] +\\[ ${word} \\]`));
	expect(inside.join('').replaceAll(/[│\s]+/g, ' ')).toContain('press-01?');
});

test('below it stand only keys that can be pressed', async () => {
	const readOnly = await openDoctor({}, {canWrite: false});
	await readOnly.until(/p protocols {2}r again {2}i id {2}c credential {2}Esc /);
	const {press, type, until, ui, frame} = await openDoctor();
	await until(/i id {2}c credential {2}m method {2}w twin {2}a sign in {2}Esc /);
	await press('i', 'enter');
	await until(/Doctor {2}the hub alone/);
	expect(frame()).toMatch(/p protocols {2}r again {2}i id {2}Esc /);
	await press('i');
	await type('pump-17');
	await press('enter');
	await until(/Doctor {2}pump-17[\s\S]*a sign in {2}Esc/);
	expect(ui.getState().overlay).toBe('doctor');
});
