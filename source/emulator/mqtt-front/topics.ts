import type {DeviceFeature} from '../core/types.js';

/** What a device asks for by publishing on a topic. */
export type DeviceRequest =
	| {readonly kind: 'telemetry' /** Not decoded. */; readonly bag: string}
	| {readonly kind: 'get-twin'; readonly requestId: string}
	| {readonly kind: 'patch-reported'; readonly requestId: string}
	| {readonly kind: 'method-response'; readonly status: number; readonly requestId: string};

/** Filters of one device: many times what any client asks for. */
export const mostFilters = 50;
/** Characters of a topic without its property bag. */
const maxTopicLength = 1024;

/** Where cloud-to-device messages of a device go. */
export function c2dTopic(deviceId: string): string {
	return `devices/${deviceId}/messages/devicebound/`;
}

/**
 * Whether a device may subscribe to the filter: when it covers something that the hub sends to the device, and for two that SDKs ask for
 * without ever getting anything. IoT Hub: "Communicate with IoT Hub using MQTT".
 */
export function isAllowedFilter(deviceId: string, filter: string): boolean {
	// An answer's status may be spelled out, and then the others are not wanted.
	const status = /^\$iothub\/twin\/res\/(\d{3})\//.exec(filter)?.[1] ?? '200';
	return (
		coversTopic(filter, `$iothub/twin/res/${status}/?$rid=1`) ||
		featuresOf(deviceId, filter).length > 0 ||
		['events', 'deviceBound'].some(name => filter === `devices/${deviceId}/messages/${name}/#`)
	);
}

/** The features that a subscription switches on. */
export function featuresOf(deviceId: string, filter: string): readonly DeviceFeature[] {
	const topics: readonly (readonly [DeviceFeature, string])[] = [
		['methods', '$iothub/methods/POST/x/?$rid=1'],
		['desired', '$iothub/twin/PATCH/properties/desired/?$version=1'],
		['c2d', `${c2dTopic(deviceId)}x`],
	];
	return topics.flatMap(([feature, topic]) => (coversTopic(filter, topic) ? [feature] : []));
}

/** Whether a subscription brings what is published on the topic. MQTT 3.1.1, 4.7. */
export function coversTopic(filter: string, topic: string): boolean {
	if (topic.startsWith('$') && /^[+#]/.test(filter)) return false;
	const levels = topic.split('/');
	const wanted = filter.split('/');
	const hasRest = wanted.at(-1) === '#';
	if (hasRest) wanted.pop();
	if (hasRest ? levels.length < wanted.length : levels.length !== wanted.length) return false;
	return wanted.every((level, at) => level === '+' || level === levels[at]);
}

/** Whether the topic is one of those on which the hub sends to this device. */
export function isSentTo(deviceId: string, topic: string): boolean {
	return topic.startsWith(c2dTopic(deviceId)) || topic.startsWith('$iothub/');
}

/** The request that a topic stands for; undefined when the device may not publish there. The ids of others never match. */
export function readTopic(deviceId: string, topic: string): DeviceRequest | undefined {
	const events = `devices/${deviceId}/messages/events`;
	if (topic === events) return {kind: 'telemetry', bag: ''};
	if (topic.startsWith(`${events}/`)) return {kind: 'telemetry', bag: topic.slice(events.length + 1)};
	if (topic.length > maxTopicLength) return undefined;
	const [, path = '', query = ''] = /^([^?]*?)\/?\?(.*)$/.exec(topic) ?? [];
	const requestId = /(?:^|&)(?:\$|%24)rid=([^&]+)/.exec(query)?.[1];
	if (requestId === undefined) return undefined;
	if (path === '$iothub/twin/GET') return {kind: 'get-twin', requestId};
	if (path === '$iothub/twin/PATCH/properties/reported') return {kind: 'patch-reported', requestId};
	const status = /^\$iothub\/methods\/res\/(-?\d{1,9})$/.exec(path)?.[1];
	return status === undefined ? undefined : {kind: 'method-response', status: Number(status), requestId};
}
