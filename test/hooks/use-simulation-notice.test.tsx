import {expect, test} from 'vitest';
import {createStore} from 'zustand/vanilla';
import {App} from '../../source/app.js';
import {safe} from '../../source/safe-text.js';
import type {SimulatedNow, Simulation} from '../../source/simulation.js';
import {selectTheme} from '../../source/theme.js';
import {createUi} from '../../source/ui-state/store.js';
import {createFakeHub} from '../helpers/fake-hub.js';
import {renderAt} from '../helpers/render.js';

const deviceId = 'press-01';
const refused: SimulatedNow = {deviceId, kind: 'tutorial', isConnected: false, failure: 'Connection refused: Not\u001B[2J authorized'};
const connected: SimulatedNow = {deviceId, kind: 'tutorial', isConnected: true};

const open = () => {
	const store = createStore<ReadonlyMap<string, SimulatedNow>>(() => new Map([[deviceId, connected]]));
	const nothing = () => Promise.resolve();
	const simulation: Simulation = {
		getState: store.getState,
		subscribe: listener => store.subscribe(() => listener()),
		kinds: ['tutorial'],
		start: nothing,
		restart: nothing,
		stop: nothing,
		credential: () => Promise.resolve(undefined),
	};
	const ui = createUi();
	const {hub} = createFakeHub();
	const screen = renderAt(
		120,
		40,
		<App hub={hub} theme={selectTheme({isAscii: false, hasColor: false})} quit={() => undefined} ui={ui} simulation={simulation} />,
	);
	return {...screen, ui, become: (now: SimulatedNow) => store.setState(new Map([[deviceId, now]]), true)};
};

test('why the program of a simulated device cannot connect is said on the status line, once for each reason', async () => {
	const {ui, become, until} = open();
	become(refused);
	await until(/The program of press-01 says: Connection refused: Not\\x1b\[2J authorized {2}D finds out why/);
	ui.dispatch({type: 'notice', notice: undefined});
	become({...refused});
	expect(ui.getState().notice).toBeUndefined();
	become({...refused, failure: 'connect ECONNREFUSED'});
	await until(/The program of press-01 says: connect ECONNREFUSED/);
});

test('it waits while a warning stands there, and is left out when the device has connected meanwhile', async () => {
	const {ui, become, until} = open();
	const warning = {text: safe`The fault wrong-key is on.`, tone: 'warning'} as const;
	ui.dispatch({type: 'notice', notice: warning});
	become(refused);
	expect(ui.getState().notice).toBe(warning);
	ui.dispatch({type: 'notice', notice: undefined});
	await until(/The program of press-01 says/);

	ui.dispatch({type: 'notice', notice: warning});
	become({...refused, failure: 'another'});
	become(connected);
	ui.dispatch({type: 'notice', notice: undefined});
	expect(ui.getState().notice).toBeUndefined();
});
