import {expect, test} from 'vitest';
import {formatReport} from '../../source/format/doctor-report.js';
import {findingsOf, reportOf} from '../helpers/fake-doctor.js';

test('the report for a ticket begins with the conclusion and has every step', () => {
	const findings = findingsOf([{check: 'C7', verdict: 'fail', reason: 'device-disabled', evidence: 'Its status is disabled.'}]);
	const lines = formatReport(reportOf('press-01', findings));
	expect(lines.slice(0, 5)).toEqual([
		'Diagnosis of press-01 at hub.example',
		'2026-11-22T00:00:00.000Z, 4.2 s, policy service, device credential not given',
		'',
		'FAIL  The device is disabled',
		expect.stringContaining('      why       Somebody disabled its identity'),
	]);
	expect(lines).toContain('      found by  C7, branch T2.3 of the diagnosis tree');
	expect(lines).toContain('  MQTT over WebSocket  PASS 12 ms   PASS 12 ms   PASS 12 ms   PASS 12 ms');
	expect(lines).toContain('  FAIL  C7            The device is disabled  12 ms');
	for (const {check, title} of findings.filter(each => each.verdict === 'pass')) expect(lines).toContain(`  PASS  ${check.padEnd(13)} ${title}  12 ms`);
});

test('the table says in a word what became of a port', () => {
	const findings = findingsOf([{check: 'C2-mqtts', verdict: 'fail', reason: 'mqtt-port-blocked', word: 'refused'}]);
	expect(formatReport(reportOf('press-01', findings))).toContain('  MQTT                 PASS 12 ms   FAIL refused PASS 12 ms   PASS 12 ms');
});

test('what a device or a hub says cannot act on the terminal', () => {
	const lines = formatReport(reportOf('\u001b[31mred', findingsOf([{check: 'C11', verdict: 'fail', reason: 'device-silent', evidence: 'a\nb\u202e'}])));
	expect(lines[0]).toBe('Diagnosis of \\x1b[31mred at hub.example');
	expect(lines).toContain('        a\\nb<U+202E>');
});
