import {HubFault} from '../core/fault.js';
import type {ClientCertificate, HubCore, Principal} from '../core/types.js';

/** A device whose CONNECT was accepted. `expiresAt` is its token's or its certificate's, milliseconds since 1970; `scope` says which. */
export type SignIn = {readonly deviceId: string; readonly expiresAt: number; readonly scope: Principal['scope']};

/**
 * Checks the three texts of a CONNECT. The user name is `{host}/{deviceId}/?api-version=…`; older clients leave out the question mark or
 * everything after the id. The client id is the device's, the password a shared access signature for that device;
 * a device that has shown a certificate has no password.
 * @throws HubFault IotHubUnauthorizedAccess
 */
export function signIn(
	core: HubCore,
	clientId: string,
	userName: string | undefined,
	password: Uint8Array | undefined,
	certificate: ClientCertificate | undefined,
): SignIn {
	const [hostAndPort = '', ...rest] = (userName ?? '').split('/');
	const host = hostAndPort.replace(/:\d+$/, '').toLowerCase();
	if (!core.options.hostNames.includes(host)) throw new HubFault('IotHubUnauthorizedAccess', 'The user name names another hub.');
	// Compared as text and never decoded, so that no two spellings mean one device.
	const path = rest.join('/');
	if (path !== clientId && !path.startsWith(`${clientId}/`)) throw new HubFault('IotHubUnauthorizedAccess', 'User name and client id name different devices.');
	const principal =
		certificate !== undefined && !password?.length
			? core.access.verifyCertificate(clientId, certificate)
			: core.access.verifyToken(Buffer.from(password ?? []).toString('utf8'));
	core.access.requireDevice(principal, clientId);
	return {deviceId: clientId, expiresAt: principal.expiresAt, scope: principal.scope};
}
