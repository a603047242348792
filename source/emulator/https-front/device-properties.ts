import type {C2dDelivery, DeviceMessage, SystemProperties} from '../core/messages.js';

type Pair = readonly [name: string, value: string];
/** What headers, or the properties of an entry in a batch, say about a message. */
type MessageProperties = Pick<DeviceMessage, 'system' | 'application' | 'annotations'>;

const systemHeaders: Readonly<Record<string, Exclude<keyof SystemProperties, 'absoluteExpiryTime'>>> = {
	'iothub-messageid': 'messageId',
	'iothub-correlationid': 'correlationId',
	'iothub-userid': 'userId',
	'iothub-to': 'to',
	'iothub-contenttype': 'contentType',
	'iothub-contentencoding': 'contentEncoding',
};
const annotationHeaders: ReadonlySet<string> = new Set(['dt-subject', 'iothub-interface-id']);
const applicationHeaders: ReadonlySet<string> = new Set(['iothub-creation-time-utc']);
const expiryHeader = 'iothub-expiry';
const applicationPrefix = 'iothub-app-';

/** Headers in pairs, their names as the caller wrote them. Node reads values as Latin-1; UTF-8, which most callers mean, is told by its form. */
export function pairHeaders(rawHeaders: readonly string[]): readonly Pair[] {
	const pairs: Pair[] = [];
	for (let at = 0; at + 1 < rawHeaders.length; at += 2) pairs.push([rawHeaders[at] ?? '', decodeHeader(rawHeaders[at + 1] ?? '')]);
	return pairs;
}

function decodeHeader(value: string): string {
	try {
		return new TextDecoder('utf-8', {fatal: true}).decode(Buffer.from(value, 'latin1'));
	} catch {
		return value;
	}
}

/** Reads what names with the prefix `iothub-` say; all others say nothing about the message. "IoT Hub device REST API", send device event. */
export function readProperties(pairs: readonly Pair[]): MessageProperties {
	const system: {-readonly [Key in keyof SystemProperties]: SystemProperties[Key]} = {};
	const application: Pair[] = [];
	const annotations: Pair[] = [];
	for (const [written, value] of pairs) {
		const name = written.toLowerCase();
		const field = Object.hasOwn(systemHeaders, name) ? systemHeaders[name] : undefined;
		if (field !== undefined) system[field] = value;
		else if (annotationHeaders.has(name)) annotations.push([name, value]);
		else if (applicationHeaders.has(name)) application.push([name, value]);
		else if (name.startsWith(applicationPrefix)) application.push([written.slice(applicationPrefix.length), value]);
		else if (name === expiryHeader && !Number.isNaN(Date.parse(value))) system.absoluteExpiryTime = Date.parse(value);
	}
	// Object.fromEntries makes an own property of every key, `__proto__` included.
	return {system, application: Object.fromEntries(application), ...(annotations.length > 0 && {annotations: Object.fromEntries(annotations)})};
}

/** Text as a header can carry it; what a header cannot is percent-encoded. */
const encodeValue = (text: string) => (/^[\t\x20-\x7e]*$/.test(text) ? text : encodeURIComponent(text.toWellFormed()));
const encodeName = (text: string) =>
	/^[\w!#$%&'*+.^`|~-]+$/.test(text) ? text : encodeURIComponent(text.toWellFormed()).replaceAll(/[()]/g, found => (found === '(' ? '%28' : '%29'));

/**
 * The headers of a cloud-to-device message; its lock token is the etag. The SDK for C looks headers up with regard to case: `ETag`, and small
 * letters in all that begin with iothub. Content type and encoding have two names: that SDK and the Azure CLI know the one, the SDK for
 * Java the other. "IoT Hub device REST API", receive device bound notification.
 */
export function writeProperties(deviceId: string, message: C2dDelivery): Readonly<Record<string, string>> {
	const {messageId, correlationId, userId, contentType, contentEncoding, absoluteExpiryTime} = message.system;
	const pairs: readonly (readonly [string, string | undefined])[] = [
		['ETag', `"${message.lockToken}"`],
		['iothub-messageid', messageId],
		['iothub-sequencenumber', String(message.sequenceNumber)],
		['iothub-to', `/devices/${encodeURIComponent(deviceId)}/messages/devicebound`],
		['iothub-expiry', absoluteExpiryTime === undefined ? undefined : new Date(absoluteExpiryTime).toISOString()],
		['iothub-correlationid', correlationId],
		['iothub-userid', userId],
		['iothub-ack', message.ack],
		['iothub-enqueuedtime', new Date(message.enqueuedAt).toISOString()],
		['iothub-deliverycount', String(message.deliveryCount)],
		['ContentType', contentType],
		['ContentEncoding', contentEncoding],
		['iothub-contenttype', contentType],
		['iothub-contentencoding', contentEncoding],
		...Object.entries(message.application)
			.filter(([name]) => name !== 'iothub-ack')
			.map(([name, value]) => [applicationPrefix + encodeName(name), value] as const),
	];
	return Object.fromEntries(pairs.flatMap(([name, value]) => (value === undefined ? [] : [[name, encodeValue(value)]])));
}
