import type {DeviceCredential} from '../device-credential.js';
import type {HubAddress} from '../hub/address.js';
import {translateError} from '../hub/translate-error.js';
import type {Probes} from './probes/types.js';
import type {CheckGroup, CheckId, Judgement, Permissions} from './types.js';

/** How long things may take and how old they may be. */
export type Timing = {
	/** How long a message is waited for. */
	readonly telemetryWaitMs: number;
	/** How long the connection is watched, and how often it is looked at meanwhile. */
	readonly stabilityMs: number;
	readonly stabilityStepMs: number;
	/** What a caller of a method waits as a rule; a later answer is slow. */
	readonly methodPatienceMs: number;
	/** `responseTimeoutInSeconds` of the call: long enough to tell slow from silent. */
	readonly methodTimeoutSeconds: number;
	/** A desired property may be this new without being reported. */
	readonly driftGraceMs: number;
	/** How long a device is waited for that should answer a desired property, and how often the twin is read meanwhile. */
	readonly twinWaitMs: number;
	readonly twinStepMs: number;
	/** How long it is tried to take back what was written. */
	readonly cleanUpMs: number;
	/** Of a socket, a handshake, a request. */
	readonly stepMs: number;
};
export const usualTiming: Timing = {
	telemetryWaitMs: 60_000,
	stabilityMs: 10_000,
	stabilityStepMs: 1500,
	methodPatienceMs: 10_000,
	methodTimeoutSeconds: 60,
	driftGraceMs: 10_000,
	twinWaitMs: 15_000,
	twinStepMs: 1000,
	cleanUpMs: 10_000,
	stepMs: 10_000,
};

/** What a diagnosis is about and what it may use. */
export type Situation = {
	/** Empty: the hub alone. */
	readonly deviceId: string;
	readonly address: HubAddress;
	/** The device's own. */
	readonly credential: DeviceCredential | undefined;
	/** Why the one of the environment is not used. */
	readonly credentialNote?: string;
	readonly permissions: Permissions;
	readonly isReadOnly: boolean;
	readonly methodName: string;
	readonly timing: Timing;
	readonly probes: Probes;
};

/** One step of a diagnosis. */
export type Check = {
	readonly id: CheckId;
	readonly group: CheckGroup;
	readonly title: string;
	/** The longest time it may take. */
	limitMs(timing: Timing): number;
	/** Why it is not carried out, a sentence; undefined: it is. */
	findObstacle(situation: Situation): string | undefined;
	/** Never rejects but for an aborted signal. */
	run(situation: Situation, signal: AbortSignal): Promise<Judgement>;
};

type CheckSpec<Observation> = Pick<Check, 'id' | 'group' | 'title'> & {
	/** Default: the time of one step. */
	readonly limitMs?: Check['limitMs'];
	readonly findObstacle?: Check['findObstacle'];
	/** Whether it asks what needs the permission service connect; skipped where the policy has it not. */
	readonly usesServiceSide?: boolean;
	observe(situation: Situation, signal: AbortSignal): Promise<Observation>;
	/** Pure: all that it needs is in the observation. */
	judge(observation: Observation): Judgement;
};

/** A check of what it observes and how that is judged. */
export function createCheck<Observation>({limitMs, findObstacle, usesServiceSide = false, observe, judge, ...names}: CheckSpec<Observation>): Check {
	return {
		...names,
		limitMs: limitMs ?? (timing => timing.stepMs),
		findObstacle: findObstacle ?? (() => undefined),
		async run(situation, signal) {
			try {
				if (usesServiceSide && (await situation.probes.askHub()).service.error?.kind === 'unauthorized') {
					return {verdict: 'skip', evidence: `Policy ${situation.address.policyName} may not use the service side.`};
				}
				return judge(await observe(situation, signal));
			} catch (error) {
				if (signal.aborted) throw error;
				return {verdict: 'warn', reason: 'check-failed', evidence: translateError(error).message};
			}
		},
	};
}
