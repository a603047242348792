import {randomBytes} from 'node:crypto';
import {HubError} from '../errors.js';
import type {HubAddress} from './address.js';
import {deviceConnectionString} from './device-connection-string.js';
import {listSize} from './device-pages.js';
import {asJsonObject, asText} from './json-value.js';
import {pause} from './pause.js';
import {parseKeys} from './registry/identity-document.js';
import {identityPath} from './registry/identity-stores.js';
import {createRest, type Rest} from './rest.js';
import {createTokenSource} from './token.js';
import {ThrottledError} from './translate-error.js';

/** A device that exists, and what a program signs in with as it. */
export type RegisteredDevice = {readonly deviceId: string; readonly connectionString: string};

/** Most entries of one bulk call. */
const bulkSize = 100;
const parallelReads = 8;

/** A hub that throttles for so long is busy with others. */
const mostWaitMs = 60_000;

export type EnsureOptions = {
	/** Ends it; what is registered by then stays. */
	readonly signal?: AbortSignal;
	/** The hub throttles and is asked again after this time. */
	onWait?(waitMs: number): void;
};
type Session = EnsureOptions & {readonly rest: Rest; readonly signal: AbortSignal};

/** Repeats a call that the hub throttles, for a minute. */
async function withPatience<T>({signal, onWait}: Session, call: () => Promise<T>): Promise<T> {
	let waitedMs = 0;
	for (let attempt = 0; ; attempt++) {
		try {
			return await call();
		} catch (error) {
			if (!(error instanceof ThrottledError)) throw error;
			const waitMs = error.waitMs ?? 1000 * 2 ** attempt;
			waitedMs += waitMs;
			if (waitedMs > mostWaitMs) throw error;
			onWait?.(waitMs);
			await pause(waitMs, signal);
		}
	}
}

/** The primary key of an identity document. @throws HubError kind `invalid` when the device signs in another way */
function readKey(identity: unknown, deviceId: string): string {
	const key = parseKeys(asJsonObject(identity)).primary.reveal();
	if (key !== '') return key;
	throw new HubError('invalid', `${deviceId} does not sign in with a shared key.`, {hint: 'Choose another device id for the simulation.'});
}

/** Keys of those devices that exist. One listing tells everything about a hub of up to 999 devices; a larger one is asked one by one. */
async function readKeys(session: Session, deviceIds: readonly string[]): Promise<Map<string, string>> {
	const keys = new Map<string, string>();
	const {rest, signal} = session;
	const {body} = await withPatience(session, () => rest.get('/devices/', {search: `top=${listSize}`, signal}));
	const listed = Array.isArray(body) ? body : [];
	const byId = new Map(listed.map(identity => [asText(asJsonObject(identity).deviceId), identity]));
	const waiting: string[] = [];
	for (const deviceId of deviceIds) {
		const identity = byId.get(deviceId);
		if (identity !== undefined) keys.set(deviceId, readKey(identity, deviceId));
		else if (listed.length >= listSize) waiting.push(deviceId);
	}
	async function readWaiting(): Promise<void> {
		for (let deviceId = waiting.pop(); deviceId !== undefined; deviceId = waiting.pop()) {
			const key = await readOne(session, deviceId);
			if (key !== undefined) keys.set(deviceId, key);
		}
	}
	await Promise.all(Array.from({length: parallelReads}, readWaiting));
	return keys;
}

async function readOne(session: Session, deviceId: string): Promise<string | undefined> {
	try {
		const {body} = await withPatience(session, () => session.rest.get(identityPath(deviceId), {signal: session.signal}));
		return readKey(body, deviceId);
	} catch (error) {
		if (error instanceof HubError && error.kind === 'not-found') return undefined;
		throw error;
	}
}

/** Registers devices with keys made here, so that they need not be read back. */
async function register(session: Session, deviceIds: readonly string[], keys: Map<string, string>): Promise<void> {
	for (let start = 0; start < deviceIds.length; start += bulkSize) {
		const entries = deviceIds.slice(start, start + bulkSize).map(id => {
			const symmetricKey = {primaryKey: randomBytes(32).toString('base64'), secondaryKey: randomBytes(32).toString('base64')};
			return {id, importMode: 'create', status: 'enabled', authentication: {type: 'sas', symmetricKey}};
		});
		await withPatience(session, async () => await session.rest.send?.('POST', '/devices', entries, {signal: session.signal}));
		for (const {id, authentication} of entries) keys.set(id, authentication.symmetricKey.primaryKey);
	}
}

/**
 * Makes sure that devices exist: registers those that are missing, in bulk, and reads the keys of the others.
 * Needs a policy with registry write. For a hub on other ports the connection strings carry `GatewayHostName=host:port`, which the
 * device SDKs honour.
 * @returns one entry per id, in the order given
 * @throws HubError; kind `invalid` for an id that the hub refuses or a device that has no shared key; the signal's reason once it is aborted
 */
export async function ensureDevices(address: HubAddress, deviceIds: readonly string[], options: EnsureOptions = {}): Promise<RegisteredDevice[]> {
	const unique = [...new Set(deviceIds)];
	if (unique.length === 0) return [];
	const rest = createRest(address, createTokenSource(address), {isReadOnly: false});
	const session = {...options, rest, signal: options.signal ?? new AbortController().signal};
	try {
		const keys = await readKeys(session, unique);
		const missing = unique.filter(deviceId => !keys.has(deviceId));
		await register(session, missing, keys);
		return deviceIds.map(deviceId => ({deviceId, connectionString: deviceConnectionString(address, deviceId, keys.get(deviceId) ?? '')}));
	} finally {
		rest.close();
	}
}
