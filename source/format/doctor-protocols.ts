import type {CheckId, Finding, PortName, Protocol, Verdict} from '../diagnosis/types.js';

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
