import type {DeviceCredential} from '../../device-credential.js';
import {createCheck, type Situation} from '../check.js';
import type {Judgement} from '../types.js';

/** Why nothing is said about the credential of the device. */
export function findCredentialObstacle({credential, credentialNote}: Situation): string | undefined {
	if (credential !== undefined) return undefined;
	return credentialNote ?? "The device's own connection string was not given, so what the device signs in with cannot be checked.";
}

export type CredentialObservation = {
	readonly credential: Pick<DeviceCredential, 'hostName' | 'deviceId'>;
	readonly hostName: string;
	readonly deviceId: string;
};

/** Whether the connection string is one of this hub and this device. Host names know no case, device ids do. */
export function judgeCredential({credential, hostName, deviceId}: CredentialObservation): Judgement {
	const evidence = `It names ${credential.deviceId} at ${credential.hostName}.`;
	if (credential.hostName.toLowerCase() !== hostName.toLowerCase()) {
		return {verdict: 'fail', reason: 'credential-other-hub', evidence: `${evidence} This hub is ${hostName}.`};
	}
	if (credential.deviceId === deviceId) return {verdict: 'pass', evidence};
	const reason = credential.deviceId.toLowerCase() === deviceId.toLowerCase() ? 'device-id-case' : 'credential-other-device';
	return {verdict: 'fail', reason, evidence: `${evidence} The registered id is ${deviceId}.`};
}

export const credentialCheck = createCheck({
	id: 'C6-credential',
	group: 'keys',
	title: "The device's credential is for this device at this hub",
	findObstacle: findCredentialObstacle,
	observe: async ({credential, address, deviceId}) => ({credential, hostName: address.hostName, deviceId}),
	judge: ({credential, ...rest}) => (credential === undefined ? {verdict: 'skip', evidence: 'It was not given.'} : judgeCredential({credential, ...rest})),
});
