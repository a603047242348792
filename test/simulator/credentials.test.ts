import {describe, expect, it} from 'vitest';
import {createCredentials} from '../../source/simulator/credentials.js';
import {deviceFaults, type FaultBehaviour} from '../../source/simulator/faults.js';
import {faultOf, openCoreWithDevice} from '../emulator/core/fixture.js';

const healthy: FaultBehaviour = {summary: ''};
const noGateway = () => undefined;

/** A hub whose clock shows the present, with one device, and the token that this device signs in with. */
async function signIn(fault: FaultBehaviour) {
	const {core, clock} = openCoreWithDevice();
	clock.advance(Date.now() - clock.now());
	const {primaryKey} = core.registry.get('press-01').authentication.symmetricKey;
	const provider = createCredentials(`HostName=localhost;DeviceId=press-01;SharedAccessKey=${primaryKey}`, noGateway, fault);
	const {deviceId, sharedAccessSignature} = await provider.getDeviceCredentials();
	return {core, deviceId, token: String(sharedAccessSignature)};
}

it('a healthy device signs a token for itself that is good for an hour', async () => {
	const {core, deviceId, token} = await signIn(healthy);
	const principal = core.access.verifyToken(token);
	core.access.requireDevice(principal, deviceId);
	expect(principal).toMatchObject({scope: 'device', deviceId: 'press-01'});
	expect(Math.abs(principal.expiresAt - Date.now() - 3_600_000)).toBeLessThan(60_000);
});

describe('a device that is to be refused', () => {
	it.each([
		['wrong-key', "The token's signature does not match."],
		['old-key', "The token's signature does not match."],
		['wrong-scope', "The token's signature does not match."],
		['wrong-case-id', "The token's signature does not match."],
		['unknown-device', "The token's signature does not match."],
		['expired-token', 'The token has expired.'],
		['clock-behind', 'The token has expired.'],
	] as const)('with the fault %s is refused because: %s', async (name, reason) => {
		const {core, token} = await signIn(deviceFaults[name]);
		expect(faultOf(() => core.access.verifyToken(token)).message).toBe(reason);
	});

	it('keeps its id when its key is wrong, and its key when its id is', async () => {
		expect((await signIn(deviceFaults['wrong-key'])).deviceId).toBe('press-01');
		expect((await signIn(deviceFaults['wrong-case-id'])).deviceId).toBe('PRESS-01');
		expect((await signIn(deviceFaults['unknown-device'])).deviceId).toBe('press-01-deleted');
		expect((await signIn(deviceFaults['wrong-scope'])).token).toContain('%2Fdevices%2Fpress-01-other&');
	});
});

it('a device whose clock is a day ahead gets in, with a token that lives a day too long', async () => {
	const {core, token} = await signIn(deviceFaults['clock-ahead']);
	const hours = (core.access.verifyToken(token).expiresAt - Date.now()) / 3_600_000;
	expect(hours).toBeGreaterThan(24.9);
	expect(hours).toBeLessThan(25.1);
});

it('refuses a connection string without a key, without showing it', () => {
	const create = () => createCredentials('HostName=localhost;DeviceId=press-01;SharedAccessSignature=SECRET', noGateway, healthy);
	expect(create).toThrow('signs in with a key');
	expect(create).not.toThrow('SECRET');
});
