// Bundles the console into dist/: one file for what the first paint needs, lazy chunks for the rest.
// The SDKs and the protocol libraries stay in node_modules: they are loaded after the first paint, by import().
import {rm} from 'node:fs/promises';
import {build, context} from 'esbuild';
import {withoutDetours} from './build-detours.mjs';

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
		withoutDetours,
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
