import {type Connection, createConnection, type DeviceTwin} from './connection.js';
import {deviceFaults, type FaultBehaviour} from './faults.js';
import type {DeviceMemory, JsonObject, Method, TelemetryMessage} from './profile.js';
import {profiles} from './profiles.js';
import {createRandom} from './random.js';
import {createTimers} from './timers.js';
import type {TransportOptions} from './transport.js';
import type {FleetEvent, SimulatedDevice} from './types.js';

const firstRetryMs = 2000;
const maxRetryMs = 60_000;
/** Messages that wait for their acknowledgement; more are not made meanwhile. */
const maxUnsent = 10;
const longestFirstPauseMs = 2000;
const shownBodyLength = 200;

/**
 * Why something failed, without what the SDK puts around the reason. Whatever ends a first connection over MQTT, its sentence says "Not authorized".
 */
function failureText(error: unknown): string {
	const text = error instanceof Error ? error.message : String(error);
	const reason = /^mqtt\.js returned (.+) error$/s.exec(text)?.[1] ?? text;
	return /^Failure on first connection \(Not authorized\): (.+?)\.?$/s.exec(reason)?.[1] ?? reason;
}

/** One simulated device. Whatever goes wrong is told as an event; it tries again until it is closed. */
export type RunningDevice = {
	readonly isConnected: boolean;
	/** Resolves when the first attempt to connect has ended, well or not. */
	start(): Promise<void>;
	close(): Promise<void>;
};

