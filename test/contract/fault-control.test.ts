import {execFile} from 'node:child_process';
import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {build} from 'esbuild';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {createFaultControl} from '../../source/commands/fault-control.js';
import {UsageError} from '../../source/errors.js';
import {requestHub, setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {startOnKeptPorts} from '../helpers/kept-ports.js';
import {simulate} from '../helpers/simulation.js';

const hub = setUpEmulator({deviceIds: ['press-01']}, startOnKeptPorts);
afterEach(async () => {
	hub.emulator.core.faults.clearAll();
	await hub.emulator.settleFaults();
});

describe('switching faults of the hub', () => {
	it('lists every fault with what it does, and what is set now', async () => {
		const control = createFaultControl(hub.emulator, undefined);
		const {available, active} = control.list();
		expect(active).toEqual([]);
		expect(available.length).toBeGreaterThan(30);
		for (const {name, summary} of available)
			expect({name, summary}).toEqual({name: expect.stringMatching(/^[a-z0-9-]+$/), summary: expect.stringMatching(/^\S.*[^.]$/)});
		await control.set('throttling', '9');
		await control.set('wrong-clock', '-15');
		await control.set('queue-full', 'press-01');
		await control.set('unknown-ca', 'amqps');
		await control.set('unavailable');
		expect(control.list().active).toEqual([
			{name: 'throttling', argument: '9'},
			{name: 'wrong-clock', argument: '-15'},
			{name: 'queue-full', argument: 'press-01'},
			{name: 'unknown-ca', argument: 'amqps'},
			{name: 'unavailable'},
		]);
	});

	it('names every fault that the readme lists, and the readme every fault', async () => {
		const readme = await readFile(join(import.meta.dirname, '../../readme.md'), 'utf8');
		const [, chapter = ''] = /### Things that go wrong, on purpose\n([^#]*)/.exec(readme) ?? [];
		const firstCells = chapter.split('\n').flatMap(line => /^\| (`[^|]*) \|/.exec(line)?.[1] ?? []);
		const listed = firstCells.flatMap(cell => [...cell.matchAll(/`([a-z0-9-]+)[^`]*`/g)].map(([, name]) => name));
		expect(listed.sort()).toEqual(
			createFaultControl(hub.emulator, undefined)
				.list()
				.available.map(({name}) => name)
				.sort(),
		);
	});

	it('closes a port and opens it again by the time the switch answers', async () => {
		const control = createFaultControl(hub.emulator, undefined);
		await control.set('port-closed', 'https');
		await expect(requestHub(hub.emulator, 'GET', '/devices/press-01')).rejects.toMatchObject({code: 'ECONNREFUSED'});
		await control.set('port-closed', 'mqtts');
		await control.clear('port-closed', 'https');
		expect((await requestHub(hub.emulator, 'GET', '/devices/press-01')).status).toBe(200);
		expect(control.list().active).toEqual([{name: 'port-closed', argument: 'mqtts'}]);
		await control.clear('port-closed');
		expect(control.list().active).toEqual([]);
	});

	it.each([
		['bogus', undefined, /^There is no fault bogus; the faults are throttling, .*, wrong-key, .*\.$/],
		['__proto__', undefined, /^There is no fault __proto__; the faults are /],
		['\u001b[2J', undefined, /^There is no fault \P{Cc}+$/u],
		['queue-full', undefined, /^The fault queue-full needs a device id as its argument\.$/],
		['queue-full', 'nobody', /^The fault queue-full cannot be set on nobody \(DeviceNotFound\)\.$/],
		['port-closed', '8883', /^The fault port-closed needs https, mqtts or amqps as its argument\.$/],
		['throttling', 'soon', /^The fault throttling needs seconds to wait, 1 to 300 as its argument\.$/],
		['slow-answers', '0', /^The fault slow-answers needs seconds/],
		['quota', 'all', /^The fault quota takes no argument\.$/],
		['wrong-key', undefined, /^No device is simulated/],
	])('refuses %j with %j in one sentence', async (name, argument, message) => {
		const control = createFaultControl(hub.emulator, undefined);
		await expect(control.set(name, argument)).rejects.toThrow(message);
		await expect(control.set(name, argument)).rejects.toThrow(UsageError);
		expect(control.list().active).toEqual([]);
	});
});

it('switching a fault of a device restarts that device with it', async () => {
	const {core} = hub.emulator;
	const {fleet} = simulate(hub.emulator, 'pump-02');
	await fleet.started;
	const control = createFaultControl(hub.emulator, fleet);
	await expect(control.set('wrong-key', 'press-01')).rejects.toThrow(/^No device press-01 is simulated\.$/);
	await control.set('wrong-key', 'pump-02');
	expect(control.list().active).toEqual([{name: 'wrong-key', argument: 'pump-02'}]);
	await eventually(() => core.registry.get('pump-02').connectionState).toBe('Disconnected');
	await control.set('silence');
	expect(control.list().active).toEqual([{name: 'silence', argument: 'pump-02'}]);
	await eventually(() => core.registry.get('pump-02').connectionState).toBe('Connected');
	await control.clear('wrong-key');
	expect(control.list().active).toEqual([{name: 'silence', argument: 'pump-02'}]);
	await control.clear('silence');
	expect(control.list().active).toEqual([]);
});

describe('the embedded hub in its thread', () => {
	let directory = '';
	beforeAll(async () => {
		// Inside of node_modules, because packages are looked up from where a program lies.
		const cache = join(import.meta.dirname, '../../node_modules/.cache');
		await mkdir(cache, {recursive: true});
		directory = await mkdtemp(join(cache, 'fault-local-hub-'));
		const program = fileURLToPath(new URL('../fixtures/fault-local-hub.ts', import.meta.url));
		const entryPoints = [program, join(import.meta.dirname, '../../source/commands/local-hub-worker.ts')];
		await build({entryPoints, outdir: directory, entryNames: '[name]', bundle: true, packages: 'external', platform: 'node', format: 'esm', target: 'node22'});
		await writeFile(join(directory, 'package.json'), '{"type": "module"}');
	});
	afterAll(() => rm(directory, {recursive: true, force: true}));

	it('takes faults from the console and tells which are set', async () => {
		const {stdout, stderr} = await promisify(execFile)(process.execPath, [join(directory, 'fault-local-hub.js')]);
		expect({said: JSON.parse(stdout), stderr}).toEqual({
			said: [
				true,
				[],
				[
					{name: 'slow-answers', argument: '2'},
					{name: 'wrong-key', argument: 'press-01'},
				],
				'UsageError: There is no fault bogus;',
				[{name: 'wrong-key', argument: 'press-01'}],
			],
			stderr: '',
		});
	});
});
