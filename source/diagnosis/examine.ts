import {type DeviceCredential, parseDeviceCredential} from '../device-credential.js';
import {HubError, UsageError} from '../errors.js';
import type {HubAddress} from '../hub/address.js';
import {type Situation, type Timing, usualTiming} from './check.js';
import {describeSecret} from './checks/key.js';
import {checks} from './checks.js';
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
 * Examines one device from the name service to its twin and comes to one conclusion. Reads only, unless the request permits more.
 * @throws UsageError when the credential is no connection string of a device
 */
export async function examine(
	{deviceId, permissions, credential: given}: DoctorRequest,
	{address, sources, isReadOnly, methodName = usualMethodName, timing}: DoctorTools,
	{signal, onProgress}: {readonly signal: AbortSignal; onProgress?(steps: readonly Step[]): void},
): Promise<Report> {
	const credential = given === undefined ? undefined : parseDeviceCredential(given.reveal());
	const startedAt = Date.now();
	const times = {...usualTiming, ...timing};
	const probes = createProbes({address, deviceId, sources, timing: times, methodName, isReadOnly, signal});
	const situation: Situation = {deviceId, address, credential, permissions, isReadOnly, methodName, timing: times, probes};
	try {
		const findings = await runChecks({checks, situation, signal, ...(onProgress === undefined ? {} : {onProgress})});
		return {
			deviceId,
			hostName: address.hostName,
			policyName: address.policyName,
			...(credential === undefined ? {} : {credential: describeCredential(credential)}),
			startedAt,
			elapsedMs: Date.now() - startedAt,
			conclusion: conclude(findings, signal.aborted),
			findings,
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
