import type {Profile, TelemetryMessage} from '../profile.js';

const json = {contentType: 'application/json', contentEncoding: 'utf-8'} as const;
const esc = '\u001b';
const bell = '\u0007';

/** What a broken or hostile device may send: nothing of it may reach a terminal as it is. */
const messages: readonly TelemetryMessage[] = [
	{body: 'temp=21.5;hum=60', properties: [['unit', '°C']]},
	{body: Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28, 0x80, 0xf0, 0x9f, 0x92, 0x41]), contentType: 'application/octet-stream'},
	{body: `${esc}[2J${esc}[1;1HALL YOUR SCREEN${esc}]0;owned${bell}${esc}]52;c;ZXZpbA==${bell}`},
	{
		body: JSON.stringify(
			Object.fromEntries([
				['message', 'abc\u202edcba\u2066\u200b'],
				[`${esc}[31mred`, 1],
				['__proto__', {polluted: true}],
			]),
		),
		...json,
	},
	{body: '{"temperature": 21.5, "humidity":', ...json},
	{body: JSON.stringify({log: 'All work and no play makes Jack a dull boy. '.repeat(92)}), ...json},
	{body: '\u0000\u0001\u0002\r\n\t\u0085\u2028'},
	{
		body: JSON.stringify({temperature: '21,5', list: [1, [2, [3, [4]]]], empty: {}, nothing: null}),
		...json,
		properties: [
			['__proto__', 'polluted'],
			['constructor', ''],
			[`${esc}]8;;https://example.com${esc}\\link`, 'x'],
			['a&b=c/d+e#f %', '100 %'],
			['🌡️', '\u202e'],
			['k'.repeat(200), 'v'.repeat(200)],
		],
	},
	{body: 'not utf-16 at all', contentType: 'text/plain; charset=utf-16', contentEncoding: `gzip${esc}[0m`},
	{body: ''},
];

/** A device that sends rubbish: text that is no JSON, bytes that are no text, terminal sequences, strange names. */
export const garbled: Profile = {
	id: 'garbled',
	telemetryIntervalMs: 3000,
	createMessage: memory => messages[memory.messageCount % messages.length],
	methods: {
		TestMethod: {delayMs: 0, answer: () => ({status: 418, payload: `${esc}[2J${esc}]0;owned${bell}\u202etxet`})},
	},
	c2d: 'complete',
	reportAtStart: () =>
		Object.fromEntries([
			['note', `${esc}[31mred${esc}[0m \u202eabc`],
			['__proto__', {polluted: true}],
			['värde', 'ünïcödé 温度'],
		]),
	catchesUp: false,
	applyDesired: () => undefined,
};
