import type {C2dRequest} from './hub/management-types.js';

/** What becomes of these names on the way: the hub or its client library keeps them for itself. */
const reservedNames: Readonly<Record<string, string>> = {
	'iothub-ack': 'the acknowledgement is set beside the properties',
	'iothub-to': 'the device is set beside the properties',
	Authorization: 'the client library drops it',
	['__proto__']: 'the client library would lose it',
	'IoThub-status': 'the client library makes a number of it',
	'dt-subject': 'the client library makes an annotation of it',
};
const longestMessageId = 128;

/** What is wrong with a message id: up to 128 characters out of ASCII letters, digits and a few signs. Empty is for messages without feedback. */
function findMessageIdFault(messageId: string): string | undefined {
	if (messageId.length > longestMessageId) return `A message id can have ${longestMessageId} characters, this one has ${messageId.length}.`;
	if (/^[A-Za-z0-9\-:.+%_#*?!(),=@;$']*$/.test(messageId)) return undefined;
	return "A message id has letters a to z, digits and -:.+%_#*?!(),=@;$' only.";
}

/** What is wrong with a cloud-to-device message, in one sentence; undefined when nothing is. Whether it is too large is the hub's to say. */
export function findC2dFault({messageId, ack, properties}: C2dRequest): string | undefined {
	if (messageId === '' && ack !== 'none') return 'Feedback names a message by its id: give it one.';
	const reserved = Object.keys(properties).find(name => Object.hasOwn(reservedNames, name));
	if (reserved !== undefined) return `A property cannot be called ${reserved}: ${reservedNames[reserved]}.`;
	if (Object.hasOwn(properties, '')) return 'A property has no name.';
	return findMessageIdFault(messageId);
}
