import {Box} from 'ink';
import {render} from 'ink-testing-library';
import {afterEach, expect, test} from 'vitest';
import {centre, Dialog} from '../../source/components/dialog.js';
import {Rows} from '../../source/components/rows.js';
import {span} from '../../source/format/cells.js';
import {safe, show} from '../../source/safe-text.js';

let unmount: (() => void) | undefined;
afterEach(() => unmount?.());

const frameOf = (element: React.JSX.Element): string | undefined => {
	const screen = render(element);
	unmount = screen.unmount;
	return screen.lastFrame();
};

const words = {heading: [span(safe`Quit`)], footer: [span(safe`Esc stay`)]};

test('a dialog is a framed box with its words in the frame', () => {
	const rect = {x: 0, y: 0, width: 24, height: 5};
	const rows = [[span(safe`Really?`)]];
	const frame = frameOf(
		<Box width={24} height={5}>
			<Dialog rect={rect} {...words} rows={rows} />
		</Box>,
	);
	const lines = frame?.split('\n') ?? [];
	expect(lines).toHaveLength(5);
	expect(lines[0]).toMatch(/^┌.*Quit.*┐$/);
	expect(lines[1]).toBe('│Really?               │');
	expect(lines[4]).toMatch(/^└.*Esc stay.*┘$/);
});

test('rows fill their width and leave out what has no room', () => {
	const rows = ['first', 'a long second row', 'third'].map(text => [span(show(text))]);
	expect(frameOf(<Rows rows={rows} width={8} height={2} />)).toBe('first\na long …');
});

test('a row from outside cannot break the box', () => {
	const frame = frameOf(<Rows rows={[[span(show('\u001B[2J\u0007\r\nx'))]]} width={30} height={1} />);
	expect(frame).toBe(String.raw`\x1b[2J\x07\r\nx`);
});

test('a dialog that is larger than the screen takes the whole screen and no more', () => {
	expect(centre({x: 0, y: 0, width: 40, height: 10}, {width: 100, height: 100})).toEqual({x: 0, y: 0, width: 40, height: 10});
	expect(centre({x: 0, y: 0, width: 40, height: 10}, {width: 20, height: 4})).toEqual({x: 10, y: 3, width: 20, height: 4});
});
