import {contentTypeOf} from '../format/content-type.js';
import type {TelemetryFeed, TelemetryMessage} from '../hub/types.js';

/** Messages looked at in one go, the newest; in a flood the older ones pass unseen. */
const mostAtOnce = 500;

const decoder = new TextDecoder('utf-8', {fatal: true});

const isBroken = (message: TelemetryMessage): boolean => {
	if (!/[/+]json\b/i.test(contentTypeOf(message) ?? '')) return false;
	try {
		JSON.parse(decoder.decode(message.body));
		return false;
	} catch {
		return true;
	}
};

export type BodyCheck = {
	/** Looks at the messages that came since the last time. */
	update(): void;
	/** The newest message looked at says that it is JSON and is not. */
	hasBadBody(deviceId: string): boolean;
};

/** Remembers which devices send bodies that are not what they say. */
export const createBodyCheck = (feed: TelemetryFeed): BodyCheck => {
	const bad = new Set<string>();
	let checkedTo = 0;
	return {
		update() {
			const {first, next} = feed.getState();
			for (let index = Math.max(first, checkedTo, next - mostAtOnce); index < next; index++) {
				const message = feed.message(index);
				if (message === undefined) continue;
				if (isBroken(message)) bad.add(message.deviceId);
				else bad.delete(message.deviceId);
			}

			checkedTo = next;
		},
		hasBadBody: deviceId => bad.has(deviceId),
	};
};
