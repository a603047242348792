import type {Message} from 'rhea';
import {addressOfDevice} from './device-address.js';
import {openInbox} from './device-inbox.js';
import {readMessage} from './message-fields.js';
import type {AmqpNode, AmqpPeer} from './node.js';

/** Messages a device may have on the way; each is stored before it is accepted. */
const credit = 200;
/** Annotations of plug-and-play devices; others are the hub's to write. */
const deviceAnnotations = ['dt-subject', 'iothub-interface-id'];

function readAnnotations({message_annotations: annotations}: Message): Readonly<Record<string, string>> {
	return Object.fromEntries(
		deviceAnnotations.flatMap(name => {
			const value: unknown = annotations?.[name];
			return value === undefined || value === null ? [] : [[name, String(value)]];
		}),
	);
}

/** `/devices/{id}/messages/events`: telemetry. */
export function createDeviceEventsNode(peer: AmqpPeer): AmqpNode {
	const {core, devices} = peer;
	const take = (deviceId: string, message: Message) =>
		core.telemetry.append(deviceId, {...readMessage(message), annotations: readAnnotations(message)}, devices.scopeOf(deviceId));
	return {
		...addressOfDevice(peer, 'messages/events'),
		openIncoming: (receiver, request) => openInbox(peer, receiver, request, {credit, take}),
	};
}
