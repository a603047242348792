import type {TelemetryMessage} from '../hub/types.js';
import {type Safe, safe} from '../safe-text.js';
import {elapsed} from './time.js';

const creationTime = 'iothub-creation-time-utc';

/** When the device says that it made the message; undefined when it does not say. */
export const createdAt = ({applicationProperties, systemProperties}: TelemetryMessage): number | undefined => {
	const value = [applicationProperties, systemProperties].map(properties => (Object.hasOwn(properties, creationTime) ? properties[creationTime] : undefined));
	const told = value.find(each => each !== undefined);
	const time = typeof told === 'number' ? told : typeof told === 'string' ? Date.parse(told) : Number.NaN;
	return Number.isNaN(time) ? undefined : time;
};

/** How long a message took from the device to the hub and from there to here, as far as its times tell. */
export const messageDelays = (message: TelemetryMessage): readonly Safe[] => {
	const created = createdAt(message);
	const first =
		created === undefined
			? safe`device → hub unknown: it sends no iothub-creation-time-utc`
			: message.enqueuedAt < created
				? safe`the device's clock is ${elapsed(created - message.enqueuedAt)} ahead of the hub's`
				: safe`device → hub ${elapsed(message.enqueuedAt - created)}`;
	const second =
		message.receivedAt < message.enqueuedAt
			? safe`hub → here: this clock is ${elapsed(message.enqueuedAt - message.receivedAt)} behind the hub's`
			: safe`hub → here ${elapsed(message.receivedAt - message.enqueuedAt)}`;
	return [first, second];
};
