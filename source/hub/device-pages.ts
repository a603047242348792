import {HubError} from '../errors.js';
import type {DeviceRow} from './device-table.js';
import {asJsonObject} from './json-value.js';
import {pause} from './pause.js';
import {parseAuthenticationType, parseServiceTime} from './registry/identity-document.js';
import type {QueryPage, Rest} from './rest.js';
import {ThrottledError} from './translate-error.js';

/** Only the columns that are shown: the service counts the bytes of a query's answer against the daily quota. */
const queryText = 'SELECT deviceId, status, connectionState, lastActivityTime, authenticationType FROM devices';

/** Rows of one page. */
export type DevicePage = {readonly rows: readonly DeviceRow[] /** Absent on the last page. */; readonly continuation?: string};

function parseRow(item: unknown): DeviceRow | undefined {
	const fields = asJsonObject(item);
	if (typeof fields.deviceId !== 'string') return undefined;
	return {
		deviceId: fields.deviceId,
		isEnabled: fields.status !== 'disabled',
		isConnected: fields.connectionState === 'Connected',
		authentication: parseAuthenticationType(fields.authenticationType),
		lastActivityAt: parseServiceTime(fields.lastActivityTime),
	};
}

/** Identity documents hold keys, too: only the columns are taken over. */
function parseIdentity(item: unknown): DeviceRow | undefined {
	const identity = asJsonObject(item);
	return parseRow({...identity, authenticationType: asJsonObject(identity.authentication).type});
}

function parsePage(page: QueryPage): DevicePage {
	const rows = page.items.map(parseRow).filter(row => row !== undefined);
	return page.continuation === undefined ? {rows} : {rows, continuation: page.continuation};
}

/** Waits as long as the hub asks for, or longer each time when it says nothing. */
function backOff(error: HubError, attempt: number, signal: AbortSignal): Promise<void> {
	const waitMs = error instanceof ThrottledError ? error.waitMs : undefined;
	return pause(waitMs ?? Math.min(1000 * 2 ** attempt, 60_000), signal);
}

/**
 * One page of devices. A throttled hub is asked again after the time that it named; `onThrottled` hears of it.
 * @throws HubError
 */
export async function readDevicePage(
	rest: Rest,
	options: {
		readonly pageSize: number;
		readonly continuation: string | undefined;
		readonly signal: AbortSignal;
		readonly onThrottled: (error: HubError) => void;
	},
): Promise<DevicePage> {
	const {pageSize, continuation, signal, onThrottled} = options;
	for (let attempt = 0; ; attempt++) {
		try {
			return parsePage(await rest.query(queryText, {pageSize, signal, ...(continuation === undefined ? {} : {continuation})}));
		} catch (error) {
			if (!(error instanceof HubError) || error.kind !== 'throttled') throw error;
			onThrottled(error);
			await backOff(error, attempt, signal);
		}
	}
}

/**
 * One device by its twin, which the policy that lists devices may read, too; undefined where the hub has none of this id.
 * @throws HubError
 */
export async function readDevice(rest: Rest, deviceId: string, signal?: AbortSignal): Promise<DeviceRow | undefined> {
	try {
		const {body} = await rest.get(`/twins/${encodeURIComponent(deviceId)}`, signal ? {signal} : {});
		return parseRow(body);
	} catch (error) {
		if (error instanceof HubError && error.kind === 'not-found') return undefined;
		throw error;
	}
}

/** Most identities that one listing holds. */
export const listSize = 1000;

/**
 * All devices of a hub that has fewer than 1,000, by one listing of identities, which does not count against the daily quota.
 * Undefined where the policy may not read the registry, or the hub has more.
 * @throws HubError
 */
export async function listAllDevices(rest: Rest, signal: AbortSignal): Promise<readonly DeviceRow[] | undefined> {
	try {
		const {body} = await rest.get('/devices/', {search: `top=${listSize}`, signal, mayBeRefused: true});
		if (!Array.isArray(body) || body.length >= listSize) return undefined;
		return body.map(parseIdentity).filter(row => row !== undefined);
	} catch (error) {
		if (error instanceof HubError && error.kind === 'unauthorized') return undefined;
		throw error;
	}
}

/** All devices of the hub by its statistics; undefined where they could not be read, by this policy or at this time. */
export async function readTotalCount(rest: Rest, signal: AbortSignal): Promise<number | undefined> {
	try {
		const {body} = await rest.get('/statistics/devices', {signal, mayBeRefused: true});
		const count = asJsonObject(body).totalDeviceCount;
		return typeof count === 'number' ? count : undefined;
	} catch {
		return undefined;
	}
}
