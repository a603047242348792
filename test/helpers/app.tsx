import {vi} from 'vitest';
import {App} from '../../source/app.js';
import {createClipboard} from '../../source/clipboard.js';
import type {Doctor} from '../../source/diagnosis/types.js';
import type {FaultControl} from '../../source/fault-control.js';
import type {Simulation} from '../../source/simulation.js';
import {selectTheme} from '../../source/theme.js';
import {createUi} from '../../source/ui-state/store.js';
import type {UiState} from '../../source/ui-state/types.js';
import type {FakeHub} from './fake-hub.js';
import {type Rendered, renderAt} from './render.js';

type Options = {
	readonly columns?: number;
	readonly rows?: number;
	readonly isAscii?: boolean;
	readonly start?: Partial<UiState>;
	readonly doctor?: Doctor;
	readonly faults?: FaultControl;
	readonly simulation?: Simulation;
};

/** The whole console on a hub without a network, without colours. */
export const openApp = (fake: FakeHub, {columns = 120, rows = 40, isAscii = false, start, doctor, faults, simulation}: Options = {}) => {
	const quit = vi.fn();
	const ui = createUi(start);
	/** What would have been written to the terminal for its clipboard. */
	const copied: string[] = [];
	const clipboard = createClipboard({write: bytes => copied.push(bytes)}, {});
	const controls = {...(doctor && {doctor}), ...(faults && {faults}), ...(simulation && {simulation})};
	const element = <App hub={fake.hub} theme={selectTheme({isAscii, hasColor: false})} quit={quit} ui={ui} clipboard={clipboard} {...controls} />;
	const screen: Rendered = renderAt(columns, rows, element);
	const lines = () => screen.frame().split('\n');
	return {...screen, ui, quit, lines, copied};
};

/** The cells of a frame's inside, row by row, found by the words in its top line. */
export const insideOfFrame = (lines: readonly string[], words: RegExp): readonly string[] => {
	const top = lines.findIndex(line => words.test(line));
	const found = words.exec(lines[top] ?? '');
	const left = (lines[top] ?? '').lastIndexOf('┌', found?.index ?? 0);
	const right = (lines[top] ?? '').indexOf('┐', left);
	const below = lines.slice(top + 1);
	const height = below.findIndex(line => line[left] === '└');
	return below.slice(0, height).map(line => line.slice(left + 1, right).trimEnd());
};
