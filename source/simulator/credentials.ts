import type {AuthenticationProvider, TransportConfig} from 'azure-iot-common';
import sdk from 'azure-iot-device';
import {parseDeviceCredential} from '../device-credential.js';
import type {FaultBehaviour} from './faults.js';

/** What a device signs in with. `key` is base64 text. */
export type Credential = {readonly deviceId: string; readonly key: string};
/** What a token is signed for. `resource` is percent-encoded, `expiresAt` seconds since 1970. */
export type TokenClaims = {readonly resource: string; readonly expiresAt: number};

/** The SDK's own provider, which renews tokens in time, with claims that a fault may bend before they are signed. */
class BentCredentials extends sdk.SharedAccessKeyAuthenticationProvider {
	readonly #bend: (claims: TokenClaims) => TokenClaims;

	constructor(config: TransportConfig, bend: (claims: TokenClaims) => TokenClaims) {
		super(config);
		this.#bend = bend;
	}

	protected override _sign(resource: string, expiry: number, callback: (error: Error, signature?: string) => void): void {
		const {resource: bentResource, expiresAt} = this.#bend({resource, expiresAt: expiry});
		super._sign(bentResource, expiresAt, callback);
	}
}

/**
 * Signs a device in with the key of its connection string.
 * @param readGateway turns the `GatewayHostName` of the connection string into the one to use
 * @param fault bends the credential and every token
 * @throws UsageError when the connection string is none, or has no key
 */
export function createCredentials(
	connectionString: string,
	readGateway: (gatewayHostName: string | undefined) => string | undefined,
	fault: FaultBehaviour,
): AuthenticationProvider {
	const {hostName, deviceId: ownId, gatewayHostName, proof} = parseDeviceCredential(connectionString);
	if (proof.type !== 'key') throw new Error('A simulated device signs in with a key.');
	const own = {deviceId: ownId, key: proof.key.reveal()};
	const {deviceId, key} = fault.credential?.(own) ?? own;
	const bend = (claims: TokenClaims): TokenClaims => {
		const told = {...claims, expiresAt: claims.expiresAt + (fault.clockOffsetMs ?? 0) / 1000};
		return fault.token?.(told) ?? told;
	};
	return new BentCredentials({host: hostName, deviceId, gatewayHostName: readGateway(gatewayHostName), sharedAccessKey: key}, bend);
}
