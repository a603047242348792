import type {ProfileId} from './types.js';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export type JsonObject = {readonly [key: string]: JsonValue};

/** What one device remembers while it runs. Profiles read and change it. */
export type DeviceMemory = {
	/** 0 ≤ x < 1. The same device id gives the same numbers. */
	readonly random: () => number;
	/** Messages so far. */
	messageCount: number;
	telemetryIntervalMs: number;
	temperature: number;
	targetTemperature: number;
};

export type TelemetryMessage = {
	readonly body: string | Buffer;
	readonly contentType?: string;
	readonly contentEncoding?: string;
	readonly properties?: readonly (readonly [key: string, value: string])[];
};

export type MethodAnswer = {
	readonly status: number;
	readonly payload: JsonValue;
	/** Reported after the answer. */
	readonly report?: JsonObject;
	/** The device hangs up after the answer and comes back after this time. */
	readonly restartAfterMs?: number;
	/** The answer never leaves the device. */
	readonly isLost?: boolean;
};
export type Method = {
	/** Time the device takes. */
	readonly delayMs: number;
	answer(payload: JsonValue, memory: DeviceMemory): MethodAnswer;
};

/** How a kind of device behaves: data, and pure functions of what the device remembers. */
export type Profile = {
	readonly id: ProfileId;
	readonly telemetryIntervalMs: number;
	/** The next message; undefined: the device keeps silent. */
	createMessage(memory: DeviceMemory): TelemetryMessage | undefined;
	readonly methods: Readonly<Record<string, Method>>;
	/** Cloud-to-device messages: not asked for, taken and completed, or taken and left as they are. */
	readonly c2d: 'none' | 'complete' | 'keep';
	/** Reported once the device is connected. */
	reportAtStart(memory: DeviceMemory, now: Date): JsonObject | undefined;
	/** Default true. */
	readonly hearsDesired?: boolean;
	/** Reads its desired properties again after the connection was lost; else a change made meanwhile is missed. */
	readonly catchesUp: boolean;
	/** Takes desired properties, all of them at start and what changed later; returns what to report back. */
	applyDesired(desired: JsonObject, memory: DeviceMemory): JsonObject | undefined;
};

/** A number between two others. */
export function between(memory: DeviceMemory, low: number, high: number): number {
	return low + memory.random() * (high - low);
}

/** A number with one decimal. */
export function rounded(value: number): number {
	return Math.round(value * 10) / 10;
}
