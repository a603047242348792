import {createSas} from '../../sas/token.js';
import {Secret} from '../../secret.js';
import {createCheck, type Situation} from '../check.js';
import type {DeviceSignIn} from '../probes/types.js';
import type {Judgement} from '../types.js';

const tokenLifeMs = 300_000;

/** Signs with what the device has, else with the key that the registry has for it. */
async function findToken({credential, probes, address, deviceId}: Situation): Promise<{readonly token: string; readonly source: string} | undefined> {
	if (credential?.proof.type === 'token') return {token: credential.proof.token.reveal(), source: "the device's token"};
	const target = {hostName: address.hostName, deviceId};
	if (credential?.proof.type === 'key') return {token: createSas(target, credential.proof.key, Date.now() + tokenLifeMs), source: "the device's key"};
	const {value} = await probes.readIdentity();
	if (value?.keys === undefined) return undefined;
	return {token: createSas(target, new Secret(value.keys.primary.reveal()), Date.now() + tokenLifeMs), source: 'the primary key of the registry'};
}

export type DeviceSignInObservation = {
	readonly answer: DeviceSignIn;
	readonly source: string;
	/** Whether the device was there just before. */
	readonly wasConnected: boolean;
};

/** `wasConnected`: of the device, before its connection was taken. */
export function judgeDeviceSignIn({answer, source, wasConnected}: DeviceSignInObservation): Judgement {
	const evidence = `${answer.words}, with ${source}`;
	switch (answer.type) {
		case 'accepted':
			return {verdict: 'pass', evidence};
		case 'refused':
			return {verdict: 'fail', reason: 'device-sign-in-refused', evidence};
		case 'dropped':
			// A device whose connection was taken comes back and takes it in its turn.
			if (wasConnected) return {verdict: 'pass', evidence: `${evidence}: the device came back`};
			return {verdict: 'fail', reason: 'device-sign-in-dropped', evidence};
		case 'failed':
			return {verdict: 'fail', reason: 'protocol-not-spoken', evidence};
	}
}

export const deviceSignInCheck = createCheck({
	id: 'C8-sign-in',
	group: 'keys',
	title: 'The hub lets the device in (MQTT)',
	findObstacle({permissions, isReadOnly}) {
		if (!permissions.signInAsDevice) return 'Signing in as the device would end its live connection, so it is done only when that is allowed.';
		return isReadOnly ? 'This hub client is read-only, and signing in as the device ends its live connection.' : undefined;
	},
	async observe(situation, signal) {
		const {probes} = situation;
		const [found, {value}] = await Promise.all([findToken(situation), probes.readIdentityAnew(signal)]);
		return found && {answer: await probes.signInAsDevice(found.token, signal), source: found.source, wasConnected: value?.isConnected ?? false};
	},
	judge: observation => (observation === undefined ? {verdict: 'skip', evidence: 'There is no key to sign in with.'} : judgeDeviceSignIn(observation)),
});
