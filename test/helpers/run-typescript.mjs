import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {build} from 'esbuild';

/**
 * Bundles a TypeScript program that no test runner starts, and runs it in this process. The bundle lies inside `node_modules` so that it finds the
 * project's packages.
 *
 * @param {string} entryPoint
 */
export async function runTypescript(entryPoint) {
	const cache = path.resolve('node_modules/.cache');
	await mkdir(cache, {recursive: true});
	const directory = await mkdtemp(path.join(cache, 'iot-tui-'));
	try {
		const outfile = path.join(directory, 'program.mjs');
		await build({
			entryPoints: [entryPoint],
			outfile,
			bundle: true,
			platform: 'node',
			format: 'esm',
			target: 'node22',
			packages: 'external',
			logLevel: 'warning',
		});
		const {main} = await import(pathToFileURL(outfile).href);
		await main();
	} finally {
		await rm(directory, {recursive: true, force: true});
	}
}