/** @param options what all devices of a fleet have in common */
export function createDevice(
	{deviceId, connectionString, profileId, protocol = 'mqtt', fault: faultName}: SimulatedDevice,
	options: TransportOptions,
	onEvent: (event: FleetEvent) => void,
): RunningDevice {
	const fault: FaultBehaviour = faultName === undefined ? {summary: ''} : deviceFaults[faultName];
	const profile = fault.profile?.(profiles[profileId]) ?? profiles[profileId];
	const random = createRandom(deviceId);
	const memory: DeviceMemory = {
		random,
		messageCount: 0,
		telemetryIntervalMs: profile.telemetryIntervalMs,
		temperature: 20 + random() * 5,
		targetTemperature: 21,
	};
	const timers = createTimers();
	let connection: Connection | undefined;
	let twin: DeviceTwin | undefined;
	let isConnected = false;
	let isClosed = false;
	let failedAttempts = 0;
	let unsent = 0;
	let starting: Promise<void> | undefined;
	let stopWaiting = (): void => {};

	const tell = (type: FleetEvent['type'], text: string): void => onEvent({deviceId, type, text});
	const tellError = (error: unknown): void => {
		if (!isClosed) tell('error', failureText(error));
	};

	const readClock = (): Date => new Date(Date.now() + (fault.clockOffsetMs ?? 0));

	const connectionEvents = {
		onConnected(isAgain: boolean) {
			isConnected = true;
			failedAttempts = 0;
			tell('connected', profile.id);
			if (fault.flapping !== undefined) timers.after(fault.flapping.onlineMs, () => restart(fault.flapping?.offlineMs ?? 0));
			if (isAgain && connection !== undefined) catchUp(connection).catch(tellError);
		},
		onDisconnected: endConnected,
		onLost: () => restart(retryDelayMs()),
		onError: tellError,
	};

	/** Connects and takes up the device's work. */
	async function live(): Promise<void> {
		const current = await createConnection({connectionString, protocol: fault.protocol ?? protocol, fault, ...options}, connectionEvents);
		if (isClosed) return;
		connection = current;
		const fail = (error: unknown): void => {
			if (connection !== current) return;
			tellError(error);
			if (!isConnected) restart(retryDelayMs());
		};
		try {
			await current.open();
			if (connection !== current || isClosed) return;
			if (profile.c2d !== 'none') takeMessages(current);
			startTelemetry();
			if (!current.isTwoWay) return;
			for (const [name, method] of Object.entries(profile.methods)) offerMethod(current, name, method);
			const lost = new Promise<void>(resolve => (stopWaiting = resolve));
			// A reading whose answer was lost with the connection never ends.
			await Promise.race([openTwin(current).catch(fail), lost]);
		} catch (error) {
			fail(error);
		}
	}

	async function openTwin(current: Connection): Promise<void> {
		const opened = await current.readTwin();
		// An answer may come twice when the connection was lost in between.
		if (connection !== current || twin !== undefined || isClosed) return;
		twin = opened;
		report(profile.reportAtStart(memory, readClock()));
		if (profile.hearsDesired === false) return;
		opened.onDesired(desired => {
			tell('desired', JSON.stringify(desired));
			const intervalMs = memory.telemetryIntervalMs;
			report(profile.applyDesired(desired, memory));
			if (memory.telemetryIntervalMs !== intervalMs) startTelemetry();
		});
	}

	async function catchUp(current: Connection): Promise<void> {
		if (!current.isTwoWay) return;
		if (twin === undefined) await openTwin(current);
		else if (profile.catchesUp) await twin.refresh();
	}

	function report(patch: JsonObject | undefined): void {
		if (patch === undefined || twin === undefined) return;
		twin.report(patch).then(() => tell('reported', JSON.stringify(patch)), tellError);
	}

	function offerMethod(current: Connection, name: string, method: Method): void {
		current.onMethod(name, (payload, answer) => {
			timers.after(method.delayMs, () => {
				const {status, payload: result, report: patch, restartAfterMs, isLost = false} = method.answer(payload, memory);
				if (isLost) {
					tell('error', `${name} ${JSON.stringify(payload)} ended the device's program.`);
					restart(restartAfterMs ?? 0);
					return;
				}
				const answered = answer(status, result).then(() => {
					tell('method', `${name} ${JSON.stringify(payload)} → ${status} ${JSON.stringify(result)}`);
					report(patch);
					if (restartAfterMs !== undefined) restart(restartAfterMs);
				});
				answered.catch(tellError);
			});
		});
	}

	function takeMessages(current: Connection): void {
		current.onMessage((body, settle) => {
			tell('received', body.toString().slice(0, shownBodyLength));
			if (profile.c2d === 'complete') settle().catch(tellError);
		});
	}

	function startTelemetry(): void {
		const pauseMs = random() * Math.min(memory.telemetryIntervalMs, longestFirstPauseMs);
		timers.every('telemetry', pauseMs, memory.telemetryIntervalMs, () => {
			if (unsent >= maxUnsent) return;
			const message = profile.createMessage(memory);
			if (message !== undefined) send(stampTime(message)).catch(tellError);
		});
	}

	/** A device whose clock is wrong writes it into its messages: the property is the one that IoT Hub names for that. */
	function stampTime(message: TelemetryMessage): TelemetryMessage {
		if (fault.clockOffsetMs === undefined) return message;
		return {...message, properties: [...(message.properties ?? []), ['iothub-creation-time-utc', readClock().toISOString()]]};
	}

	async function send(message: TelemetryMessage): Promise<void> {
		memory.messageCount++;
		unsent++;
		try {
			await connection?.send(message);
			if (!isClosed) tell('sent', message.body.toString().slice(0, shownBodyLength));
		} finally {
			unsent--;
		}
	}

	function endConnected(reason: string): void {
		if (!isConnected) return;
		isConnected = false;
		stopWaiting();
		tell('disconnected', reason);
	}

	function retryDelayMs(): number {
		return Math.min(firstRetryMs * 2 ** failedAttempts++, maxRetryMs) * (0.5 + random() / 2);
	}

	/** Hangs up and comes back later. */
	function restart(delayMs: number): void {
		if (isClosed || connection === undefined) return;
		const closing = connection.close();
		connection = undefined;
		twin = undefined;
		timers.clear();
		endConnected('');
		timers.after(delayMs, () => {
			closing.then(live).catch(tellError);
		});
	}

	return {
		get isConnected() {
			return isConnected;
		},
		start: () => {
			starting ??= live().catch(tellError);
			return starting;
		},
		async close() {
			if (isClosed) return;
			isClosed = true;
			timers.clear();
			await connection?.close();
			endConnected('');
		},
	};
}
