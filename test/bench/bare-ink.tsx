import {Box, render, Text, useInput, useWindowSize} from 'ink';
import {useState} from 'react';

/** A full screen with a selection that j and k move, and nothing else: what Ink itself takes. */
function List() {
	const {columns, rows} = useWindowSize();
	const [selected, setSelected] = useState(1);
	useInput(input => setSelected(before => (input === 'j' ? before + 1 : input === 'k' ? before - 1 : before)));
	const places = Array.from({length: rows}, (_, row) => row);
	return (
		<Box width={columns} height={rows} flexDirection="column">
			{places.map(row => (
				<Text key={row} wrap="truncate" inverse={row === selected}>
					{`row ${row} of a list that fills the screen from side to side`.padEnd(columns, ' .')}
				</Text>
			))}
		</Box>
	);
}

/** Draws that list until the process is ended. */
export const runBareInk = async (): Promise<void> => {
	const options = {alternateScreen: true, incrementalRendering: true, maxFps: 1000, patchConsole: false, interactive: true};
	await render(<List />, options).waitUntilExit();
};
