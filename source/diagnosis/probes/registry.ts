import {HubError} from '../../errors.js';
import {asJsonObject, asNumber, asText} from '../../hub/json-value.js';
import {parseAuthenticationType, parseIdentity, parseServiceTime} from '../../hub/registry/identity-document.js';
import type {Rest} from '../../hub/rest.js';
import {translateError} from '../../hub/translate-error.js';
import {parseTwin} from '../../hub/twin-document.js';
import type {Twin} from '../../hub/types.js';
import type {HubAnswer, KnownIdentity, Outcome} from './types.js';

/** Waits for an answer or a refusal; only an aborted signal rejects. */
export async function attempt<T>(work: () => Promise<T>, signal: AbortSignal): Promise<Outcome<T>> {
	try {
		return {value: await work()};
	} catch (error) {
		if (signal.aborted && signal.reason?.name !== 'TimeoutError') throw error;
		return {error: translateError(error)};
	}
}

/** One call that needs registry read, and one that needs service connect. */
export async function askHub(rest: Rest, signal: AbortSignal): Promise<HubAnswer> {
	const count = async (path: string) => JSON.stringify((await rest.get(path, {signal, mayBeRefused: true})).body);
	const [registry, service] = await Promise.all([attempt(() => count('/statistics/devices'), signal), attempt(() => count('/statistics/service'), signal)]);
	return {registry, service};
}

/** The twin says most of what the identity does, to those who may not read the registry. */
function identityOfTwin(document: unknown): KnownIdentity {
	const {deviceId, status, statusReason, connectionState, authenticationType, lastActivityTime, cloudToDeviceMessageCount} = asJsonObject(document);
	return {
		deviceId: asText(deviceId),
		isEnabled: status !== 'disabled',
		statusReason: asText(statusReason),
		authentication: parseAuthenticationType(authenticationType),
		isConnected: connectionState === 'Connected',
		lastActivityAt: parseServiceTime(lastActivityTime),
		c2dMessageCount: asNumber(cloudToDeviceMessageCount),
		isFromTwin: true,
	};
}

/** The identity of the device, from the registry or else from its twin. */
export async function readIdentity(rest: Rest, deviceId: string, signal: AbortSignal): Promise<Outcome<KnownIdentity>> {
	const id = encodeURIComponent(deviceId);
	const own = await attempt(async () => ({...parseIdentity((await rest.get(`/devices/${id}`, {signal, mayBeRefused: true})).body), isFromTwin: false}), signal);
	if (own.error?.kind !== 'unauthorized') return own;
	const twin = await attempt(async () => identityOfTwin((await rest.get(`/twins/${id}`, {signal, mayBeRefused: true})).body), signal);
	return twin.error?.kind === 'unauthorized' ? own : twin;
}

export function readTwin(rest: Rest, deviceId: string, signal: AbortSignal): Promise<Outcome<Twin>> {
	return attempt(async () => parseTwin((await rest.get(`/twins/${encodeURIComponent(deviceId)}`, {signal})).body), signal);
}

/** How many devices are looked through for one with a similar name. */
const mostCompared = 10_000;

/** Registered ids that differ in capital letters or blanks only. Empty where the hub cannot be asked. */
export async function findSimilarIds(rest: Rest, deviceId: string, signal: AbortSignal): Promise<readonly string[]> {
	const wanted = deviceId.trim().toLowerCase();
	const similar: string[] = [];
	let continuation: string | undefined;
	let compared = 0;
	try {
		do {
			const page = await rest.query('SELECT deviceId FROM devices', {signal, mayBeRefused: true, ...(continuation === undefined ? {} : {continuation})});
			const ids = page.items.map(item => asText(asJsonObject(item).deviceId));
			similar.push(...ids.filter(id => id.toLowerCase() === wanted && id !== deviceId));
			compared += page.items.length;
			continuation = page.continuation;
		} while (continuation !== undefined && similar.length === 0 && compared < mostCompared);
	} catch (error) {
		if (!(error instanceof HubError) || signal.aborted) throw error;
	}
	return similar;
}
