/**
 * What the doctor says. Texts quote hub and device as they came: they are raw and pass `show` before they are drawn. No text holds a key or a
 * token; keys appear as fingerprints. Times are milliseconds since 1970.
 */
import type {SecretText} from '../hub/management-types.js';
import type {Reason} from './remedies/reasons.js';

export type PortName = 'mqtts' | 'amqps' | 'https';
export type Protocol = 'mqtt' | 'mqtt-ws' | 'amqp' | 'amqp-ws' | 'https';

/**
 * Steps of a diagnosis. `C1` to `C18` are the usual checks of a device's way to its hub; those asked of several ports or protocols name theirs,
 * `P-` is what a protocol's own sign-in answers.
 */
export type CheckId =
	| 'C1'
	| `C2-${PortName}`
	| `C3-${PortName}`
	| `P-${Protocol}`
	| 'C4'
	| 'C5'
	| 'C5-device'
	| 'C6'
	| 'C6-credential'
	| 'C7'
	| 'C8'
	| 'C8-sign-in'
	| 'C9'
	| 'C10'
	| 'C10-stable'
	| 'C11'
	| 'C12'
	| 'C13'
	| 'C14'
	| 'C14-write'
	| 'C15'
	| 'C16'
	| 'C17'
	| 'C17-groups'
	| 'C18';

export type CheckGroup = 'way' | 'hub' | 'keys' | 'device-to-cloud' | 'cloud-to-device' | 'twin' | 'advice';

/** Headings of the groups: the way there, the hub, then the four parts of Microsoft's tutorial "Troubleshoot device connectivity". */
export const groupTitles: Readonly<Record<CheckGroup, string>> = {
	way: 'The way to the hub',
	hub: 'The hub',
	keys: '1 Device keys',
	'device-to-cloud': '2 Device-to-cloud',
	'cloud-to-device': '3 Cloud-to-device',
	twin: '4 Twin synchronisation',
	advice: 'Not visible from here',
};

/** Groups of steps that look at a device. */
export const deviceGroups: ReadonlySet<CheckGroup> = new Set(['keys', 'device-to-cloud', 'cloud-to-device', 'twin']);

export type Verdict = 'pass' | 'warn' | 'fail' | 'skip';

/** What a check makes of what it saw. */
export type Judgement = {
	readonly verdict: Verdict;
	/** Why, where the verdict is `warn` or `fail`; its remedy has the words. */
	readonly reason?: Reason;
	/** What was seen, raw. */
	readonly evidence: string;
	/** What went wrong in a word, for tables. */
	readonly word?: string;
	/** In place of the remedy's own words. */
	readonly title?: string;
	readonly cause?: string;
	readonly nextStep?: string;
};

export type Finding = {
	readonly check: CheckId;
	readonly group: CheckGroup;
	readonly title: string;
	readonly verdict: Verdict;
	readonly reason?: Reason;
	/** What the reason is called. */
	readonly remedyTitle?: string;
	/** What went wrong in a word, for tables. */
	readonly word?: string;
	readonly evidence: string;
	readonly cause?: string;
	readonly nextStep?: string;
	/** The same with the Azure CLI. */
	readonly az?: string;
	readonly elapsedMs: number;
};

export type Conclusion = {
	readonly verdict: Verdict;
	readonly code: Reason | 'healthy' | 'hub-healthy' | 'cancelled' | 'undetermined';
	readonly title: string;
	readonly cause: string;
	readonly nextStep: string;
	readonly az?: string;
	/** The finding that it rests on, and the branch of the diagnosis tree that led there. */
	readonly check?: CheckId;
	readonly branch?: string;
};

export type Report = {
	/** Absent: the hub alone was examined. */
	readonly deviceId?: string;
	readonly hostName: string;
	/** Shared access policy that the hub was asked with. */
	readonly policyName: string;
	/** How the device's own credential was given, without the secret; absent: not at all. */
	readonly credential?: string;
	readonly startedAt: number;
	readonly elapsedMs: number;
	readonly conclusion: Conclusion;
	readonly findings: readonly Finding[];
	/** What the diagnosis wrote and could not take back, a sentence. */
	readonly leftBehind?: string;
};

/** The method that Microsoft's tutorial calls, and its simulated device answers. */
export const usualMethodName = 'TestMethod';
/** The desired property that is written as a test, and taken back. */
export const probeProperty = 'iotTuiProbe';

/** A step as it stands while a diagnosis runs. */
export type Step = {
	readonly check: CheckId;
	readonly group: CheckGroup;
	readonly title: string;
	readonly state: 'waiting' | 'running' | 'done';
	readonly finding?: Finding;
};

/** What reaches the device, or ends its connection, and is done only when somebody said so. */
export type Permissions = {
	/** Calls a direct method on the device. */
	readonly callMethod: boolean;
	/** Signs in with the device's identity, which ends its live connection. */
	readonly signInAsDevice: boolean;
	/** Writes a desired property, which the device hears of, and takes it back. */
	readonly writeTwin: boolean;
};
export const readsOnly: Permissions = {callMethod: false, signInAsDevice: false, writeTwin: false};

export type DoctorRequest = {
	/** Absent: the hub alone. */
	readonly deviceId?: string;
	readonly permissions: Permissions;
	/** The device's own connection string. */
	readonly credential?: SecretText;
};

export type DoctorSnapshot = {
	readonly request?: DoctorRequest;
	readonly steps: readonly Step[];
	/** It was stopped; what was written may still have to be taken back before there is a report. */
	readonly isStopped?: boolean;
	/** When it has ended. */
	readonly report?: Report;
	/** Why it could not begin: a credential that is none. Raw. */
	readonly error?: string;
};

/** A diagnosis as the console sees it: one at a time, shown while it runs. */
export type Doctor = {
	getState(): DoctorSnapshot;
	subscribe(listener: () => void): () => void;
	/** Ends the one that is under way and begins another. */
	start(request: DoctorRequest): void;
	/** Stops; what was found so far stays. */
	stop(): void;
	/** Stops, and forgets the device's credential. */
	cancel(): void;
	/** Stops, and resolves when everything that was written is taken back; with a sentence where it could not be. */
	close(): Promise<string | undefined>;
	/** Whether methods can be called, twins be written and live connections be ended at all: not on a read-only hub. */
	readonly canWrite: boolean;
	/** The method that is called, where that is allowed. */
	readonly methodName: string;
};
