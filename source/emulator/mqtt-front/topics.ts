import type {DeviceFeature} from '../core/types.js';

/** What a device asks for by publishing on a topic. */
export type DeviceRequest =
	| {readonly kind: 'telemetry' /** Not decoded. */; readonly bag: string}
	| {readonly kind: 'get-twin'; readonly requestId: string}
	| {readonly kind: 'patch-reported'; readonly requestId: string}
	| {readonly kind: 'method-response'; readonly status: number; readonly requestId: string};

/** Characters of a topic without its property bag. */
const maxTopicLength = 1024;

/** The filter that twin answers need. */
export const twinAnswersFilter = '$iothub/twin/res/#';
const featureFilters: Readonly<Record<string, DeviceFeature>> = {
	'$iothub/methods/POST/#': 'methods',
	'$iothub/twin/PATCH/properties/desired/#': 'desired',
};

/** Where cloud-to-device messages of a device go. */
export function c2dTopic(deviceId: string): string {
	return `devices/${deviceId}/messages/devicebound/`;
}

/**
 * Whether a device may subscribe to the filter, literally. These four are all there are for a device, so the limit of five subscriptions
 * cannot be passed. IoT Hub: "Communicate with IoT Hub using MQTT".
 */
export function isAllowedFilter(deviceId: string, filter: string): boolean {
	return filter === twinAnswersFilter || featureOf(deviceId, filter) !== undefined;
}

/** The feature that a subscription switches on, if any. */
export function featureOf(deviceId: string, filter: string): DeviceFeature | undefined {
	if (filter === `${c2dTopic(deviceId)}#`) return 'c2d';
	return Object.hasOwn(featureFilters, filter) ? featureFilters[filter] : undefined;
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
