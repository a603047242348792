import type {CheckId, Finding, PortName, Protocol, Step, Verdict} from '../diagnosis/types.js';
import {type Safe, safe, show} from '../safe-text.js';
import {elapsed} from './time.js';

/** One protocol with what became of the four steps on its way. */
export type ProtocolLine = {
	readonly protocol: Protocol;
	readonly title: string;
	/** Name, TCP, TLS, sign-in; undefined: not done yet. */
	readonly cells: readonly (Finding | undefined)[];
};

/** Headings of the cells. */
export const protocolSteps: readonly string[] = ['name', 'TCP', 'TLS', 'sign-in'];

const ways: readonly (readonly [protocol: Protocol, title: string, port: PortName])[] = [
	['mqtt', 'MQTT', 'mqtts'],
	['mqtt-ws', 'MQTT over WebSocket', 'https'],
	['amqp', 'AMQP', 'amqps'],
	['amqp-ws', 'AMQP over WebSocket', 'https'],
	['https', 'HTTPS', 'https'],
];

/** The five ways to a hub side by side. */
export function protocolTable(findings: readonly Finding[]): readonly ProtocolLine[] {
	const byCheck = new Map<CheckId, Finding>(findings.map(finding => [finding.check, finding]));
	return ways.map(([protocol, title, port]) => ({
		protocol,
		title,
		cells: [byCheck.get('C1'), byCheck.get(`C2-${port}`), byCheck.get(`C3-${port}`), byCheck.get(`P-${protocol}`)],
	}));
}

/** Verdicts as words of four letters. */
export const verdictWords: Readonly<Record<Verdict, string>> = {pass: 'PASS', warn: 'WARN', fail: 'FAIL', skip: 'SKIP'};

/** What a cell says behind its verdict: what went wrong in a word, else how long it took. */
export function cellDetail({word, verdict, elapsedMs}: Finding): Safe {
	if (verdict === 'skip') return safe``;
	return word === undefined ? elapsed(elapsedMs) : show(word);
}

/** A step in one line: what its trouble is called, where it met one. */
export function titleOf({title, finding}: Pick<Step, 'title' | 'finding'>): string {
	const isTrouble = finding?.verdict === 'warn' || finding?.verdict === 'fail';
	return (isTrouble ? finding.remedyTitle : undefined) ?? title;
}
