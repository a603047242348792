import {between, type Profile, rounded} from '../profile.js';

/** Messages before the device falls silent. */
const lastMessage = 30;

/** A device that works for a minute and then says nothing any more, though it stays connected. It offers no methods. */
export const silent: Profile = {
	id: 'silent',
	telemetryIntervalMs: 2000,
	createMessage: memory =>
		memory.messageCount < lastMessage
			? {body: JSON.stringify({flow: rounded(between(memory, 0, 12))}), contentType: 'application/json', contentEncoding: 'utf-8'}
			: undefined,
	methods: {},
	c2d: 'none',
	reportAtStart: () => undefined,
	catchesUp: false,
	applyDesired: () => undefined,
};
