import type {Terminal} from '../helpers/terminal.js';

/** One picture of the running console. */
export type Scene = {
	/** File name below `media/`, without its ending. */
	readonly name: string;
	readonly title: string;
	/** Default: 120 x 40. */
	readonly columns?: number;
	readonly rows?: number;
	/** The device that is selected, the list unfiltered. */
	readonly deviceId?: string;
	/** Brings the console, whose devices have appeared, to what the picture shows. */
	readonly prepare: (terminal: Terminal) => Promise<void>;
};

const messageCount = (screen: string): number => screen.match(/\d\d:\d\d:\d\d\.\d{3} /g)?.length ?? 0;

const call = async (terminal: Terminal, methodName: string, payload: string): Promise<void> => {
	await terminal.press('m');
	await terminal.type(methodName);
	await terminal.press('enter');
	await terminal.type(payload);
	await terminal.press('enter');
	await terminal.see(/Call a direct method/);
	await terminal.press('tab', 'enter');
	await terminal.see(/status 200/);
};

const setDesired = async (terminal: Terminal, name: string, value: string): Promise<void> => {
	await terminal.press('3', 'A');
	await terminal.type(name);
	await terminal.press('enter');
	await terminal.type(value);
	await terminal.press('enter', 'a');
	await terminal.see(/Send/);
};

export const scenes: readonly Scene[] = [
	{
		name: 'console',
		title: 'iot-tui on its embedded hub: devices, telemetry, twin and methods of press-01',
		deviceId: 'press-01',
		async prepare(terminal) {
			await setDesired(terminal, 'mydesiredproperty', '"propertyvalue"');
			await terminal.press('tab', 'enter');
			await terminal.see(/desired {2}v2/);
			// This device never reports what was desired; the wait for it would be all that the picture shows.
			await terminal.press('c', 'g');
			await call(terminal, 'TestMethod', '{"key":"value"}');
			await terminal.press('2');
			await terminal.see(screen => messageCount(screen) >= 12);
		},
	},
	{
		name: 'console-small',
		title: 'The same at 80 x 24: list, and one of three tabs',
		columns: 80,
		rows: 24,
		deviceId: 'press-01',
		async prepare(terminal) {
			await terminal.press('2');
			await terminal.see(screen => messageCount(screen) >= 8);
		},
	},
	{
		name: 'console-large',
		title: 'The same at 200 x 60',
		columns: 200,
		rows: 60,
		deviceId: 'tank-02',
		async prepare(terminal) {
			await terminal.press('2', 'a');
			// What the hub claims was read when some devices were still signing in; a minute later there is a trend as well.
			await terminal.see(screen => messageCount(screen) >= 25 && !/now off/.test(screen) && /[▁-█] {2}sas/.test(screen), 120_000);
		},
	},
	{
		name: 'twin-review',
		title: 'A desired property before it is sent',
		deviceId: 'tank-02',
		async prepare(terminal) {
			await terminal.see(/targetTemperature 21/);
			await setDesired(terminal, 'targetTemperature', '25');
		},
	},
	{
		name: 'hostile',
		title: 'What a garbled device sends is shown, not obeyed',
		deviceId: 'scale-09',
		async prepare(terminal) {
			await terminal.press('2');
			await terminal.see(/HALL YOUR/, 60_000);
		},
	},
	{
		name: 'help',
		title: 'Help: the keys that work now',
		async prepare(terminal) {
			await terminal.press('?');
			await terminal.see(/Help/);
		},
	},
	{
		name: 'method',
		title: 'The answer of a direct method, the pane zoomed',
		rows: 30,
		deviceId: 'tank-02',
		async prepare(terminal) {
			await call(terminal, 'setTargetTemperature', '24.5');
			await terminal.press('z');
			await terminal.see(/setTargetTemperature → .*status 200/);
		},
	},
	{
		name: 'doctor',
		title: 'The doctor has examined a device',
		rows: 44,
		deviceId: 'press-01',
		async prepare(terminal) {
			await terminal.press('D');
			await terminal.see(/The device is healthy/, 60_000);
		},
	},
	{
		name: 'doctor-refused',
		title: 'The doctor names the cause: a port that is closed',
		rows: 44,
		deviceId: 'press-01',
		async prepare(terminal) {
			await terminal.press(':');
			await terminal.type('fault port-closed:mqtts');
			await terminal.press('enter');
			await terminal.see(/is on\./);
			await terminal.press('escape');
			await terminal.press('D');
			await terminal.see(/│(FAIL|WARN) {2}The MQTT port is refused/, 60_000);
		},
	},
	{
		name: 'chart',
		title: 'Telemetry messages of the last half hour',
		deviceId: 'press-01',
		async prepare(terminal) {
			await terminal.press('v');
			await terminal.see(/press-01 {2}[2-9]\d in 30 minutes/, 90_000);
		},
	},
	{
		name: 'keys',
		title: 'The keys of a device, masked',
		deviceId: 'press-01',
		async prepare(terminal) {
			await terminal.press('K');
			await terminal.see(/SHA-256/);
		},
	},
];
