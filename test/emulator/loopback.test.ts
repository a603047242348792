import {lookup} from 'node:dns/promises';
import {once} from 'node:events';
import {type AddressInfo, createServer, type Server} from 'node:net';
import {afterEach, describe, expect, it, vi} from 'vitest';
import {listenOnLoopback, requireLoopbackName} from '../../source/emulator/loopback.js';

// The names of the outside world differ from machine to machine; what the system answers is set here.
vi.mock('node:dns/promises', () => ({lookup: vi.fn()}));

const servers: Server[] = [];
const create = () => {
	const server = createServer();
	servers.push(server);
	return server;
};
afterEach(() => {
	for (const server of servers.splice(0)) server.close();
});

describe('a port on loopback', () => {
	it('is the same on every loopback address', async () => {
		const {port, servers: listening} = await listenOnLoopback(create, 0);
		const addresses = listening.map(server => server.address() as AddressInfo);
		expect(addresses.every(address => address.port === port)).toBe(true);
		expect(['127.0.0.1', '127.0.0.1,::1']).toContain(addresses.map(({address}) => address).join());
	});

	it('that is taken is refused', async () => {
		const {port} = await listenOnLoopback(create, 0);
		await expect(listenOnLoopback(create, port)).rejects.toMatchObject({code: 'EADDRINUSE'});
	});

	it('that is taken on one address only is refused, and the other one is let go', async context => {
		const blocker = create();
		try {
			await once(blocker.listen({port: 0, host: '::1'}), 'listening');
		} catch {
			context.skip('this machine has no IPv6');
		}
		const {port} = blocker.address() as AddressInfo;
		await expect(listenOnLoopback(create, port)).rejects.toMatchObject({code: 'EADDRINUSE'});
		const other = create();
		await expect.poll(() => once(other.listen({port, host: '127.0.0.1'}), 'listening').then(() => true)).toBe(true);
	});
});

describe('the name of a local hub', () => {
	const answer = (...addresses: string[]) => vi.mocked(lookup).mockResolvedValue(addresses.map(address => ({address, family: 4})) as never);

	it('may be any that names this machine, in any case', async () => {
		answer('127.0.0.1', '::1');
		expect(await requireLoopbackName('My-Hub.Azure-Devices.NET')).toBe('my-hub.azure-devices.net');
		answer('127.9.8.7');
		expect(await requireLoopbackName('hub')).toBe('hub');
	});

	it.each([['203.0.113.7'], ['127.0.0.1', '203.0.113.7'], ['::2'], ['::ffff:10.0.0.1'], ['0.0.0.0']])(
		'is refused when it names another machine: %s',
		async (...addresses) => {
			answer(...addresses);
			await expect(requireLoopbackName('my-hub.test')).rejects.toThrow("is not this machine's loopback");
		},
	);

	it('is refused when nobody knows it', async () => {
		vi.mocked(lookup).mockRejectedValue(new Error('ENOTFOUND'));
		await expect(requireLoopbackName('my-hub.test')).rejects.toMatchObject({
			message: 'The host name my-hub.test does not resolve.',
			hint: expect.stringContaining('hosts file'),
		});
	});

	it.each(['', '127.0.0.1', '::1', 'a..b', '-a', 'a-', 'a;b', 'a b', 'a/b', `${'x'.repeat(64)}.test`, 'localhost.', 'hub:8443', 'hüb'])(
		'cannot be %j',
		async hostName => {
			answer('127.0.0.1');
			await expect(requireLoopbackName(hostName)).rejects.toThrow('is not a host name');
		},
	);
});
