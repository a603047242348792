import {describe, expect, test} from 'vitest';
import {HubError} from '../../source/errors.js';
import {insideOfFrame, openApp} from '../helpers/app.js';
import {createFakeHub, devicesOf} from '../helpers/fake-hub.js';

const start = new Date(2026, 10, 22, 12, 0, 0).getTime();

const openFeed = async (count = 50, size: {readonly columns?: number; readonly rows?: number} = {}) => {
	const fake = createFakeHub([
		{id: 'press-01', isConnected: true},
		{id: 'press-02', isConnected: true},
	]);
	let sent = 0;
	const send = (deviceId = 'press-01', body = `{"n":${sent}}`) => {
		fake.telemetry.push({deviceId, body, at: start + sent * 1000});
		sent++;
	};
	for (let turn = 0; turn < count; turn++) send();
	const app = openApp(fake, {columns: 120, rows: 40, ...size});
	const feed = () => insideOfFrame(app.lines(), /2 Telemetry/);
	await app.until(/2 Telemetry {2}press-01 {2}FOLLOW/);
	await app.press('2');
	return {...app, fake, feed, send};
};

describe('the telemetry feed', () => {
	test('starts at the newest message and follows', async () => {
		const {feed, send, until} = await openFeed();
		expect(feed().at(-1)).toBe('12:00:49.000 {"n":49}');
		send();
		await until(/"n":50/);
		expect(feed().at(-1)).toBe('12:00:50.000 {"n":50}');
	});

	test('shows the selected device only, and the whole hub on demand', async () => {
		const {feed, send, until, press} = await openFeed(3);
		send('press-02', '{"other":1}');
		await press(']');
		await until(/2 Telemetry {2}press-02 {2}FOLLOW/);
		expect(feed().filter(row => row !== '')).toEqual(['12:00:03.000 {"other":1}']);
		await press('a');
		await until(/whole hub/);
		expect(feed().filter(row => row !== '')).toEqual([
			'12:00:00.000 press-01         {"n":0}',
			'12:00:01.000 press-01         {"n":1}',
			'12:00:02.000 press-01         {"n":2}',
			'12:00:03.000 press-02         {"other":1}',
		]);
	});

	test('one key up leaves FOLLOW: what is read stays where it is and new messages are counted', async () => {
		const {feed, send, until, press} = await openFeed();
		const before = feed();
		await press('up');
		await until(/SCROLLED \+0/);
		send();
		send('press-02');
		send();
		await until(/SCROLLED \+2/);
		expect(feed()).toEqual(before);
		await press('G');
		await until(/FOLLOW/);
		expect(feed().at(-1)).toBe('12:00:52.000 {"n":52}');
	});

	test('a pause freezes the view while collection goes on', async () => {
		const {feed, send, until, press, fake} = await openFeed();
		await press('p');
		await until(/PAUSED \+0/);
		const before = feed();
		for (let turn = 0; turn < 30; turn++) send();
		await until(/PAUSED \+30/);
		expect(feed()).toEqual(before);
		expect(fake.telemetry.getState().next).toBe(80);
		await press('p');
		await until(/FOLLOW/);
		expect(feed().at(-1)).toContain('"n":79');
	});

	test('a pause counts on when what it froze has left the memory, and says so', async () => {
		const {feed, send, until, press, type, fake} = await openFeed();
		await press('p');
		send('press-02');
		for (let turn = 0; turn < 30; turn++) send();
		fake.telemetry.drop(70);
		await until(/PAUSED \+30/);
		await until(/What was frozen here has left the memory/);
		await press('/');
		await type('n');
		await until(/PAUSED \+11 or more/);
		await press('escape', 'f');
		await until(/FOLLOW/);
		expect(feed().findLast(row => row !== '')).toContain('"n":80');
	});

	test('filters while live and says how many are kept', async () => {
		const {feed, send, until, press, type} = await openFeed();
		await press('/');
		await type('n":4');
		await until(/11 of 50 kept/);
		expect(feed()[0]).toMatch(/^\/n":4/);
		await press('enter');
		send('press-01', '{"n":400}');
		await until(/12 of 51 kept/);
		expect(feed().at(12)).toContain('"n":400');
		await press('escape');
		await until(/"n":39/);
		expect(feed().at(-1)).toContain('"n":400');
	});

	test('a filter that keeps nothing says so', async () => {
		const {until, press, type} = await openFeed();
		await press('/');
		await type('overheat');
		await until(/None of 50 messages contains overheat/);
	});

	test('Enter opens the whole message, with its neighbours and its bytes a key away', async () => {
		const {until, press, send, frame} = await openFeed();
		send('press-01', 'not json');
		await until(/not json/);
		await press('enter');
		await until(/Message {2}press-01[\s\S]*sequence number 50[\s\S]*Body: text, 8 bytes[\s\S]*not json/);
		await press('i');
		await until(/6e 6f 74 20 6a 73 6f 6e/);
		await press('[');
		await until(/sequence number 49/);
		await press(']');
		await until(/sequence number 50/);
		await press('escape');
		await until(/SCROLLED/);
		expect(frame()).not.toMatch(/sequence number/);
	});

	test('a long message scrolls to its end and not beyond', async () => {
		const {until, press, send, lines} = await openFeed();
		const body = JSON.stringify(Object.fromEntries(Array.from({length: 200}, (_, index) => [`key${index}`, index])));
		send('press-01', body);
		await until(/key0/);
		await press('enter');
		await until(/Body: json/);
		await press('G');
		await until(/"key199": 199/);
		expect(lines()[36]).toMatch(/^│\} +│$/);
		await press('down', 'pagedown');
		expect(lines()[36]).toMatch(/^│\} +│$/);
	});

	test('bodies scroll sideways and back', async () => {
		const {until, press, feed} = await openFeed(1);
		await press('right');
		await until(frame => !frame.includes('{"n":0}'));
		await press('left', 'left');
		await until(/\{"n":0\}/);
		expect(feed()[0]).toBe('12:00:00.000 {"n":0}');
	});

	test('stays scrolled sideways on another device, and says so', async () => {
		const {until, press, feed, send} = await openFeed(1);
		send('press-02', '{"temperature":21}');
		await press('right', ']');
		await until(/press-02 {2}FOLLOW →8/);
		expect(feed()[0]).toBe('12:00:01.000 ature":21}');
		await press('left');
		await until(/press-02 {2}FOLLOW ─/);
	});

	test('shows no device while the filter of the list hides all', async () => {
		const {until, press, type, frame} = await openFeed(3);
		await press('1', '/');
		await type('zzz');
		await until(/2 Telemetry {2}no device[\s\S]*No device is selected\./);
		expect(frame()).not.toContain('"n":2');
		await press('escape');
		await until(/2 Telemetry {2}press-01[\s\S]*"n":2/);
	});

	test('a device that sent nothing is given a reason', async () => {
		const {until, press, fake} = await openFeed(1);
		await press(']');
		await until(
			/No message from press-02 since the feed opened at[\s\S]*1 ✓ registered and enabled[\s\S]*2 ✓ connected, claims the hub[\s\S]*D asks the doctor/,
		);
		fake.devices.set(devicesOf([{id: 'press-01'}, {id: 'press-02', isEnabled: false}]));
		await until(/1 ✕ disabled in the registry/);
	});

	test('connecting and failing are said, with what to do next', async () => {
		const {until, press, fake} = await openFeed(0);
		fake.telemetry.patch({status: 'connecting', partitions: {open: 1, count: 4}});
		await until(/Received up to \d\d:\d\d:\d\d\. Connecting again, 1 of 4 partitions open/);
		const error = new HubError('unauthorized', 'The policy may not read the endpoint.', {hint: 'Use a policy with ServiceConnect.'});
		fake.telemetry.patch({status: 'failed', error});
		await until(
			/Received up to \d\d:\d\d:\d\d\. r opens the feed again\.[\s\S]*no telemetry: The policy may not read the endpoint\. Use a policy with ServiceConnect\. r tries at once\./,
		);
		await press('r');
		expect(fake.telemetry.calls).toEqual(['reconnect']);
	});

	test('what was lost or dropped stands in the bottom line', async () => {
		const {until, fake} = await openFeed();
		fake.telemetry.patch({ratePerSecond: 12.42, lagMs: 312, lost: 2});
		fake.telemetry.drop(10);
		await until(/12\.4\/s · lag 0\.3 s · dropped 10 · lost 2/);
	});

	test('follows through a flood that drops old messages, and a scrolled view stays on what is left', async () => {
		const {until, press, send, fake, feed} = await openFeed();
		await press('g');
		await until(/SCROLLED/);
		for (let turn = 0; turn < 100; turn++) send();
		fake.telemetry.drop(100);
		await until(/"n":100\}/);
		expect(feed()[0]).toContain('"n":100');
		await press('f');
		await until(/"n":149/);
	});

	test('hostile bodies and properties are made visible', async () => {
		const {until, press, fake, frame} = await openFeed(0);
		fake.telemetry.push({
			deviceId: 'press-01',
			body: '\u001b]52;c;cm0gLXJmIH4=\u0007\u202e',
			at: start,
			applicationProperties: {'a\u001b[2J': '\r\n'},
		});
		await until(/\\x1b\]52;c;cm0gLXJmIH4=\\x07<U\+202E>/);
		await press('enter');
		await until(/a\\x1b\[2J {2}\\r\\n/);
		expect(frame()).not.toMatch(/[^\P{C}\n]/u);
	});
});
