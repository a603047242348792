import {Box, useWindowSize} from 'ink';
import {useRef, useState} from 'react';
import {centre, Dialog} from './components/dialog.js';
import {insideOf} from './components/frame.js';
import {TooSmall} from './components/too-small.js';
import {type Row, span} from './format/cells.js';
import {fieldRow} from './format/field-row.js';
import {sentenceRows} from './format/wrap-words.js';
import {useKeys} from './hooks/use-keyboard.js';
import {editOf, type KeyPress} from './keymap.js';
import {isTooSmall} from './layout.js';
import {type Safe, safe} from './safe-text.js';
import {editField, emptyField, fieldOf, type TextField} from './ui-state/text-field.js';

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

const widest = 76;

/** Blank rows are the first that are left out. */
const withoutBlanks = (rows: readonly Row[], height: number): readonly Row[] => (rows.length <= height ? rows : rows.filter(row => row.length > 0));

const choiceRows = (width: number): readonly Row[] => [
	[span(safe`No hub is configured yet.`)],
	[],
	[span(safe`1`, 'key'), span(safe`  try the demo: a local hub with simulated devices, no account`)],
	[span(safe`2`, 'key'), span(safe`  connect to a hub by its connection string`)],
	[span(safe`q`, 'key'), span(safe`  quit`)],
	[],
	...sentenceRows(safe`Next time: set IOTHUB_CONNECTION_STRING, or run iot-tui --emulator.`, width, 'muted'),
];

/** The field, and why what was typed there before cannot be used. Where rows are scarce that reason comes first. */
const fieldRows = (typed: TextField, complaint: Safe | undefined, {width, height}: {readonly width: number; readonly height: number}): readonly Row[] => {
	const words = sentenceRows(safe`Connection string of a shared access policy. Paste it; it is neither shown nor kept.`, width);
	// As many stars as were typed, never the text.
	const field = fieldRow(fieldOf('*'.repeat(typed.value.length)), width, true);
	if (complaint === undefined) return [...words, field];
	const reason = sentenceRows(complaint, width, 'bad');
	const all = [...words, field, [], ...reason];
	return all.length <= height ? all : [field, ...reason];
};

/** What is on screen before there is a hub: the choice of one, or the progress of starting it. */
export function StartScreen({progress, complaint, onDemo, onConnect, onQuit}: Props) {
	const {columns, rows} = useWindowSize();
	const [typed, setTyped] = useState<TextField>();
	// Of the keys of one read, each sees what the ones before did.
	const field = useRef<TextField>(undefined);
	const change = (next: TextField | undefined) => {
		field.current = next;
		setTyped(next);
	};
	const press = (key: KeyPress) => {
		if (key.name === 'ctrl+c') return onQuit();
		if (progress !== undefined) return key.name === 'q' ? onQuit() : undefined;
		if (field.current === undefined) {
			if (key.name === '1') onDemo();
			if (key.name === '2') change(emptyField);
			if (key.name === 'q') onQuit();
			return;
		}
		if (key.name === 'escape') return change(undefined);
		if (key.name === 'enter') return onConnect(field.current.value.trim());
		const edit = editOf(key);
		if (edit !== undefined) change(editField(field.current, edit));
	};
	const take = (key: KeyPress): boolean => {
		press(key);
		return true;
	};
	useKeys(take, text => {
		if (field.current !== undefined) change(editField(field.current, {type: 'insert', text}));
	});

	if (isTooSmall(columns, rows)) return <TooSmall columns={columns} rows={rows} />;
	const screen = {x: 0, y: 0, width: columns, height: rows};
	const inside = insideOf({...screen, width: Math.min(widest, columns)});
	const shown =
		progress !== undefined
			? [[span(progress)]]
			: typed === undefined
				? withoutBlanks(choiceRows(inside.width), inside.height)
				: fieldRows(typed, complaint, inside);
	const keys = progress !== undefined ? safe`q quit` : typed === undefined ? undefined : safe`Enter connect  Esc back`;
	return (
		<Box width={columns} height={rows}>
			<Dialog
				rect={centre(screen, {width: widest, height: shown.length + 2})}
				heading={[span(safe`iot-tui`, 'accent', {isBold: true})]}
				{...(keys && {footer: [span(keys, 'muted')]})}
				rows={shown}
			/>
		</Box>
	);
}
