import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {checks} from '../../source/diagnosis/checks.js';
import {conclude} from '../../source/diagnosis/conclude.js';
import {order} from '../../source/diagnosis/order.js';
import {type Reason, remedies} from '../../source/diagnosis/remedies/reasons.js';
import {tree} from '../../source/diagnosis/tree.js';
import type {CheckId, Finding, Verdict} from '../../source/diagnosis/types.js';

function finding(check: CheckId, verdict: Verdict = 'pass', reason?: Reason): Finding {
	return {check, group: 'way', title: check, verdict, evidence: '', elapsedMs: 1, ...(reason && {reason, remedyTitle: remedies[reason].title})};
}

/** All checks pass, but for those given. */
function withTrouble(...trouble: readonly Finding[]): readonly Finding[] {
	return checks.map(({id}) => trouble.find(({check}) => check === id) ?? finding(id));
}

const reasons = Object.keys(remedies) as readonly Reason[];
/** Reported as a finding, and never the conclusion by itself. */
const neverConcluded: readonly Reason[] = ['websocket-refused'];

test('where everything passes the device is healthy', () => {
	expect(conclude(withTrouble())).toMatchObject({verdict: 'pass', code: 'healthy'});
});

test('every reason leads to a conclusion, and every branch has a remedy', () => {
	expect(new Set([...tree.map(({reason}) => reason), ...neverConcluded])).toEqual(new Set(reasons));
});

test.for(reasons)('the reason %s has words for people', reason => {
	const {title, cause, nextStep, az} = remedies[reason];
	expect(title.length).toBeGreaterThan(10);
	expect(cause).toMatch(/\.$/);
	expect(nextStep).toMatch(/\.$/);
	if (az !== undefined) expect(az).toMatch(/^az /);
});

test('steps that were not done for want of a policy are not called healthy', () => {
	const findings = withTrouble(finding('C11', 'skip'));
	expect(conclude(findings)).toMatchObject({verdict: 'warn', code: 'undetermined'});
});

test('a stopped diagnosis says so, unless it had found something', () => {
	expect(conclude(withTrouble(finding('C11', 'skip')), {wasCancelled: true}).code).toBe('cancelled');
	expect(conclude(withTrouble(finding('C11', 'skip'), finding('C7', 'fail', 'device-disabled')), {wasCancelled: true}).code).toBe('device-disabled');
});

describe('of two reasons the one that explains the other is the conclusion', () => {
	test.for<[CheckId, Reason, CheckId, Reason]>([
		['C1', 'name-not-resolving', 'C6', 'device-not-found'],
		['C4', 'hub-throttled', 'C11', 'device-silent'],
		['C14', 'hub-quota', 'C10-stable', 'duplicate-id'],
		['C6', 'device-not-found', 'C8', 'key-mismatch'],
		['C7', 'device-disabled', 'C8', 'key-mismatch'],
		['C8', 'key-mismatch', 'C2-mqtts', 'mqtt-port-blocked'],
		['C8', 'key-mismatch', 'C10', 'device-offline'],
		['C10-stable', 'duplicate-id', 'C11', 'device-silent'],
		['C2-amqps', 'amqp-port-blocked', 'C10', 'device-offline'],
		['C11', 'consumer-group-taken', 'C10', 'device-offline'],
		['C10', 'device-offline', 'C12', 'c2d-waiting'],
		['C11', 'device-silent', 'C13', 'method-not-listening'],
		['C13', 'method-crashed', 'C14', 'twin-drift'],
		['C14', 'twin-drift', 'C4', 'policy-lacks-registry-read'],
	])('%s %s before %s %s', ([firstCheck, first, secondCheck, second]) => {
		const silent = firstCheck === 'C11' || secondCheck === 'C11' ? [] : [finding('C11', 'skip')];
		const findings = withTrouble(finding(firstCheck, 'fail', first), finding(secondCheck, 'fail', second), ...silent);
		expect(conclude(findings).code).toBe(first);
	});
});

test('what the device gets along without is a warning at most', () => {
	const blocked = finding('C2-mqtts', 'fail', 'mqtt-port-blocked');
	expect(conclude(withTrouble(blocked))).toMatchObject({code: 'mqtt-port-blocked', verdict: 'warn'});
	const unseen = [finding('C10', 'warn', 'device-offline'), finding('C11', 'fail', 'device-silent')];
	expect(conclude(withTrouble(blocked, ...unseen))).toMatchObject({code: 'mqtt-port-blocked', verdict: 'fail'});
	// The hub says disconnected of every device over HTTPS.
	expect(conclude(withTrouble(finding('C10', 'warn', 'device-offline')))).toMatchObject({code: 'healthy'});
	expect(conclude(withTrouble(finding('P-mqtt-ws', 'warn', 'websocket-refused')))).toMatchObject({code: 'healthy'});
});

test('without a device the hub is in order when it was asked, and what is wrong on the way to it is said', () => {
	const isHubAlone = true;
	const skipped = (['C6', 'C7', 'C11'] as const).map(check => finding(check, 'skip'));
	expect(conclude(withTrouble(...skipped), {isHubAlone})).toMatchObject({verdict: 'pass', code: 'hub-healthy'});
	expect(conclude(withTrouble(...skipped, finding('C4', 'skip')), {isHubAlone})).toMatchObject({verdict: 'warn', code: 'undetermined'});
	expect(conclude(withTrouble(...skipped, finding('C10', 'skip'), finding('C2-mqtts', 'fail', 'mqtt-port-blocked')), {isHubAlone})).toMatchObject({
		verdict: 'fail',
		code: 'mqtt-port-blocked',
	});
});

test('whatever was found, there is one conclusion, and healthy only where nothing failed', () => {
	const trouble = fc.record({
		check: fc.constantFrom(...checks.map(({id}) => id)),
		reason: fc.constantFrom(...reasons),
		verdict: fc.constantFrom('fail', 'warn'),
	});
	fc.assert(
		fc.property(fc.array(trouble, {maxLength: 6}), items => {
			const findings = withTrouble(...items.map(({check, verdict, reason}) => finding(check, verdict as Verdict, reason)));
			const {code, check} = conclude(findings);
			const remaining = findings.filter(each => each.verdict === 'fail');
			if (check !== undefined) expect(findings.find(each => each.check === check)?.reason).toBe(code);
			const moot: readonly (Reason | undefined)[] = [
				'device-never-connected',
				'device-offline',
				'websocket-refused',
				'protocol-not-spoken',
				'local-clock',
				'hub-refused',
				'mqtt-port-blocked',
			];
			if (code === 'healthy') expect(remaining.every(({reason}) => moot.includes(reason))).toBe(true);
		}),
	);
});

test('no step waits for itself', () => {
	const visit = (id: CheckId, path: readonly CheckId[]): void => {
		expect(path).not.toContain(id);
		const {needs = [], after = []} = order[id];
		for (const next of [...needs, ...after]) visit(next, [...path, id]);
	};
	for (const {id} of checks) visit(id, []);
	expect(new Set(Object.keys(order))).toEqual(new Set(checks.map(({id}) => id)));
});
