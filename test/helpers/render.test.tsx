import {Box, Text, useInput, useWindowSize} from 'ink';
import {useState} from 'react';
import {expect, test} from 'vitest';
import {renderAt} from './render.js';

const Counter = () => {
	const {columns, rows} = useWindowSize();
	const [keys, setKeys] = useState('');
	useInput((input, key) => setKeys(before => `${before}[${key.escape ? 'escape' : key.return ? 'enter' : key.upArrow ? 'up' : input}]`));
	return (
		<Box flexDirection="column">
			<Text>{`${columns}x${rows}`}</Text>
			<Text>{keys}</Text>
		</Box>
	);
};

test('draws at the size asked for, and again at another', async () => {
	const screen = renderAt(80, 24, <Counter />);
	expect(screen.frame()).toContain('80x24');
	screen.resize(120, 40);
	await screen.until(/120x40/);
});

test('keys arrive one by one, a lone Escape too', async () => {
	const screen = renderAt(80, 24, <Counter />);
	await screen.press('j', 'escape', 'k', 'up', 'enter', 'ctrl+d');
	await screen.until(/\[j\]\[escape\]\[k\]\[up\]\[enter\]\[d\]/);
});

test('a condition that never comes fails with the frame', async () => {
	const screen = renderAt(20, 5, <Text>only this</Text>);
	await expect(screen.until(frame => frame === 'something else', 50)).rejects.toThrow('only this');
});
