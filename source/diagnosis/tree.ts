import type {Reason} from './remedies/reasons.js';
import type {CheckId} from './types.js';

/** One leaf of the diagnosis tree: a reason that was found, and when it is the conclusion. */
export type Branch = {
	/** Its place in the trees: T1 cannot connect, T2 unauthorized, T3 flaps, T4 no messages, T5 method, T6 twin, T7 cloud-to-device, T8 the hub fails. */
	readonly id: string;
	readonly reason: Reason;
	/** Of these checks only; absent: wherever it was found. */
	readonly checks?: readonly CheckId[];
	/** Moot when one of these passed: the device is seen to get along without it. */
	readonly unlessPassed?: readonly CheckId[];
	readonly verdict: 'fail' | 'warn';
};

type Options = Omit<Branch, 'id' | 'reason' | 'verdict'>;

const fail = (id: string, reason: Reason, options: Options = {}): Branch => ({id, reason, verdict: 'fail', ...options});
const warn = (id: string, reason: Reason, options: Options = {}): Branch => ({id, reason, verdict: 'warn', ...options});

/**
 * The diagnosis trees as one list: the first branch whose reason was found is the conclusion. What explains more comes first: a hub that cannot
 * be reached before what it would have said, an identity that is gone before its key, a key before the silence of the device, what was seen to
 * be wrong before what is merely absent.
 */
export const tree: readonly Branch[] = [
	// T1: the way, where nothing else can be asked.
	fail('T1.1', 'name-not-resolving'),
	fail('T1.2', 'https-port-blocked'),
	fail('T1.2', 'port-silent', {checks: ['C3-https']}),
	fail('T1.3', 'certificate-not-yet-valid'),
	fail('T1.3', 'certificate-expired'),
	fail('T1.3', 'certificate-other-name'),
	fail('T1.3', 'ca-unknown'),
	fail('T1.3', 'tls-reset', {checks: ['C3-https']}),
	fail('T1.3', 'tls-not-spoken'),
	fail('T1.3', 'protocol-not-spoken', {checks: ['P-https']}),
	// T2.1: a wrong clock makes the hub refuse good keys. A clock that is a little off makes C5 warn, which explains nothing.
	fail('T2.1', 'local-clock', {unlessPassed: ['C4']}),
	// T8: the hub itself.
	fail('T8', 'hub-not-found'),
	fail('T8', 'hub-suspended'),
	fail('T1.5', 'hub-quota'),
	fail('T4.2', 'hub-throttled'),
	fail('T8', 'hub-unavailable'),
	fail('T8', 'hub-no-answer'),
	fail('T2.8', 'hub-refused', {checks: ['C4']}),
	// T2: the identity and what the device signs in with.
	fail('T2.2', 'device-id-case'),
	fail('T2.2', 'device-not-found'),
	fail('T2.3', 'device-disabled'),
	fail('T2.2', 'credential-other-hub'),
	fail('T2.2', 'credential-other-device'),
	fail('T2.6', 'authentication-type'),
	fail('T2.4', 'key-not-base64'),
	fail('T2.4', 'key-mismatch'),
	fail('T2.5', 'token-malformed'),
	fail('T2.5', 'token-policy'),
	fail('T2.5', 'token-scope'),
	fail('T2.5', 'token-signature'),
	fail('T2.5', 'token-expired'),
	fail('T2.7', 'device-sign-in-refused'),
	// T3: in and out again.
	fail('T3.2', 'duplicate-id'),
	fail('T1.5', 'device-sign-in-dropped'),
	fail('T2.1', 'device-clock'),
	fail('T2.1', 'local-clock', {checks: ['C5'], unlessPassed: ['C11']}),
	// A blocked port explains a device that is not seen; a device that is seen takes another way.
	fail('T1.2', 'mqtt-port-blocked', {unlessPassed: ['C10', 'C11']}),
	fail('T1.2', 'amqp-port-blocked'),
	fail('T1.2', 'port-silent', {checks: ['C3-mqtts'], unlessPassed: ['C10', 'C11']}),
	fail('T1.2', 'port-silent', {checks: ['C3-amqps']}),
	fail('T1.3', 'tls-reset', {checks: ['C3-mqtts'], unlessPassed: ['C10', 'C11']}),
	fail('T1.3', 'tls-reset', {checks: ['C3-amqps']}),
	fail('T1.3', 'protocol-not-spoken', {checks: ['P-mqtt', 'P-amqp', 'C8-sign-in']}),
	// T4: what cannot be read, then what does not come.
	fail('T4.3', 'consumer-group-unknown'),
	fail('T4.3', 'consumer-group-taken'),
	fail('T4.3', 'telemetry-unreadable'),
	fail('T1', 'device-never-connected', {unlessPassed: ['C11']}),
	fail('T1', 'device-offline', {unlessPassed: ['C11']}),
	fail('T4.1', 'device-silent'),
	// T5, T7, T6: the device is there and something of it does not work.
	fail('T5.2', 'method-crashed'),
	fail('T5.2', 'method-not-listening'),
	fail('T5.3', 'method-no-answer'),
	fail('T5.3', 'method-slow'),
	fail('T5.4', 'method-failed'),
	fail('T7.2', 'c2d-queue-full'),
	fail('T7.1', 'c2d-not-completed'),
	fail('T6.4', 'twin-refused'),
	fail('T6.3', 'twin-drift'),
	warn('T6.3', 'twin-never-reported'),
	warn('T6.3', 'twin-write-unanswered'),
	warn('T6.2', 'twin-write-conflict'),
	// What does not stop the device, and what kept the doctor from looking.
	warn('T1.2', 'mqtt-port-blocked'),
	warn('T1.2', 'port-silent'),
	warn('T1.3', 'tls-reset'),
	warn('T2.8', 'policy-lacks-registry-read'),
	warn('T2.8', 'policy-lacks-service-connect'),
	fail('T8', 'hub-refused'),
	fail('T8', 'hub-unexpected'),
	warn('T2.1', 'local-clock'),
	warn('T1.3', 'certificate-expiring'),
	warn('T7.1', 'c2d-waiting'),
	warn('T0', 'check-failed'),
];
