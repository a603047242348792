import type {Message} from 'rhea';
import {addressOfDevice, readDeviceId} from './device-address.js';
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
	return {
		...addressOfDevice(peer, 'messages/events'),
		openIncoming(receiver, {match, end}) {
			const deviceId = readDeviceId(core, match);
			const {leave} = devices.join(deviceId, {end});
			receiver.set_credit_window(credit);
			receiver.add_credit(credit);
			return {
				onMessage(message, delivery) {
					core.telemetry.append(deviceId, {...readMessage(message), annotations: readAnnotations(message)}, devices.scopeOf(deviceId));
					delivery.accept();
				},
				onClose: leave,
			};
		},
	};
}
