import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {openConsole} from '../helpers/console.js';

const secret = 'c2VjcmV0LXNlY3JldC1zZWNyZXQ=';

test('without a hub the first screen offers the demo, and one key starts it', async () => {
	const console = openConsole([], {columns: 80, rows: 24});
	await console.see(/1 {2}try the demo/);
	await console.press('1');
	await console.see(/press-01/);
	await console.press('q');
	await expect(console.exited).resolves.toEqual({exitCode: 0, signal: undefined});
	expect(console.leftovers()).toEqual([]);
});

/** A directory for temporary files of the console alone, and the hubs that have theirs there. */
const openTemporaryDirectory = async () => {
	const path = await mkdtemp(join(tmpdir(), 'iot-tui-test-'));
	onTestFinished(() => rm(path, {recursive: true, force: true}));
	return {path, findHubs: async () => (await readdir(path)).filter(name => name.startsWith('iot-tui-hub-'))};
};

test('1 pressed twice at once starts one local hub', async () => {
	const {path, findHubs} = await openTemporaryDirectory();
	const console = openConsole([], {columns: 80, rows: 24, environment: {TMPDIR: path}});
	await console.see(/1 {2}try the demo/);
	console.write('11');
	await console.see(/press-01/);
	expect(await findHubs()).toHaveLength(1);
	await console.press('q');
	await expect(console.exited).resolves.toEqual({exitCode: 0, signal: undefined});
	expect(await findHubs()).toEqual([]);
});

test('leaving while the local hub starts leaves none of its files behind', async () => {
	const {path, findHubs} = await openTemporaryDirectory();
	const console = openConsole(['--emulator'], {columns: 80, rows: 24, environment: {TMPDIR: path}});
	await expect.poll(findHubs, {interval: 1}).toHaveLength(1);
	console.kill('SIGTERM');
	await expect(console.exited).resolves.toEqual({exitCode: 143, signal: undefined});
	expect(await findHubs()).toEqual([]);
});

test('a connection string is typed unseen, and a wrong one is explained on the spot', async () => {
	const console = openConsole([], {columns: 80, rows: 24});
	await console.see(/2 {2}connect to a hub/);
	await console.press('2');
	await console.see(/neither shown/);
	console.write(`\u001B[200~HostName=h;DeviceId=d;SharedAccessKey=${secret}\u001B[201~`);
	await console.see(/\*{30}/);
	await console.press('enter');
	const screen = await console.see(/connection string of a device, not of/);
	expect(screen).not.toContain(secret.slice(0, 8));
	await console.press('escape');
	await console.see(/1 {2}try the demo/);
	await console.press('q');
	await expect(console.exited).resolves.toEqual({exitCode: 0, signal: undefined});
});

test('a wrong connection string in the environment never touches the screen', async () => {
	const console = openConsole([], {environment: {IOTHUB_CONNECTION_STRING: 'HostName=h;SharedAccessKeyName=p;SharedAccessKey=not/base64!'}});
	await expect(console.exited).resolves.toEqual({exitCode: 2, signal: undefined});
	expect(console.screen()).toMatch(/SharedAccessKey in the connection string is not base64 text/);
	expect(console.screen()).not.toContain('not/base64!');
	expect(console.leftovers()).toEqual([]);
});
