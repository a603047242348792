import {parseDeviceCredential} from '../device-credential.js';
import {type Conclusion, probeProperty, type Report, type Step} from '../diagnosis/types.js';
import {exitCodes, HubError, UsageError} from '../errors.js';
import {titleOf, verdictWords} from '../format/doctor-protocols.js';
import {parseHubAddress} from '../hub/address.js';
import type {DoctorOptions} from '../options.js';
import {type Safe, show} from '../safe-text.js';
import {Secret} from '../secret.js';
import {toJsonLine} from './json-line.js';

type Output = {write(text: string): unknown};
/** `stop` ends the diagnosis as Ctrl+C does. */
type Streams = {readonly stdout: Output; readonly stderr: Output; readonly stop?: AbortSignal};

/** What a program ends with that a signal has ended. */
const signalCodes = {SIGHUP: 129, SIGINT: 130, SIGTERM: 143} as const;
const signalNames = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const satisfies readonly (keyof typeof signalCodes)[];
const ignore = () => undefined;

/** Tells each step once, when it has ended. */
function createProgress(stderr: Output): (steps: readonly Step[]) => void {
	const told = new Set<string>();
	return steps => {
		for (const {check, group, title, finding} of steps) {
			if (finding === undefined || group === 'advice' || told.has(check)) continue;
			told.add(check);
			stderr.write(`${verdictWords[finding.verdict]}  ${show(titleOf({title, finding}))}\n`);
		}
	};
}

function writeReport(report: Report, lines: readonly Safe[], isJson: boolean, stdout: Output): void {
	stdout.write(isJson ? toJsonLine(report) : `${lines.join('\n')}\n`);
}

/** What keeps the doctor itself from looking has the code that it has in every command: it says nothing about the device. */
const codesByConclusion: Partial<Record<Conclusion['code'], number>> = {
	'hub-refused': exitCodes.signInRefused,
	'hub-not-found': exitCodes.notFound,
	'hub-throttled': exitCodes.throttled,
	'hub-no-answer': exitCodes.timedOut,
};

function exitCodeOfReport({verdict, code}: Conclusion): number {
	return verdict === 'fail' ? (codesByConclusion[code] ?? exitCodes.findings) : exitCodes.done;
}

/** @throws HubError when something was asked for that reaches the device */
function refuseWrites({isReadOnly, permissions: {callMethod, writeTwin, signInAsDevice}}: DoctorOptions): void {
	const option = callMethod ? '--call-method' : writeTwin ? '--write-twin' : signInAsDevice ? '--as-device' : undefined;
	if (!isReadOnly || option === undefined) return;
	throw new HubError('read-only', `The doctor is to read only, and ${option} reaches the device.`, {hint: `Leave out --read-only or ${option}.`});
}

/** The device that is examined; undefined: the hub alone. @throws UsageError when something was asked for that needs a device */
function findDeviceId({deviceId, deviceConnectionString, permissions}: DoctorOptions): string | undefined {
	const found = deviceId ?? (deviceConnectionString === undefined ? undefined : parseDeviceCredential(deviceConnectionString).deviceId);
	if (found === undefined && Object.values(permissions).includes(true))
		throw new UsageError('A device is needed for what is to be done with it.', 'For example: iot-tui doctor my-device --call-method');
	return found;
}

type SignalWatch = {readonly signal: AbortSignal /** Once it is aborted. */; exitCode(): number; end(): void};

/** An abort at the first signal that ends programs, and the way to listen no longer. A second one ends the program at once. */
function watchSignals(stop: AbortSignal | undefined): SignalWatch {
	const controller = new AbortController();
	let exitCode: number = signalCodes.SIGINT;
	const abort = (name: keyof typeof signalCodes) => {
		exitCode = signalCodes[name];
		// A terminal that has gone takes no text any more, which must not keep what was written from being taken back.
		for (const stream of [process.stdout, process.stderr]) stream.on('error', ignore);
		controller.abort();
	};
	for (const name of signalNames) process.once(name, abort);
	return {
		signal: stop === undefined ? controller.signal : AbortSignal.any([controller.signal, stop]),
		exitCode: () => exitCode,
		end() {
			for (const name of signalNames) process.off(name, abort);
		},
	};
}

/**
 * `iot-tui doctor [DEVICE]`: examines a device, or the hub alone, and tells one conclusion with its evidence on stdout, progress on stderr.
 * @returns the exit code: 3 when the conclusion is a failure, another one when the hub would not let the doctor look
 * @throws UsageError for a connection string that is none
 * @throws HubError when it is to read only and something else was asked for
 */
export async function runDoctor(options: DoctorOptions, {stdout, stderr, stop}: Streams): Promise<number> {
	refuseWrites(options);
	const address = parseHubAddress(options.hubConnectionString);
	const [{connectHub}, {examine}, {formatReport}] = await Promise.all([
		import('../hub/connect.js'),
		import('../diagnosis/examine.js'),
		import('../format/doctor-report.js'),
	]);
	const {consumerGroup, permissions, methodName, waitSeconds, deviceConnectionString, isJson} = options;
	const deviceId = findDeviceId(options);
	const hub = connectHub(address, {isReadOnly: true, consumerGroup});
	const signals = watchSignals(stop);
	if (permissions.signInAsDevice) stderr.write(`At the end the doctor signs in as ${show(deviceId ?? '')}, which ends the live connection of the device.\n`);
	if (permissions.writeTwin) {
		stderr.write(`The doctor writes the desired property ${probeProperty} of ${show(deviceId ?? '')}, and takes it back.\n`);
		signals.signal.addEventListener('abort', () => stderr.write('Stopping; what was written is taken back first.\n'), {once: true});
	}
	try {
		const report = await examine(
			{
				permissions,
				...(deviceId !== undefined && {deviceId}),
				...(deviceConnectionString === undefined ? {} : {credential: new Secret(deviceConnectionString)}),
			},
			{address, sources: hub, isReadOnly: options.isReadOnly, methodName, timing: {telemetryWaitMs: waitSeconds * 1000}},
			{signal: signals.signal, onProgress: createProgress(stderr)},
		);
		writeReport(report, formatReport(report), isJson, stdout);
		// In a terminal the beginning of the report has left the screen by now.
		const {verdict, title, nextStep} = report.conclusion;
		stderr.write(`\n${verdictWords[verdict]}  ${show(title)}. ${show(nextStep)}\n`);
		if (signals.signal.aborted) return signals.exitCode();
		return exitCodeOfReport(report.conclusion);
	} finally {
		signals.end();
		await hub.close();
	}
}
