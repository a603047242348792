import type {IncomingMessage} from 'node:http';
import {readClientCertificate} from '../client-certificate.js';
import {HubFault} from '../core/fault.js';
import type {HubCore, Permission, Principal} from '../core/types.js';

/** A request that no local program makes by itself. IoT Hub has no such answer; status and name are ours. */
export class CallerRefusal extends Error {
	readonly status: number;
	readonly errorName: string;

	constructor(status: number, errorName: string, text: string) {
		super(text);
		this.name = 'CallerRefusal';
		this.status = status;
		this.errorName = errorName;
	}
}

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Keeps web pages out: they always send an `Origin`, and a name of theirs that was pointed at 127.0.0.1 shows in `Host`.
 * @param isUpgrade an `Origin` that names this very hub is fine: paho for Python sends it, and the hub serves no pages
 * @throws CallerRefusal 421 or 403
 */
export function requireLocalCaller(request: IncomingMessage, hostNames: readonly string[], isUpgrade = false): void {
	const hosts = request.headersDistinct.host ?? [];
	const name = (hosts[0] ?? '').toLowerCase().replace(/:\d{1,5}$/, '');
	if (hosts.length !== 1 || !(loopbackNames.includes(name) || hostNames.includes(name))) {
		throw new CallerRefusal(421, 'MisdirectedRequest', 'This is a local hub; it does not answer for the host asked for.');
	}
	const {origin} = request.headers;
	if (origin !== undefined && !(isUpgrade && isOwnOrigin(origin, hosts[0] ?? '')))
		throw new CallerRefusal(403, 'GenericForbidden', 'The local hub does not answer to web pages.');
	if (!request.url?.startsWith('/')) throw new CallerRefusal(400, 'GenericBadRequest', 'The request target must be a path.');
}

/** Whether the origin is that of the host asked for, over TLS and with or without the default port. */
function isOwnOrigin(origin: string, host: string): boolean {
	const own = URL.parse(`https://${host}`)?.origin;
	return own !== undefined && URL.parse(origin)?.origin === own;
}

/**
 * Who asks. The permission DeviceConnect means: to act as this device, which its own token or certificate allows too.
 * @throws HubFault IotHubUnauthorizedAccess without a good one, or when it does not give the right.
 */
export function requireAuthorization(request: IncomingMessage, core: HubCore, permission: Permission | undefined, deviceId: string): Principal {
	const principal = verifyCaller(request, core, permission === 'DeviceConnect' ? deviceId : undefined);
	if (permission === 'DeviceConnect') core.access.requireDevice(principal, deviceId);
	else if (permission !== undefined) core.access.requirePermission(principal, permission);
	return principal;
}

/** @param deviceId of the device that may show its certificate instead of a token */
function verifyCaller({headers, socket}: IncomingMessage, {access}: HubCore, deviceId: string | undefined): Principal {
	if (headers.authorization !== undefined) return access.verifyToken(headers.authorization);
	const certificate = deviceId === undefined ? undefined : readClientCertificate(socket);
	if (certificate === undefined || deviceId === undefined) throw new HubFault('IotHubUnauthorizedAccess', 'The request has no authorization header.');
	return access.verifyCertificate(deviceId, certificate);
}

/** Dates of versions the service ever had; a preview suffix is fine. */
const versionPattern = /^20[12]\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(-preview)?$/;

/** @throws HubFault InvalidProtocolVersion */
export function requireApiVersion(query: URLSearchParams): void {
	const version = query.get('api-version');
	if (version === null) throw new HubFault('InvalidProtocolVersion', 'The api-version parameter is missing.');
	if (!versionPattern.test(version)) throw new HubFault('InvalidProtocolVersion');
}
