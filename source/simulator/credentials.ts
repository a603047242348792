import type {AuthenticationProvider, TransportConfig} from 'azure-iot-common';
import sdk from 'azure-iot-device';
import {type DeviceCredential, parseDeviceCredential} from '../device-credential.js';
import {UsageError} from '../errors.js';
import {computeSignature, resourceOf} from '../sas/token.js';
import {Secret} from '../secret.js';
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

const tokenLifeMs = 60 * 60_000;

/** @throws UsageError when the connection string is none, or has no key */
function readOwn(connectionString: string): {readonly parsed: DeviceCredential; readonly own: Credential} {
	const parsed = parseDeviceCredential(connectionString);
	if (parsed.proof.type !== 'key') throw new UsageError('A simulated device signs in with a key.', 'Give it the connection string with its key.');
	return {parsed, own: {deviceId: parsed.deviceId, key: parsed.proof.key.reveal()}};
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
	const {parsed, own} = readOwn(connectionString);
	const {deviceId, key} = fault.credential?.(own) ?? own;
	const bend = (claims: TokenClaims): TokenClaims => {
		const told = {...claims, expiresAt: claims.expiresAt + (fault.clockOffsetMs ?? 0) / 1000};
		return fault.token?.(told) ?? told;
	};
	return new BentCredentials({host: parsed.hostName, deviceId, gatewayHostName: readGateway(parsed.gatewayHostName), sharedAccessKey: key}, bend);
}

/**
 * The connection string by which a device with a fault signs in: with its key, or with a token where the fault is in the token.
 * @throws UsageError when the connection string is none, or has no key
 */
export function bendConnectionString(connectionString: string, fault: FaultBehaviour): string {
	const {parsed, own} = readOwn(connectionString);
	const {deviceId, key} = fault.credential?.(own) ?? own;
	const head = `HostName=${parsed.hostName};DeviceId=${deviceId}`;
	const tail = parsed.gatewayHostName === undefined ? '' : `;GatewayHostName=${parsed.gatewayHostName}`;
	if (fault.token === undefined) return `${head};SharedAccessKey=${key}${tail}`;
	const resource = encodeURIComponent(resourceOf({hostName: parsed.hostName, deviceId}));
	const bent = fault.token({resource, expiresAt: Math.floor((Date.now() + tokenLifeMs) / 1000)});
	const expiry = String(bent.expiresAt);
	const signature = encodeURIComponent(computeSignature(bent.resource, expiry, new Secret(key)));
	return `${head};SharedAccessSignature=SharedAccessSignature sr=${bent.resource}&sig=${signature}&se=${expiry}${tail}`;
}
