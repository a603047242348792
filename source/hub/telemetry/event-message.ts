import type {ReceivedEventData} from '@azure/event-hubs';
import {asText} from '../json-value.js';
import {toJson} from './amqp-json.js';
import type {ArrivedMessage} from './ring.js';

const noProperties = Object.freeze({});

/** The bytes of the message; what was sent as an AMQP value instead of bytes becomes its JSON text. */
function toBody(body: unknown): Uint8Array {
	if (body instanceof Uint8Array) return body;
	if (Array.isArray(body) && body.every(part => part instanceof Uint8Array)) return Buffer.concat(body);
	if (body === undefined || body === null) return Buffer.alloc(0);
	return Buffer.from(typeof body === 'string' ? body : JSON.stringify(toJson(body)));
}

/** The device that sent the message. Events about devices, such as twin changes, name their device in a property. */
export function deviceIdOf({systemProperties, properties}: ReceivedEventData): string {
	return asText(systemProperties?.['iothub-connection-device-id']) || asText(properties?.deviceId);
}

/** Twin changes and the like come along the same way: they are no telemetry messages. */
export function isTelemetry({systemProperties}: ReceivedEventData): boolean {
	const source = asText(systemProperties?.['iothub-message-source']);
	return source === '' || source === 'Telemetry';
}

/** An event of the built-in endpoint as a message, its properties as they are. `receivedAt` is the time of its arrival here. */
export function toMessage(event: ReceivedEventData, partitionId: string, receivedAt: number): ArrivedMessage {
	return {
		deviceId: deviceIdOf(event),
		partitionId,
		sequenceNumber: event.sequenceNumber,
		offset: String(event.offset),
		enqueuedAt: event.enqueuedTimeUtc.getTime(),
		receivedAt,
		body: toBody(event.body),
		applicationProperties: event.properties ?? noProperties,
		systemProperties: event.systemProperties ?? noProperties,
	};
}
