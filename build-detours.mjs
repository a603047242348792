// Changes that a bundle makes to packages, for speed alone: what they do stays what it is.
import {readFile} from 'node:fs/promises';

/** Texts come again and again, frame after frame. */
const keepResults = `function keepResults(compute) {
	const known = new Map();
	return (text, options) => {
		if (options !== undefined || typeof text !== 'string') return compute(text, options);
		let result = known.get(text);
		if (result === undefined) {
			result = compute(text);
			if (known.size === 2000) known.clear();
			known.set(text, result);
		}
		return result;
	};
}`;

/** Where packages do what nothing needs, before the first frame or for every frame: what their texts say, and what they say in the bundle. */
const detours = [
	// The WebAssembly comes from a data URL, and Node's first fetch loads a whole HTTP client.
	{file: /yoga-wasm-base64-esm\.js$/, changes: {'"function"!=typeof fetch': 'true'}},
	// meow reads package.json as it is; what would tidy it sorts the names of all licenses while it loads.
	{file: /meow.build.dependencies\.js$/, changes: {'var normalizeExports = requireNormalize();': 'var normalizeExports = {};'}},
	// Ink takes every text on the screen apart for each frame. It keeps what it made of those that were in the frame before, and blank cells are one.
	{
		file: /ink.build.output\.js$/,
		changes: {
			'caches = new OutputCaches();': 'caches = Output.caches = new OutputCaches(Output.caches);',
			'styledChars = new Map();': 'styledChars = new Map(); constructor(last) {this.before = last?.styledChars;}',
			'cached = this.styledChars.get(line);\n        if (cached === undefined) {':
				'cached = this.styledChars.get(line);\nif (cached === undefined && (cached = this.before?.get(line))) this.styledChars.set(line, cached);\nif (cached === undefined) {',
			'lines = characterLines.map(': 'lines = characterLines.length === 1 ? [text] : characterLines.map(',
			'const output = [];\n        for (let y': "const output = [], blank = {type: 'char', value: ' ', fullWidth: false, styles: []};\n        for (let y",
			[`row.push({
                    type: 'char',
                    value: ' ',
                    fullWidth: false,
                    styles: [],
                });`]: 'row.push(blank);',
		},
	},
	{file: /ansi-tokenize.build.styledChars\.js$/, changes: {'styles: [...codes],': 'styles: codes,'}},
	{
		file: /ink.build.sanitize-ansi\.js$/,
		changes: {
			'const sanitizeAnsi = (text) => {': 'const sanitizeAnsi = keepResults(text => {',
			'return output + pendingStyles;\n};': `return output + pendingStyles;\n});\n${keepResults}`,
		},
	},
	{
		file: /string-width.index\.js$/,
		changes: {'export default function stringWidth(': `${keepResults}\nexport default keepResults(stringWidth);\nfunction stringWidth(`},
	},
];

/** A plugin for esbuild. It fails when a package no longer says what is to be changed. */
export const withoutDetours = {
	name: 'without-detours',
	setup(build) {
		for (const {file, changes} of detours) {
			build.onLoad({filter: file}, async ({path}) => {
				let contents = await readFile(path, 'utf8');
				for (const [from, to] of Object.entries(changes)) {
					if (!contents.includes(from)) throw new Error(`${path} has changed: it no longer says ${from}`);
					contents = contents.replaceAll(from, () => to);
				}
				return {contents};
			});
		}
		// Ink and four packages below it bring a copy each of the same version; every copy builds its sets of emoji.
		build.onResolve({filter: /^string-width$/}, ({importer, pluginData}) =>
			pluginData === 'string-width' || !importer.includes('node_modules')
				? undefined
				: build.resolve('string-width', {kind: 'import-statement', resolveDir: 'node_modules/ink', pluginData: 'string-width'}),
		);
	},
};
