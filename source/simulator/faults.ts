import type {Credential, TokenClaims} from './credentials.js';
import type {Method, Profile} from './profile.js';
import type {DeviceFault, DeviceProtocol} from './types.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const hourSeconds = 3600;
/** More than the 4096 bytes that a text in a twin may have. */
const tooLongText = 'x'.repeat(5000);
const slowMethodMs = 45_000;
const restartMs = 3000;
const heartbeatMs = 5000;

/** How a fault changes a device. What is left out stays as it is. */
export type FaultBehaviour = {
	/** One phrase for lists. */
	readonly summary: string;
	/** What the device signs in with. */
	readonly credential?: (credential: Credential) => Credential;
	/** What its tokens say. */
	readonly token?: (claims: TokenClaims) => TokenClaims;
	/** How far its clock is ahead. Its tokens and the times in its messages follow the clock; its timers do not. */
	readonly clockOffsetMs?: number;
	readonly profile?: (profile: Profile) => Profile;
	/** The only protocol on which the fault exists. */
	readonly protocol?: DeviceProtocol;
	/** Clients that run with the device's identity at the same time. */
	readonly clientCount?: number;
	readonly flapping?: {readonly onlineMs: number; readonly offlineMs: number};
};

/** The key with other bits in its first byte: still base64, as after a typing error. */
function misspell(key: string): string {
	const bytes = Buffer.from(key, 'base64');
	bytes[0] = (bytes[0] ?? 0) ^ 0x5a;
	return bytes.toString('base64');
}

/** The other case of every letter; an id without letters stays. */
function swapCase(text: string): string {
	return text.replaceAll(/[a-z]/gi, letter => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()));
}

function changeMethods(profile: Profile, change: (method: Method) => Method): Profile {
	return {...profile, methods: Object.fromEntries(Object.entries(profile.methods).map(([name, method]) => [name, change(method)]))};
}

/** Every fault of a device. */
export const deviceFaults: Readonly<Record<DeviceFault, FaultBehaviour>> = {
	'wrong-key': {summary: 'signs with a mistyped key', credential: credential => ({...credential, key: misspell(credential.key)})},
	'old-key': {
		summary: 'signs with a key that was replaced',
		credential: credential => ({...credential, key: Buffer.from(credential.key, 'base64').reverse().toString('base64')}),
	},
	'expired-token': {
		summary: 'signs in with a token that ran out an hour ago',
		token: claims => ({...claims, expiresAt: claims.expiresAt - 2 * hourSeconds}),
	},
	'wrong-scope': {summary: "signs in with a token for another device's name", token: claims => ({...claims, resource: `${claims.resource}-other`})},
	'clock-ahead': {summary: 'has a clock a day ahead: its tokens live too long, its times are in the future', clockOffsetMs: 24 * hourMs},
	'clock-behind': {summary: 'has a clock 90 minutes behind: its tokens are out before they are used', clockOffsetMs: -90 * minuteMs},
	'wrong-case-id': {summary: 'writes its id in the wrong case', credential: credential => ({...credential, deviceId: swapCase(credential.deviceId)})},
	'unknown-device': {
		summary: 'signs in under an id that the hub does not have',
		credential: credential => ({...credential, deviceId: `${credential.deviceId}-deleted`}),
	},
	'duplicate-id': {summary: 'runs twice under one id, each evicting the other', clientCount: 2},
	flapping: {summary: 'hangs up every few seconds and comes back', flapping: {onlineMs: 4000, offlineMs: 2000}},
	silence: {summary: 'is connected and sends nothing', profile: profile => ({...profile, createMessage: () => undefined})},
	'heartbeats-only': {
		summary: 'sends empty messages with a mark, to show that it lives',
		profile: profile => ({
			...profile,
			telemetryIntervalMs: heartbeatMs,
			createMessage: () => ({body: '', properties: [['heartbeat', 'true']]}),
		}),
	},
	'no-method-handler': {summary: 'takes no direct methods', profile: profile => ({...profile, methods: {}})},
	'slow-method': {
		summary: `takes ${slowMethodMs / 1000} seconds to answer a direct method`,
		profile: profile => changeMethods(profile, method => ({...method, delayMs: slowMethodMs})),
	},
	'failing-method': {
		summary: 'answers every direct method with status 500',
		profile: profile =>
			changeMethods(profile, method => ({...method, answer: () => ({status: 500, payload: {error: 'unhandled exception in the method handler'}})})),
	},
	'crashing-method': {
		summary: 'hangs up when a direct method is called',
		profile: profile => changeMethods(profile, () => ({delayMs: 0, answer: () => ({status: 500, payload: null, isLost: true, restartAfterMs: restartMs})})),
	},
	'no-twin-handler': {summary: 'never listens for desired properties', profile: profile => ({...profile, hearsDesired: false})},
	'twin-ignored': {summary: 'gets desired properties, applies none and reports nothing', profile: profile => ({...profile, applyDesired: () => undefined})},
	'twin-refused': {
		summary: 'reports what the hub refuses: a value that is too long',
		profile: profile => ({...profile, applyDesired: () => ({status: tooLongText})}),
	},
	'c2d-never-completed': {
		summary: 'takes cloud-to-device messages and never completes them (over AMQP: MQTT clients complete by themselves)',
		protocol: 'amqp',
		profile: profile => ({...profile, c2d: 'keep'}),
	},
};

/** Whether a text is the name of a fault. */
export function isDeviceFault(name: string): name is DeviceFault {
	return Object.hasOwn(deviceFaults, name);
}
