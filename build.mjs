// Bundles the console into dist/: one file for what the first paint needs, lazy chunks for the rest.
// The SDKs and the protocol libraries stay in node_modules: they are loaded after the first paint, by import().
import {readFile, rm} from 'node:fs/promises';
import {build, context} from 'esbuild';

/** Where packages do before the first frame what nothing needs. */
const detours = [
	// The WebAssembly comes from a data URL, and Node's first fetch loads a whole HTTP client.
	{file: /yoga-wasm-base64-esm\.js$/, from: '"function"!=typeof fetch', to: 'true'},
	// meow reads package.json as it is; what would tidy it sorts the names of all licenses while it loads.
	{file: /meow.build.dependencies\.js$/, from: 'var normalizeExports = requireNormalize();', to: 'var normalizeExports = {};'},
];

const options = {
	entryPoints: {cli: 'cli.tsx', 'local-hub-worker': 'source/commands/local-hub-worker.ts'},
	outdir: 'dist',
	chunkNames: '[name]-[hash]',
	bundle: true,
	splitting: true,
	format: 'esm',
	platform: 'node',
	target: 'node22',
	// jsonc-parser's CommonJS build hides its own requires from a bundler.
	mainFields: ['module', 'main'],
	sourcemap: 'linked',
	sourcesContent: false,
	// React's and Ink's development builds are two to three times slower per frame.
	define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
	minifySyntax: true,
	banner: {js: "import {createRequire as __createRequire} from 'node:module';const require = __createRequire(import.meta.url);"},
	external: [
		'azure-iothub',
		'azure-iothub/*',
		'@azure/*',
		'azure-iot-*',
		'aedes',
		'rhea',
		'rhea-promise',
		'find-my-way',
		'@peculiar/x509',
		'reflect-metadata',
		'ohm-js',
	],
	plugins: [
		{
			// Ink imports its development tools behind a flag; a bundle would hoist the import to the top and fail.
			name: 'without-devtools',
			setup(build) {
				build.onResolve({filter: /^react-devtools-core$/}, () => ({path: 'react-devtools-core', namespace: 'empty'}));
				build.onLoad({filter: /.*/, namespace: 'empty'}, () => ({contents: 'export default {}'}));
			},
		},
		{
			name: 'without-detours',
			setup(build) {
				for (const {file, from, to} of detours) {
					build.onLoad({filter: file}, async ({path}) => {
						const text = await readFile(path, 'utf8');
						const contents = text.replaceAll(from, to);
						if (contents === text) throw new Error(`${path} has changed: it no longer says ${from}`);
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
		},
	],
	logLevel: 'warning',
};

await rm('dist', {recursive: true, force: true});
if (process.argv.includes('--watch')) {
	const watcher = await context({...options, logLevel: 'info'});
	await watcher.watch();
} else {
	await build(options);
}
