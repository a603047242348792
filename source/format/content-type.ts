import type {TelemetryMessage} from '../hub/types.js';

const names = ['contentType', 'content-type', '$.ct'];

/** The content type that the device gave its message, raw. */
export const contentTypeOf = (message: TelemetryMessage): string | undefined => {
	for (const name of names) {
		const value = Object.hasOwn(message.systemProperties, name) ? message.systemProperties[name] : undefined;
		if (typeof value === 'string') return value;
	}

	return undefined;
};
