import {contentTypeOf} from '../format/content-type.js';
import {createdAt} from '../format/message-delay.js';
import type {TelemetryFeed, TelemetryMessage} from '../hub/types.js';

/** Messages looked at in one go, the newest; in a flood the older ones pass unseen. */
const mostAtOnce = 500;

const decoder = new TextDecoder('utf-8', {fatal: true});

/** A clock that is further ahead is wrong: networks make messages late, never early. One that is behind looks like a message that was kept back. */
const mostAheadMs = 60_000;

const isFromTheFuture = (message: TelemetryMessage): boolean => (createdAt(message) ?? 0) - message.enqueuedAt > mostAheadMs;

const isBroken = (message: TelemetryMessage): boolean => {
	if (!/[/+]json\b/i.test(contentTypeOf(message) ?? '')) return false;
	try {
		JSON.parse(decoder.decode(message.body));
		return false;
	} catch {
		return true;
	}
};

export type MessageCheck = {
	/** Looks at the messages that came since the last time. */
	update(): void;
	/** The newest message looked at says that it is JSON and is not, or was made a minute or more after the hub took it, by the device's clock. */
	hasBadMessage(deviceId: string): boolean;
};

/** Remembers which devices send bodies that are not what they say, or have a clock that is ahead. */
export const createMessageCheck = (feed: TelemetryFeed): MessageCheck => {
	const bad = new Set<string>();
	let checkedTo = 0;
	return {
		update() {
			const {first, next} = feed.getState();
			for (let index = Math.max(first, checkedTo, next - mostAtOnce); index < next; index++) {
				const message = feed.message(index);
				if (message === undefined) continue;
				if (isBroken(message) || isFromTheFuture(message)) bad.add(message.deviceId);
				else bad.delete(message.deviceId);
			}

			checkedTo = next;
		},
		hasBadMessage: deviceId => bad.has(deviceId),
	};
};
