import {Box, useWindowSize} from 'ink';
import {useState} from 'react';
import {centre, Dialog} from './components/dialog.js';
import {type Row, span} from './format/cells.js';
import {fieldRow} from './format/field-row.js';
import {wrapWords} from './format/wrap-words.js';
import {useKeys} from './hooks/use-keyboard.js';
import {editOf, type KeyPress} from './keymap.js';
import {type Safe, safe} from './safe-text.js';
import {editField, emptyField, fieldOf} from './ui-state/text-field.js';

type Props = {
	/** Present: something is being started, and this is how far it is. Absent: the user chooses. */
	readonly progress?: Safe;
	/** Why the connection string that was typed cannot be used. */
	readonly complaint?: Safe;
	onDemo(): void;
	/** A typed connection string, not checked. */
	onConnect(connectionString: string): void;
	onQuit(): void;
};

/** Short rows: they fit the smallest screen or are cut at its edge. */
const choices: readonly Row[] = [
	[span(safe`No hub is configured yet.`)],
	[],
	[span(safe`1`, 'key'), span(safe`  try the demo: a local hub with simulated devices, no account`)],
	[span(safe`2`, 'key'), span(safe`  connect to a hub by its connection string`)],
	[span(safe`q`, 'key'), span(safe`  quit`)],
	[],
	[span(safe`Next time: set IOTHUB_CONNECTION_STRING, or run iot-tui --emulator.`, 'muted')],
];

/** What is on screen before there is a hub: the choice of one, or the progress of starting it. */
export function StartScreen({progress, complaint, onDemo, onConnect, onQuit}: Props) {
	const {columns, rows} = useWindowSize();
	const [typed, setTyped] = useState<typeof emptyField>();
	const press = (key: KeyPress) => {
		if (key.name === 'ctrl+c') return onQuit();
		if (progress !== undefined) return key.name === 'q' ? onQuit() : undefined;
		if (typed === undefined) {
			if (key.name === '1') onDemo();
			if (key.name === '2') setTyped(emptyField);
			if (key.name === 'q') onQuit();
			return;
		}
		if (key.name === 'escape') return setTyped(undefined);
		if (key.name === 'enter') return onConnect(typed.value.trim());
		const edit = editOf(key);
		if (edit !== undefined) setTyped(field => editField(field ?? emptyField, edit));
	};
	const take = (key: KeyPress): boolean => {
		press(key);
		return true;
	};
	useKeys(take, text => setTyped(field => (field === undefined ? field : editField(field, {type: 'insert', text}))));

	const screen = {x: 0, y: 0, width: columns, height: rows};
	const rect = centre(screen, {width: 76, height: 12});
	const asked: readonly Row[] =
		typed === undefined
			? choices
			: [
					...wrapWords(safe`Connection string of a shared access policy. Paste it; it is neither shown nor kept.`, rect.width - 2).map(line => [span(line)]),
					// As many stars as were typed, never the text.
					fieldRow(fieldOf('*'.repeat(typed.value.length)), rect.width - 2, true),
					[],
					...(complaint === undefined ? [] : [...wrapWords(complaint, rect.width - 2).map(line => [span(line, 'bad')]), []]),
					[span(safe`Enter`, 'key'), span(safe` connect   `), span(safe`Esc`, 'key'), span(safe` back`)],
				];
	return (
		<Box width={columns} height={rows}>
			<Dialog
				rect={rect}
				heading={[span(safe`iot-tui`, 'accent', {isBold: true})]}
				rows={progress === undefined ? asked : [[span(progress)], [], [span(safe`q`, 'key'), span(safe` quit`)]]}
			/>
		</Box>
	);
}
