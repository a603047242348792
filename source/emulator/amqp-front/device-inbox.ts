import type {Message, Receiver} from 'rhea';
import {grantCredit} from './credit.js';
import {readDeviceId} from './device-address.js';
import type {AmqpPeer, IncomingLink, LinkRequest} from './node.js';

type Inbox = {
	/** Messages a device may have on the way. */
	readonly credit: number;
	/** Has done all there is to do with the message when it returns: then it is accepted. @throws HubFault to have it rejected */
	take(deviceId: string, message: Message): void;
};

/** What a device sends the hub on a link: telemetry, answers to method calls, requests about its twin. */
export function openInbox({core, devices}: AmqpPeer, receiver: Receiver, {match, end}: LinkRequest, {credit, take}: Inbox): IncomingLink {
	const deviceId = readDeviceId(core, match);
	const {leave} = devices.join(deviceId, {end});
	grantCredit(receiver, credit);
	return {
		onMessage(message, delivery) {
			take(deviceId, message);
			delivery.accept();
		},
		onClose: leave,
	};
}
