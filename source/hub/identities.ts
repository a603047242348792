import {randomBytes} from 'node:crypto';
import {setTimeout as delay} from 'node:timers/promises';
import {HubError} from '../errors.js';
import type {HubAddress} from './address.js';
import {deviceConnectionString} from './device-connection-string.js';
import {createRest, type Rest} from './rest.js';
import {createTokenSource} from './token.js';
import {ThrottledError} from './translate-error.js';

export type DeviceCredential = {readonly deviceId: string; readonly connectionString: string};

/** What one bulk call and one listing of the registry may hold. */
const bulkSize = 100;
const listSize = 1000;
const parallelReads = 8;

/** Repeats a call for as long as the hub asks to wait. */
async function withPatience<T>(call: () => Promise<T>): Promise<T> {
	for (let attempt = 0; ; attempt++) {
		try {
			return await call();
		} catch (error) {
			if (!(error instanceof ThrottledError) || attempt >= 10) throw error;
			await delay(error.waitMs ?? Math.min(1000 * 2 ** attempt, 60_000));
		}
	}
}

function field(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** The primary key of an identity document. @throws HubError kind `invalid` when the device signs in another way */
function readKey(identity: unknown, deviceId: string): string {
	const key = field(field(field(identity, 'authentication'), 'symmetricKey'), 'primaryKey');
	if (typeof key === 'string' && key !== '') return key;
	throw new HubError('invalid', `${deviceId} does not sign in with a shared key.`, {hint: 'Choose another device id for the simulation.'});
}

/** Keys of those devices that exist. One listing tells everything about a hub of up to 999 devices; a larger one is asked one by one. */
async function readKeys(rest: Rest, deviceIds: readonly string[]): Promise<Map<string, string>> {
	const keys = new Map<string, string>();
	const {body} = await withPatience(() => rest.get('/devices/', {search: `top=${listSize}`}));
	const listed = Array.isArray(body) ? body : [];
	const byId = new Map(listed.map(identity => [String(field(identity, 'deviceId')), identity]));
	const waiting: string[] = [];
	for (const deviceId of deviceIds) {
		const identity = byId.get(deviceId);
		if (identity !== undefined) keys.set(deviceId, readKey(identity, deviceId));
		else if (listed.length >= listSize) waiting.push(deviceId);
	}
	async function readWaiting(): Promise<void> {
		for (let deviceId = waiting.pop(); deviceId !== undefined; deviceId = waiting.pop()) {
			const key = await readOne(rest, deviceId);
			if (key !== undefined) keys.set(deviceId, key);
		}
	}
	await Promise.all(Array.from({length: parallelReads}, readWaiting));
	return keys;
}

async function readOne(rest: Rest, deviceId: string): Promise<string | undefined> {
	try {
		const {body} = await withPatience(() => rest.get(`/devices/${encodeURIComponent(deviceId)}`));
		return readKey(body, deviceId);
	} catch (error) {
		if (error instanceof HubError && error.kind === 'not-found') return undefined;
		throw error;
	}
}

/** Registers devices with keys made here, so that they need not be read back. */
async function register(rest: Rest, deviceIds: readonly string[], keys: Map<string, string>): Promise<void> {
	for (let start = 0; start < deviceIds.length; start += bulkSize) {
		const entries = deviceIds.slice(start, start + bulkSize).map(id => {
			const symmetricKey = {primaryKey: randomBytes(32).toString('base64'), secondaryKey: randomBytes(32).toString('base64')};
			return {id, importMode: 'create', status: 'enabled', authentication: {type: 'sas', symmetricKey}};
		});
		await withPatience(async () => await rest.send?.('POST', '/devices', entries));
		for (const {id, authentication} of entries) keys.set(id, authentication.symmetricKey.primaryKey);
	}
}

/**
 * Makes sure that devices exist: registers those that are missing, in bulk, and reads the keys of the others.
 * Needs a policy with registry write. For a hub on other ports the connection strings carry `GatewayHostName=host:port`, which the
 * device SDKs honour.
 * @returns one entry per id, in the order given
 * @throws HubError; kind `invalid` for an id that the hub refuses or a device that has no shared key
 */
export async function ensureDevices(address: HubAddress, deviceIds: readonly string[]): Promise<DeviceCredential[]> {
	const unique = [...new Set(deviceIds)];
	if (unique.length === 0) return [];
	const rest = createRest(address, createTokenSource(address), {isReadOnly: false});
	try {
		const keys = await readKeys(rest, unique);
		const missing = unique.filter(deviceId => !keys.has(deviceId));
		await register(rest, missing, keys);
		return deviceIds.map(deviceId => ({deviceId, connectionString: deviceConnectionString(address, deviceId, keys.get(deviceId) ?? '')}));
	} finally {
		rest.close();
	}
}
