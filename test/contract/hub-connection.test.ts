import {randomBytes} from 'node:crypto';
import {createServer, type Server} from 'node:net';
import {describe, expect, it, onTestFinished} from 'vitest';
import {parseHubAddress} from '../../source/hub/address.js';
import {connectHub} from '../../source/hub/connect.js';
import type {Hub} from '../../source/hub/types.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {openHub, watch} from '../helpers/hub.js';

const running = setUpEmulator({deviceIds: ['press-01']});

async function listen(server: Server): Promise<number> {
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port.');
	return address.port;
}
function openAt(connectionString: string): Hub {
	const hub = connectHub(parseHubAddress(connectionString));
	onTestFinished(() => hub.close());
	return hub;
}
function withPorts(port: number): string {
	return running.emulator.hubConnectionString.replace(/HttpsPort=\d+/, `HttpsPort=${port}`).replace(/AmqpsPort=\d+/, `AmqpsPort=${port}`);
}
async function expectFailure(hub: Hub, kind: string, timeout = 10_000): Promise<void> {
	watch(hub.devices);
	watch(hub.telemetry);
	await expect.poll(() => hub.devices.getState(), {timeout}).toMatchObject({status: 'failed', error: {kind, hint: expect.stringMatching(/\w/)}});
	await expect.poll(() => hub.telemetry.getState(), {timeout}).toMatchObject({status: 'failed', error: {kind, hint: expect.stringMatching(/\w/)}});
	expect(hub.status.getState()).toMatchObject({service: 'failed', error: {kind}});
}

describe('a hub', () => {
	it('whose certificate nobody vouches for is not trusted', async () => {
		await expectFailure(openAt(running.emulator.hubConnectionString.replace(/CaFile=[^;]*/, '')), 'untrusted');
	});

	it('that refuses the key says so', async () => {
		const hub = openHub(running.emulator, {key: randomBytes(32).toString('base64')});
		await expectFailure(hub, 'unauthorized');
		const twin = hub.twin('press-01');
		await twin.refresh();
		expect(twin.getState()).toMatchObject({status: 'failed', error: {kind: 'unauthorized', code: 401002}});
	});

	it('that does not know the policy says so', async () => {
		const hub = openHub(running.emulator, {policyName: 'nobody', key: randomBytes(32).toString('base64')});
		await expectFailure(hub, 'unauthorized');
	});

	it('that refuses a policy without the right says so', async () => {
		const twin = openHub(running.emulator, {policyName: 'registryRead'}).twin('press-01');
		await twin.refresh();
		expect(twin.getState()).toMatchObject({status: 'failed', error: {kind: 'unauthorized'}});
	});

	it('that is not running is unreachable at once', async () => {
		await expectFailure(openAt(withPorts(1)), 'unreachable');
	});

	it('that takes connections but never answers is unreachable after a while', async () => {
		const server = createServer();
		const port = await listen(server);
		onTestFinished(() => void server.close());
		const hub = openAt(withPorts(port));
		watch(hub.devices);
		watch(hub.telemetry);
		await expect.poll(() => hub.devices.getState(), {timeout: 25_000}).toMatchObject({status: 'failed', error: {kind: 'unreachable'}});
		await expect.poll(() => hub.telemetry.getState(), {timeout: 25_000}).toMatchObject({status: 'failed', error: {kind: 'timeout'}});
		await hub.close();
	});

	it('that is no hub at all is told from one', async () => {
		const server = createServer(socket => void socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n'));
		const port = await listen(server);
		onTestFinished(() => void server.close());
		await expectFailure(openAt(withPorts(port)), 'unreachable');
	});

	it('whose name does not exist is unreachable', async () => {
		await expectFailure(openAt(running.emulator.hubConnectionString.replace(/HostName=[^;]*/, 'HostName=no-such-hub.invalid')), 'unreachable');
	});

	it('shows when its token is renewed and that it is connected', async () => {
		const hub = openHub(running.emulator);
		watch(hub.status);
		expect(hub.status.getState()).toEqual({service: 'idle', throttledCount: 0});
		watch(hub.devices);
		await expect.poll(() => hub.status.getState().service).toBe('connected');
		const {tokenRenewsAt = 0} = hub.status.getState();
		expect(tokenRenewsAt).toBeGreaterThan(Date.now() + 40 * 60_000);
		expect(tokenRenewsAt).toBeLessThan(Date.now() + 60 * 60_000);
	});

	it('that nobody looks at is not connected to', async () => {
		const hub = openHub(running.emulator);
		expect(hub.status.getState().service).toBe('idle');
		expect(hub.telemetry.getState().status).toBe('idle');
		await hub.close();
	});
});
