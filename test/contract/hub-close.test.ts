import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {text} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {afterAll, beforeAll, describe, expect, it, onTestFinished} from 'vitest';
import {setUpEmulator} from '../helpers/emulator.js';

const running = setUpEmulator({deviceIds: ['press-01']});

describe('a closed hub', () => {
	let directory = '';
	let program = '';
	beforeAll(async () => {
		// Inside of node_modules, because packages are looked up from where a program lies.
		const cache = join(import.meta.dirname, '../../node_modules/.cache');
		mkdirSync(cache, {recursive: true});
		directory = mkdtempSync(join(cache, 'close-hub-'));
		program = join(directory, 'close-hub.mjs');
		const entry = fileURLToPath(new URL('../fixtures/close-hub.ts', import.meta.url));
		await build({entryPoints: [entry], outfile: program, bundle: true, packages: 'external', platform: 'node', format: 'esm', target: 'node22'});
	});
	afterAll(() => rmSync(directory, {recursive: true, force: true}));

	function start(connectionString: string) {
		const env = {...process.env, IOTHUB_CONNECTION_STRING: connectionString, AZURE_LOG_LEVEL: 'verbose', DEBUG: '*'};
		const child = spawn(process.execPath, [program], {env, stdio: ['pipe', 'pipe', 'pipe']});
		onTestFinished(() => void child.kill('SIGKILL'));
		return {child, ended: once(child, 'exit'), output: text(child.stdout), talk: text(child.stderr)};
	}

	it('leaves nothing that keeps the program alive and writes nothing to the terminal, even in the middle of traffic', async () => {
		const {ended, output, talk} = start(running.emulator.hubConnectionString);
		const traffic = setInterval(() => {
			for (let count = 0; count < 10; count++) running.emulator.core.telemetry.append('press-01', {body: Buffer.alloc(500, 'x'), system: {}, application: {}});
		}, 10);
		onTestFinished(() => clearInterval(traffic));
		expect(await talk).toBe('');
		expect(await ended).toEqual([0, null]);
		const result = JSON.parse((await output).split('\n')[1] ?? '');
		expect(result).toMatchObject({lost: 0});
		expect(result.received).toBeGreaterThan(200);
	});

	it('that could never be reached lets the program end, too', async () => {
		const {child, ended, output, talk} = start(running.emulator.hubConnectionString.replace(/(Https|Amqps)Port=\d+/g, '$1Port=1'));
		child.stdin.write('close\n');
		expect(await talk).toBe('');
		expect(await ended).toEqual([0, null]);
		expect(await output).toContain('"received":0');
	});
});
