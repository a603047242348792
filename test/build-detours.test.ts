import {mkdtemp, rm} from 'node:fs/promises';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {build, type Plugin} from 'esbuild';
import fc from 'fast-check';
import {expect, test} from 'vitest';

type Output = {write(x: number, y: number, text: string, options: {readonly transformers: readonly unknown[]}): void; get(): {readonly output: string}};
type Ink = {
	readonly Output: new (size: {readonly width: number; readonly height: number}) => Output;
	readonly sanitizeAnsi: (text: string) => string;
	readonly stringWidth: (text: string) => number;
};

const source = `
export {default as Output} from './node_modules/ink/build/output.js';
export {default as sanitizeAnsi} from './node_modules/ink/build/sanitize-ansi.js';
export {default as stringWidth} from './node_modules/ink/node_modules/string-width/index.js';
`;

/** Parts of Ink as a bundle. */
const loadInk = async (plugins: readonly Plugin[]): Promise<Ink> => {
	const directory = await mkdtemp(path.resolve('node_modules/.iot-tui-'));
	try {
		const outfile = path.join(directory, 'ink.mjs');
		await build({
			stdin: {contents: source, resolveDir: process.cwd()},
			outfile,
			bundle: true,
			format: 'esm',
			platform: 'node',
			plugins: [...plugins],
		});
		return await import(pathToFileURL(outfile).href);
	} finally {
		await rm(directory, {recursive: true, force: true});
	}
};

const word = fc.constantFrom(
	'plain',
	'\u001b[36mcyan\u001b[39m',
	'\u001b[1m\u001b[2mboth\u001b[22m',
	'温度',
	'e\u0301',
	'│',
	'   ',
	'\u001b[7mx\u001b[27m',
	'a\nb',
	'🌡',
);
const text = fc.array(word, {minLength: 1, maxLength: 4}).map(words => words.join(''));
const frame = fc.array(fc.record({x: fc.nat(12), y: fc.nat(4), text}), {maxLength: 8});

test('the bundle draws what Ink draws, frame after frame', async () => {
	const {withoutDetours}: {readonly withoutDetours: Plugin} = await import(pathToFileURL(path.resolve('build-detours.mjs')).href);
	const [plain, bundled] = await Promise.all([loadInk([]), loadInk([withoutDetours])]);
	const drawWith = ({Output}: Ink, writes: readonly {readonly x: number; readonly y: number; readonly text: string}[]): string => {
		const output = new Output({width: 20, height: 5});
		for (const {x, y, text: written} of writes) output.write(x, y, written, {transformers: []});
		return output.get().output;
	};
	fc.assert(
		fc.property(fc.array(frame, {minLength: 2, maxLength: 4}), frames => {
			for (const writes of frames) expect(drawWith(bundled, writes)).toBe(drawWith(plain, writes));
		}),
		{numRuns: 300},
	);
	fc.assert(
		fc.property(fc.array(text), texts => {
			for (const each of [...texts, ...texts]) {
				expect(bundled.sanitizeAnsi(each)).toBe(plain.sanitizeAnsi(each));
				expect(bundled.stringWidth(each)).toBe(plain.stringWidth(each));
			}
		}),
	);
});
