import {HubError} from '../../errors.js';
import type {HubAddress} from '../../hub/address.js';
import {createRest} from '../../hub/rest.js';
import {createTokenSource} from '../../hub/token.js';
import type {Timing} from '../check.js';
import {once} from '../once.js';
import {clockOffsetOf} from './clock-offset.js';
import {watchConnection} from './connection-watch.js';
import {signInAsDevice} from './device-sign-in.js';
import {askOverHttps, type HttpsAnswer} from './https.js';
import {callMethod} from './method.js';
import {askHub, findSimilarIds, readIdentity, readTwin} from './registry.js';
import {speak} from './speak.js';
import {listenForTelemetry, readMessageTime, type TelemetrySources} from './telemetry.js';
import {createTwinWriter} from './twin-write.js';
import type {ClockAnswer, Probes} from './types.js';
import {connectTcp, resolveName, shakeHands} from './way.js';

export type ProbeOptions = {
	readonly address: HubAddress;
	readonly deviceId: string;
	readonly sources: TelemetrySources;
	readonly timing: Timing;
	readonly methodName: string;
	/** The client can then not write. */
	readonly isReadOnly: boolean;
	/** Ends everything. */
	readonly signal: AbortSignal;
};

/** Where the hub says disconnected, a message is the exception: devices over HTTPS, or the hub's word is late. */
const offlineWaitMs = 15_000;

const readOnlyError = () => new HubError('read-only', 'This hub client cannot write.', {hint: 'Start without --read-only.'});

/** The real probes: sockets, the service API, the event endpoint. */
export function createProbes({address, deviceId, sources, timing, methodName, isReadOnly, signal: runSignal}: ProbeOptions): Probes {
	const refusals: HubError[] = [];
	let answeredCount = 0;
	let meteredCount = 0;
	const observer = {
		started: () => undefined,
		succeeded(path: string) {
			answeredCount++;
			if (/^\/(twins\/|devices\/query$)/.test(path)) meteredCount++;
		},
		failed: (error: HubError) => void refusals.push(error),
	};
	const rest = createRest(address, createTokenSource(address), {isReadOnly, observer});
	const twinWriter = rest.send && createTwinWriter({get: rest.get, send: rest.send}, deviceId, timing);
	/** Short enough that silence becomes an answer before the check's own limit. */
	const within = (signal: AbortSignal, ms = timing.stepMs) => AbortSignal.any([signal, AbortSignal.timeout(ms)]);
	const askHttps = once((): Promise<HttpsAnswer> => askOverHttps(address, within(runSignal)));
	const readIdentityAnew: Probes['readIdentityAnew'] = signal => readIdentity(rest, deviceId, within(signal));
	const readFirst = once(() => readIdentityAnew(runSignal));

	async function readClock(): Promise<ClockAnswer | undefined> {
		const {hubAt, localAt, roundTripMs} = await askHttps();
		return hubAt === undefined ? undefined : {hubAt, localAt, roundTripMs};
	}

	/** How far this machine's clock is ahead of the hub's; 0 where that is not known. */
	async function readOffset(): Promise<number> {
		const clock = await readClock().catch(() => undefined);
		return clock === undefined ? 0 : clockOffsetOf(clock);
	}

	return {
		resolveName: signal => resolveName(address, within(signal)),
		connect: (port, signal) => connectTcp(address, port, within(signal)),
		shakeHands: (port, signal) => shakeHands(address, port, within(signal)),
		speak: (protocol, signal) => speak(address, protocol, askHttps, within(signal)),
		signInAsDevice: (token, signal) => signInAsDevice(address, deviceId, token, within(signal)),
		readClock,
		askHub: once(() => askHub(rest, within(runSignal))),
		readIdentity: readFirst,
		readIdentityAnew,
		findSimilarIds: signal => findSimilarIds(rest, deviceId, signal),
		readTwin: once(() => readTwin(rest, deviceId, within(runSignal))),
		async listen(signal) {
			const {value} = await readFirst();
			const waitMs = value?.isConnected === false ? Math.min(timing.telemetryWaitMs, offlineWaitMs) : timing.telemetryWaitMs;
			return await listenForTelemetry(sources, {deviceId, waitMs, clockOffsetMs: await readOffset()}, signal);
		},
		readMessageTime: () => readMessageTime(sources.telemetry, deviceId),
		async watchConnection(signal) {
			const {value} = await readFirst();
			if (value === undefined) return {changes: 0, watchedMs: 0, isConnected: false};
			return await watchConnection(value, readIdentityAnew, timing, Date.now() - (await readOffset()), signal);
		},
		async callMethod(signal) {
			if (rest.send === undefined) return {outcome: {error: readOnlyError()}, elapsedMs: 0};
			return await callMethod(rest.send, {deviceId, methodName, responseTimeoutInSeconds: timing.methodTimeoutSeconds}, readIdentityAnew, signal);
		},
		writeTwin: async signal => (twinWriter === undefined ? {type: 'failed', error: readOnlyError()} : await twinWriter.write(signal)),
		refusals: () => refusals,
		answers: () => ({answeredCount, meteredCount}),
		cleanUp: async () => await twinWriter?.cleanUp(),
		close: () => rest.close(),
	};
}
