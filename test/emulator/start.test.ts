import {once} from 'node:events';
import {chmod, mkdtemp, readdir, rm, stat, writeFile} from 'node:fs/promises';
import {type AddressInfo, createServer} from 'node:net';
import {networkInterfaces, tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {EmulatorError} from '../../source/emulator/emulator-error.js';
import {startEmulator} from '../../source/emulator/start.js';
import {createConnectionStrings} from '../../source/emulator/start-connection-strings.js';
import type {Emulator, EmulatorOptions} from '../../source/emulator/types.js';
import {canConnect} from '../helpers/can-connect.js';

const running: Emulator[] = [];
async function start(options?: EmulatorOptions): Promise<Emulator> {
	const emulator = await startEmulator(options);
	running.push(emulator);
	return emulator;
}
let directory = '';
beforeEach(async () => {
	directory = await mkdtemp(join(tmpdir(), 'start-test-'));
});
afterEach(async () => {
	vi.unstubAllEnvs();
	for (const emulator of running.splice(0)) await emulator.close();
	await rm(directory, {recursive: true, force: true});
});

describe('a local hub', () => {
	it('accepts connections on three ports of the loopback, and on no other address of the machine', async () => {
		const {ports} = await start();
		const foreign = Object.values(networkInterfaces())
			.flat()
			.flatMap(found => (found === undefined || found.internal || found.family !== 'IPv4' ? [] : [found.address]));
		for (const port of Object.values(ports)) {
			expect(await canConnect(port)).toBe(true);
			for (const address of foreign) expect(await canConnect(port, address)).toBe(false);
		}
	});

	it('stops listening and removes its temporary files when it is closed', async () => {
		const emulator = await start();
		expect((await stat(dirname(emulator.caFile))).mode & 0o777).toBe(0o700);
		await emulator.close();
		for (const port of Object.values(emulator.ports)) expect(await canConnect(port)).toBe(false);
		await expect(stat(dirname(emulator.caFile))).rejects.toThrow('ENOENT');
	});

	it('has other keys than the next hub', async () => {
		const [first, second] = [await start({deviceIds: ['press-01']}), await start({deviceIds: ['press-01']})];
		const keys = [first, second].flatMap(({core}) => core.options.policies.map(policy => policy.key));
		expect(new Set(keys).size).toBe(10);
		expect(keys.every(key => Buffer.from(key, 'base64').length === 32)).toBe(true);
		expect(first.core.registry.get('press-01').authentication.symmetricKey).not.toEqual(second.core.registry.get('press-01').authentication.symmetricKey);
	});

	it('tells in its connection strings what clients need', async () => {
		const emulator = await start({deviceIds: ['press-01']});
		const {https, mqtts, amqps} = emulator.ports;
		expect(emulator.hubConnectionString).toMatch(
			new RegExp(`^HostName=localhost;SharedAccessKeyName=iothubowner;SharedAccessKey=[^;]+;HttpsPort=${https};AmqpsPort=${amqps};MqttsPort=${mqtts};CaFile=`),
		);
		expect(emulator.hubConnectionString.endsWith(emulator.caFile)).toBe(true);
		expect(emulator.eventHubConnectionString).toMatch(
			new RegExp(`^Endpoint=sb://localhost:${amqps}/;SharedAccessKeyName=service;SharedAccessKey=[^;]+;EntityPath=${emulator.core.options.eventHubName}$`),
		);
		expect(emulator.deviceConnectionString('press-01')).toMatch(
			new RegExp(`^HostName=localhost;DeviceId=press-01;SharedAccessKey=[^;]+;GatewayHostName=localhost:${mqtts}$`),
		);
	});

	it('sends devices to the usual port without naming it: most device SDKs take no port', async () => {
		const emulator = await start({deviceIds: ['press-01']});
		const at = (hostName: string) => createConnectionStrings(emulator.core, {...emulator, hostName, ports: {...emulator.ports, mqtts: 8883}});
		expect(at('localhost').deviceConnectionString('press-01')).toMatch(/^HostName=localhost;DeviceId=press-01;SharedAccessKey=[^;]+$/);
		expect(at('my-hub.test').deviceConnectionString('press-01')).toMatch(/;GatewayHostName=localhost:8883$/);
	});

	it('says which port is taken and how to choose another, and leaves nothing running', async () => {
		const blocker = createServer().listen(0, '127.0.0.1');
		await once(blocker, 'listening');
		const {port} = blocker.address() as AddressInfo;
		vi.stubEnv('TMPDIR', directory);
		const failure = startEmulator({ports: {amqps: port}});
		await expect(failure).rejects.toBeInstanceOf(EmulatorError);
		await expect(failure).rejects.toMatchObject({
			message: `Port ${port} for AMQP is already in use.`,
			hint: 'Choose another one with --amqps-port; 0 takes a free one.',
		});
		blocker.close();
		expect(await readdir(directory)).toEqual([]);
	});

	it.each([
		['127.0.0.1', 'is not a host name'],
		['my hub', 'is not a host name'],
		['does-not-exist.invalid', 'does not resolve'],
	])('refuses the host name %s', async (hostName, reason) => {
		await expect(startEmulator({hostName})).rejects.toThrow(reason);
	});

	it.each([0, 33, 1.5])('refuses %s partitions', async partitionCount => {
		await expect(startEmulator({partitionCount})).rejects.toThrow('partitions');
	});
});

describe('a local hub with a data directory', () => {
	it('is there again after a restart, with its devices, twins, keys and authority', async () => {
		const dataDirectory = join(directory, 'hub');
		const first = await start({dataDirectory, deviceIds: ['press-01', 'gone-01']});
		first.core.twins.patch('press-01', JSON.parse('{"tags":{"site":"A"},"properties":{"desired":{"__proto__":{"x":1},"rate":5}}}'), undefined);
		first.core.registry.delete('gone-01', undefined);
		const before = {...first, identity: first.core.registry.get('press-01'), twin: first.core.twins.get('press-01')};
		await first.close();

		const second = await start({dataDirectory, deviceIds: ['press-01']});
		expect(second.ca).toBe(before.ca);
		expect(second.core.options.policies).toEqual(before.core.options.policies);
		expect(second.core.registry.list().map(device => device.deviceId)).toEqual(['press-01']);
		expect(second.core.registry.get('press-01')).toEqual(before.identity);
		expect(JSON.stringify(second.core.twins.get('press-01'))).toBe(JSON.stringify(before.twin));
	});

	it('keeps its files to the user', async () => {
		const dataDirectory = join(directory, 'hub');
		await start({dataDirectory});
		expect((await stat(dataDirectory)).mode & 0o777).toBe(0o700);
		for (const name of await readdir(dataDirectory)) {
			if (name !== 'ca.pem') expect([name, (await stat(join(dataDirectory, name))).mode & 0o077]).toEqual([name, 0]);
		}
	});

	it('refuses a second hub on the same directory, and takes it again once the first is closed', async () => {
		const first = await start({dataDirectory: directory});
		const failure = startEmulator({dataDirectory: directory});
		await expect(failure).rejects.toBeInstanceOf(EmulatorError);
		await expect(failure).rejects.toThrow(`Another local hub is using the data directory ${directory}.`);
		await first.close();
		await start({dataDirectory: directory});
	});

	it('refuses a damaged file with a sentence that names it', async () => {
		await writeFile(join(directory, 'hub.db'), 'this is no database, only some text that is long enough to be looked at'.repeat(20));
		await expect(startEmulator({dataDirectory: directory})).rejects.toThrow(`The file ${join(directory, 'hub.db')} is damaged.`);
	});

	it('refuses a directory that others may write to', async () => {
		await chmod(directory, 0o777);
		await expect(startEmulator({dataDirectory: directory})).rejects.toThrow('Other users may write');
	});

	it('refuses a directory that cannot be made, or whose name breaks connection strings', async () => {
		await writeFile(join(directory, 'file'), '');
		await expect(startEmulator({dataDirectory: join(directory, 'file', 'hub')})).rejects.toThrow('cannot be used: a part of its path is a file.');
		await expect(startEmulator({dataDirectory: join(directory, 'file')})).rejects.toThrow('cannot be used: it is a file.');
		// Node's own recursive mkdir never comes back from there.
		if (process.platform === 'linux') await expect(startEmulator({dataDirectory: '/proc/nope/hub'})).rejects.toThrow('the system makes no directories there');
		await expect(startEmulator({dataDirectory: join(directory, 'a;b')})).rejects.toThrow('";" in its name');
	});
});
