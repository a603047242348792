import type {DeviceCredential} from '../device-credential.js';
import {HubError, UsageError} from '../errors.js';
import type {HubAddress} from '../hub/address.js';
import type {SecretText} from '../hub/management-types.js';
import {type Situation, type Timing, usualTiming} from './check.js';
import {describeSecret} from './checks/key.js';
import {checks} from './checks.js';
import {chooseCredential} from './choose-credential.js';
import {conclude} from './conclude.js';
import {createProbes} from './probes/create-probes.js';
import type {TelemetrySources} from './probes/telemetry.js';
import {runChecks} from './runner.js';
import {type DoctorRequest, type Report, type Step, usualMethodName} from './types.js';

/** What the doctor works with, the same for all devices of a hub. */
export type DoctorTools = {
	readonly address: HubAddress;
	readonly sources: TelemetrySources;
	readonly isReadOnly: boolean;
	/** Default: the tutorial's. */
	readonly methodName?: string;
	readonly timing?: Partial<Timing>;
	/** A device's connection string from the environment: for that device only, where the request has none. */
	readonly ambientCredential?: SecretText;
	/** The connection string of a device whose program runs here; undefined for any other. */
	programCredential?(deviceId: string): Promise<SecretText | undefined>;
};

function describeCredential({proof}: DeviceCredential): string {
	switch (proof.type) {
		case 'key':
			return `a key, ${describeSecret(proof.key)}`;
		case 'token':
			return `a token, ${describeSecret(proof.token)}`;
		case 'x509':
			return 'a certificate';
	}
}

/**
 * Examines one device from the name service to its twin, or the hub alone, and comes to one conclusion. Reads only, unless the request permits more.
 * @throws UsageError when the credential is no connection string of a device
 */
export async function examine(
	request: DoctorRequest,
	{address, sources, isReadOnly, methodName = usualMethodName, timing, ambientCredential, programCredential}: DoctorTools,
	{signal, onProgress}: {readonly signal: AbortSignal; onProgress?(steps: readonly Step[]): void},
): Promise<Report> {
	const {deviceId = '', permissions} = request;
	const {credential, source, unusedBecause} = chooseCredential(
		request,
		deviceId === '' ? {} : {program: await programCredential?.(deviceId), ambient: ambientCredential},
		address.hostName,
	);
	const startedAt = Date.now();
	const times = {...usualTiming, ...timing};
	const probes = createProbes({address, deviceId, sources, timing: times, methodName, isReadOnly, signal});
	const situation: Situation = {
		...{deviceId, address, permissions, isReadOnly, methodName, timing: times, probes},
		credential,
		...(unusedBecause !== undefined && {credentialNote: unusedBecause}),
	};
	try {
		const findings = await runChecks({checks, situation, signal, ...(onProgress === undefined ? {} : {onProgress})});
		const leftBehind = await probes.cleanUp();
		return {
			...(deviceId !== '' && {deviceId}),
			hostName: address.hostName,
			policyName: address.policyName,
			...(credential === undefined ? {} : {credential: `${describeCredential(credential)}${source}`}),
			startedAt,
			elapsedMs: Date.now() - startedAt,
			conclusion: conclude(findings, {wasCancelled: signal.aborted, isHubAlone: deviceId === ''}),
			findings,
			...(leftBehind === undefined ? {} : {leftBehind}),
		};
	} finally {
		probes.close();
	}
}

/** The sentence for a diagnosis that could not begin. */
export function describeRefusal(error: unknown): string {
	if (error instanceof UsageError || error instanceof HubError) return `${error.message} ${error.hint}`;
	return error instanceof Error ? error.message : String(error);
}
