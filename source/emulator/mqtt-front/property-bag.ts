import type {C2dMessage, DeviceMessage, SystemProperties} from '../core/messages.js';
import {formatTime} from '../core/timestamps.js';

/** What the end of a telemetry topic says about the message. */
export type BagContent = Pick<DeviceMessage, 'system' | 'application' | 'annotations'>;

const systemKeys: Readonly<Record<string, Exclude<keyof SystemProperties, 'absoluteExpiryTime'>>> = {
	'$.mid': 'messageId',
	'$.cid': 'correlationId',
	'$.uid': 'userId',
	'$.to': 'to',
	'$.ct': 'contentType',
	'$.ce': 'contentEncoding',
};
const annotationKeys: Readonly<Record<string, string>> = {'$.sub': 'dt-subject', '$.ifid': 'iothub-interface-id'};
const applicationKeys: Readonly<Record<string, string>> = {'$.schema': 'iothub-message-schema', '$.ctime': 'iothub-creation-time-utc'};
/** Who sent a message is the hub's to say, outputs belong to modules, and tracing is not emulated. */
const ignoredKeys: ReadonlySet<string> = new Set(['$.cdid', '$.cmid', '$.on', '$.diagid', '$.diagctx']);

/**
 * Reads a property bag: `key=value` pairs joined by `&`, both sides percent-encoded; decoded after splitting. A key alone has no value and
 * counts as empty. Later pairs win. IoT Hub: "Communicate with IoT Hub using MQTT", sending device-to-cloud messages.
 */
export function readBag(bag: string): BagContent {
	const system: {-readonly [Key in keyof SystemProperties]: SystemProperties[Key]} = {};
	const application = new Map<string, string>();
	const annotations = new Map<string, string>();
	for (const [key, value] of splitBag(bag)) {
		const systemKey = own(systemKeys, key);
		const annotation = own(annotationKeys, key);
		if (systemKey !== undefined) system[systemKey] = value;
		else if (annotation !== undefined) annotations.set(annotation, value);
		else if (key === '$.exp') {
			const time = Date.parse(value);
			if (!Number.isNaN(time)) system.absoluteExpiryTime = time;
		} else if (!ignoredKeys.has(key)) application.set(own(applicationKeys, key) ?? key, value);
	}
	// Object.fromEntries makes an own property of every key, `__proto__` included.
	return {system, application: Object.fromEntries(application), ...(annotations.size > 0 && {annotations: Object.fromEntries(annotations)})};
}

/** Writes the bag of a cloud-to-device message, system keys first, in the order in which IoT Hub sends them. */
export function writeC2dBag(deviceId: string, message: C2dMessage): string {
	const {messageId, correlationId, userId, absoluteExpiryTime, contentType, contentEncoding} = message.system;
	const pairs: readonly (readonly [string, string | undefined])[] = [
		['$.mid', messageId],
		['$.to', `/devices/${deviceId}/messages/devicebound`],
		['$.cid', correlationId],
		['$.uid', userId],
		['$.exp', absoluteExpiryTime === undefined ? undefined : formatTime(absoluteExpiryTime)],
		['$.ct', contentType],
		['$.ce', contentEncoding],
		['iothub-ack', message.ack === 'none' ? undefined : message.ack],
		...Object.entries(message.application).filter(([key]) => key !== 'iothub-ack'),
	];
	return pairs.flatMap(([key, value]) => (value === undefined ? [] : [`${encode(key)}=${encode(value)}`])).join('&');
}

function splitBag(bag: string): readonly (readonly [string, string])[] {
	// Some clients put a question mark in front, module outputs end with a slash.
	const text = bag.replace(/^\?/, '').replace(/\/$/, '');
	return text.split('&').flatMap(pair => {
		const at = pair.indexOf('=');
		const key = decode(at < 0 ? pair : pair.slice(0, at));
		return key === '' ? [] : [[key, at < 0 ? '' : decode(pair.slice(at + 1))] as const];
	});
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
	return Object.hasOwn(record, key) ? record[key] : undefined;
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		// A lone percent sign: the sender did not encode.
		return text;
	}
}

function encode(text: string): string {
	return encodeURIComponent(text.toWellFormed());
}
