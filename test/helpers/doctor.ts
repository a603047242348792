import {expect, onTestFinished} from 'vitest';
import type {Timing} from '../../source/diagnosis/check.js';
import {examine} from '../../source/diagnosis/examine.js';
import {type Conclusion, type DoctorRequest, type Finding, type Report, readsOnly, type Step} from '../../source/diagnosis/types.js';
import type {InjectedFault} from '../../source/emulator/core/faults.js';
import type {Emulator} from '../../source/emulator/types.js';
import type {HubAddress} from '../../source/hub/address.js';
import {connectHub} from '../../source/hub/connect.js';
import {Secret} from '../../source/secret.js';
import {startFleet} from '../../source/simulator/fleet.js';
import type {FleetEvent, SimulatedDevice} from '../../source/simulator/types.js';
import {eventuallyPasses} from './eventually.js';
import {addressOf} from './hub.js';
import type {AtEnd} from './simulation.js';

/** Waits that end soon where there is nothing to wait for, on a slow machine too. */
const testTiming: Partial<Timing> = {
	telemetryWaitMs: 20_000,
	stabilityMs: 300,
	stabilityStepMs: 100,
	driftGraceMs: 1000,
	methodTimeoutSeconds: 30,
	twinWaitMs: 20_000,
	twinStepMs: 100,
};
/** For devices of which no message is expected. */
export const silent: Partial<Timing> = {telemetryWaitMs: 300};
/** For devices of which no answer to a method is expected: the least that a hub takes. */
export const unanswering: Partial<Timing> = {methodTimeoutSeconds: 5};

export type ExamineOptions = Partial<Pick<DoctorRequest, 'permissions'>> & {
	/** The device's own connection string. */
	readonly credential?: string;
	/** As the variable of the environment has it. */
	readonly ambientCredential?: string;
	/** Another way to the hub. */
	readonly address?: Partial<HubAddress>;
	readonly policyName?: string;
	readonly key?: string;
	readonly consumerGroup?: string;
	readonly timing?: Partial<Timing>;
	readonly methodName?: string;
	readonly isReadOnly?: boolean;
	readonly signal?: AbortSignal;
	readonly onProgress?: (steps: readonly Step[]) => void;
};

/**
 * Consumer groups of emulators for tests that run side by side, because a group has room for five readers. Give them to `setUpEmulator`; each
 * diagnosis takes one that is free.
 */
export const manyGroups: readonly string[] = Array.from({length: 8}, (_, index) => `doctor-${index}`);
const busyGroups = new Set<string>();

function takeGroup({core}: Emulator): {readonly name: string; release(): void} {
	const free = core.options.consumerGroups?.find(group => manyGroups.includes(group) && !busyGroups.has(group));
	if (free === undefined) return {name: '$Default', release: () => undefined};
	busyGroups.add(free);
	return {name: free, release: () => void busyGroups.delete(free)};
}

/** Runs the whole doctor on a device, with the real probes. */
export async function examineDevice(emulator: Emulator, deviceId: string, options: ExamineOptions = {}): Promise<Report> {
	const {credential, ambientCredential, permissions = readsOnly, policyName, key, timing, methodName, isReadOnly = false} = options;
	const address = {...addressOf(emulator, {...(policyName && {policyName}), ...(key && {key})}), ...options.address};
	const group = takeGroup(emulator);
	const hub = connectHub(address, {isReadOnly: true, consumerGroup: options.consumerGroup ?? group.name});
	try {
		return await examine(
			{deviceId, permissions, ...(credential !== undefined && {credential: new Secret(credential)})},
			{
				...{address, sources: hub, isReadOnly, timing: {...testTiming, ...timing}},
				...(methodName && {methodName}),
				...(ambientCredential !== undefined && {ambientCredential: new Secret(ambientCredential)}),
			},
			{signal: options.signal ?? new AbortController().signal, ...(options.onProgress && {onProgress: options.onProgress})},
		);
	} finally {
		await hub.close();
		group.release();
	}
}

/** The finding of one check. */
export function findingOf(report: Report, check: Finding['check']): Finding {
	const finding = report.findings.find(each => each.check === check);
	if (finding === undefined) throw new Error(`No finding of ${check}.`);
	return finding;
}

/** A one-line summary for the message of a failed expectation. */
function summarize({conclusion, findings}: Report): string {
	const lines = findings.map(({verdict, check, evidence, elapsedMs}) => `${verdict} ${check} (${elapsedMs} ms) ${evidence}`);
	return [`${conclusion.code}: ${conclusion.title}`, ...lines].join('\n');
}

/** Expects one conclusion; a failure shows everything that was found. */
export function expectConclusion(report: Report, code: Conclusion['code'], verdict: Conclusion['verdict'] = 'fail'): void {
	const {conclusion} = report;
	expect({code: conclusion.code, verdict: conclusion.verdict}, summarize(report)).toEqual({code, verdict});
	if (verdict === 'fail') {
		expect(conclusion.cause.length, 'a cause').toBeGreaterThan(20);
		expect(conclusion.nextStep.length, 'a next step').toBeGreaterThan(10);
	}
}

/** Lets the hub fail until the test ends. */
export async function setFault(emulator: Emulator, fault: InjectedFault, atEnd: AtEnd = onTestFinished): Promise<void> {
	const {faults} = emulator.core;
	atEnd(async () => {
		faults.clear(fault.name);
		await emulator.settleFaults();
	});
	faults.set(fault);
	await emulator.settleFaults();
}

/** A real simulated device of the tutorial, connected and sending until the test ends, unless its fault prevents that. */
export async function runDevice(
	emulator: Emulator,
	{deviceId, profileId = 'tutorial', ...rest}: Partial<SimulatedDevice> & {readonly deviceId: string},
	atEnd: AtEnd = onTestFinished,
): Promise<{readonly events: readonly FleetEvent[]; saw(type: FleetEvent['type']): Promise<void>; stop(): Promise<void>}> {
	const {core, ports, hostName} = emulator;
	if (!core.registry.list().some(device => device.deviceId === deviceId)) core.registry.put(deviceId, {deviceId}, undefined);
	const events: FleetEvent[] = [];
	const fleet = startFleet({
		devices: [{deviceId, profileId, connectionString: emulator.deviceConnectionString(deviceId), ...rest}],
		ca: emulator.ca,
		endpoint: {host: hostName, ports},
		onEvent: event => void events.push(event),
	});
	atEnd(() => fleet.close());
	await fleet.started;
	return {
		events,
		async saw(type) {
			await eventuallyPasses(() => expect(events.map(event => event.type)).toContain(type));
		},
		stop: () => fleet.close(),
	};
}
