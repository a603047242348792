import {HubFault} from '../core/fault.js';
import type {HubCore, Principal} from '../core/types.js';

/** Name of a hub as user names spell it: its host name, or the first label of that. */
function isOwnName(name: string, hostNames: readonly string[]): boolean {
	return hostNames.some(hostName => hostName === name.toLowerCase() || hostName.split('.')[0] === name.toLowerCase());
}

/**
 * Identity behind SASL PLAIN. Two forms exist: `{policy}@sas.root.{hub}` with a token as the password ("Control access to IoT Hub",
 * SASL PLAIN), and of old Event Hubs clients the policy's name with its key.
 * @throws HubFault IotHubUnauthorizedAccess
 */
export function verifyPlain({access, options}: HubCore, user: string, password: string): Principal {
	const rootUser = /^(.+)@sas\.root\.([^@]+)$/.exec(user);
	if (rootUser === null) return access.verifyKey(user, password);
	const [, policyName, hubName = ''] = rootUser;
	const principal = access.verifyToken(password);
	if (principal.scope !== 'hub' || principal.policyName !== policyName || !isOwnName(hubName, options.hostNames)) {
		throw new HubFault('IotHubUnauthorizedAccess', 'The token was not issued for this user name.');
	}
	return principal;
}
