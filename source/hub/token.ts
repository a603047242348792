import type {HubAddress} from './address.js';
import {loadSharedAccessSignature} from './load-clients.js';

const lifetimeMs = 60 * 60_000;
/** The service SDKs renew a token of one hour after 45 minutes. */
const renewAfterMs = 45 * 60_000;

/** Signs for the whole hub: `sr` is the bare host name, the key is used decoded. */
async function signToken(address: HubAddress, resource: string, expiresAt: number): Promise<string> {
	const {SharedAccessSignature} = await loadSharedAccessSignature();
	return SharedAccessSignature.create(resource, address.policyName, address.key.reveal(), Math.ceil(expiresAt / 1000)).toString();
}

/** The service's shared access signature, signed anew when three quarters of its hour are over. */
export type TokenSource = {
	current(): Promise<string>;
	/** Undefined before the first use. */
	renewsAt(): number | undefined;
};

export function createTokenSource(address: HubAddress): TokenSource {
	let token: Promise<string> | undefined;
	let signedAt = 0;
	return {
		current() {
			const age = Date.now() - signedAt;
			// A clock set back makes the age negative: sign again.
			if (token === undefined || age < 0 || age >= renewAfterMs) {
				signedAt = Date.now();
				token = signToken(address, address.hostName, signedAt + lifetimeMs);
			}
			return token;
		},
		renewsAt: () => (token === undefined ? undefined : signedAt + renewAfterMs),
	};
}

/** User name and password with which the hub's own AMQP endpoint lets a policy in; the token covers the events only. */
export async function signAmqpPlain(address: HubAddress): Promise<{readonly username: string; readonly password: string}> {
	const resource = encodeURIComponent(`${address.hostName}/messages/events`);
	const hubName = address.hostName.split('.')[0] ?? address.hostName;
	return {
		username: `${address.policyName}@sas.root.${hubName}`,
		password: await signToken(address, resource, Date.now() + 5 * 60_000),
	};
}
