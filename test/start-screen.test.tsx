import {expect, test, vi} from 'vitest';
import {safe, show} from '../source/safe-text.js';
import {StartScreen} from '../source/start-screen.js';
import {renderAt} from './helpers/render.js';

const nothing = () => {};
/** The longest that can be wrong with a connection string. */
const complaint = show(
	'This is an Event Hubs connection string, not one of an IoT hub. Copy it from the hub\'s "Shared access policies" page; it looks like HostName=my-hub.azure-devices.net;SharedAccessKeyName=iothubowner;SharedAccessKey=…',
);
const draw = (columns: number, rows: number, words: {readonly complaint?: ReturnType<typeof show>; readonly progress?: ReturnType<typeof show>} = {}) =>
	renderAt(columns, rows, <StartScreen {...words} onDemo={nothing} onConnect={nothing} onQuit={nothing} />);

test.each([
	[40, 10],
	[80, 24],
	[200, 60],
] as const)('in %i x %i a refused connection string shows all of the reason, the field and the keys', async (columns, rows) => {
	const {press, paste, until, frame} = draw(columns, rows, {complaint});
	await until(/connect to a hub/);
	await press('2');
	paste('HostName=h');
	await until(/\*{10}/);
	const words = frame().replaceAll(/[│\s]+/g, ' ');
	expect(words).toContain('This is an Event Hubs connection string, not one of an IoT hub.');
	expect(words.replaceAll(' ', '')).toContain('SharedAccessKeyName=iothubowner;SharedAccessKey=…');
	expect(frame()).toMatch(/└ Enter connect {2}Esc back ─*┘/);
	expect(frame().split('\n')).toHaveLength(rows);
});

test.each([
	[40, 10],
	[80, 24],
] as const)('in %i x %i the choices and the next step are there, and the frame is no higher than they are', async (columns, rows) => {
	const {until, frame} = draw(columns, rows);
	await until(/q {2}quit/);
	expect(frame().replaceAll(/[│\s]+/g, ' ')).toContain('Next time: set IOTHUB_CONNECTION_STRING, or run iot-tui --emulator.');
	const last = frame().trimEnd().split('\n');
	expect(last.at(-1)).toMatch(/└─+┘/);
	expect(last.at(-2)).toMatch(/iot-tui/);
});

test('while something is started it says how to leave', async () => {
	const {until} = draw(40, 10, {progress: safe`starting the local hub`});
	await until(/starting the local hub[\s\S]*└ q quit ─*┘/);
});

test.each([
	[39, 10],
	[40, 9],
] as const)('%i x %i is too small, which it says in one line until there is room', async (columns, rows) => {
	const {until, frame, resize} = draw(columns, rows);
	await until(new RegExp(`too small: 40x10 needed, now ${columns}x${rows}`));
	expect(frame()).not.toContain('┌');
	resize(40, 10);
	await until(/try the demo/);
});

test('keys that come together are typed into the field that the first of them opens', async () => {
	const onDemo = vi.fn();
	const onQuit = vi.fn();
	const onConnect = vi.fn();
	const {until, burst} = renderAt(80, 24, <StartScreen onDemo={onDemo} onConnect={onConnect} onQuit={onQuit} />);
	await until(/connect to a hub/);
	burst('2q1x');
	await until(/\*{3}/);
	burst('yz\r');
	await expect.poll(() => onConnect.mock.calls).toEqual([['q1xyz']]);
	expect(onDemo).not.toHaveBeenCalled();
	expect(onQuit).not.toHaveBeenCalled();
});
