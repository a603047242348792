import rhea, {type Message} from 'rhea';
import {HubFault} from '../core/fault.js';
import {describeTwinFailure, readReportedPatch} from '../device-payload.js';
import {addressOfDevice, readDeviceId} from './device-address.js';
import {openInbox} from './device-inbox.js';
import {createOutbox, type Outbox} from './device-outbox.js';
import type {JoinedLink} from './device-sessions.js';
import {readMessage} from './message-fields.js';
import type {AmqpNode, AmqpPeer} from './node.js';

/** Requests a device may have on the way. */
const credit = 50;
const {types} = rhea;

/** The link on which a device gets answers and desired properties. */
type AnswerLink = {readonly outbox: Outbox; readonly joined: JoinedLink};
type Answer = {readonly status: number; readonly version?: number; readonly body?: string};

function writeAnswer(request: Message, {status, version, body = ''}: Answer): Message {
	return {
		correlation_id: request.correlation_id,
		message_annotations: {status: types.wrap_int(status), ...(version !== undefined && {version: types.wrap_long(version)})},
		body: rhea.message.data_section(Buffer.from(body)),
	};
}

/**
 * `/devices/{id}/twin`: a request names its operation and resource in message annotations and is answered with the same correlation id;
 * a message without one is a change of desired properties. The form is that of the device SDKs.
 */
export function createDeviceTwinNode(peer: AmqpPeer): AmqpNode {
	const {core, devices, isCongested} = peer;
	const answerLinks = new Map<string, AnswerLink>();

	const run = (deviceId: string, request: Message, {joined}: AnswerLink): Answer => {
		const {operation, resource = ''} = request.message_annotations ?? {};
		const asked = `${operation} ${resource}`.trim();
		switch (asked) {
			case 'GET':
				return {status: 200, body: JSON.stringify(core.twins.deviceView(deviceId))};
			case 'PATCH /properties/reported':
				return {status: 204, version: core.twins.patchReported(deviceId, readReportedPatch(readMessage(request).body))};
			case 'PUT /notifications/twin/properties/desired':
			case 'DELETE /notifications/twin/properties/desired':
				joined.setListening('desired', operation === 'PUT');
				return {status: 200};
			default:
				throw new HubFault('InvalidOperation', 'The operation on the twin is not known.');
		}
	};
	const answer = (deviceId: string, request: Message, link: AnswerLink): Answer => {
		try {
			return run(deviceId, request, link);
		} catch (error) {
			return describeTwinFailure(error);
		}
	};
	const take = (deviceId: string, request: Message) => {
		const link = answerLinks.get(deviceId);
		if (link === undefined) throw new HubFault('InvalidOperation', 'There is no link to answer on.');
		link.outbox.push(writeAnswer(request, answer(deviceId, request, link)));
	};

	return {
		...addressOfDevice(peer, 'twin'),
		openOutgoing(sender, {match, end}) {
			const deviceId = readDeviceId(core, match);
			const outbox = createOutbox(sender, {isCongested, end});
			const deliverDesired = (patch: unknown) => outbox.push({body: rhea.message.data_section(Buffer.from(JSON.stringify(patch)))});
			const link = {outbox, joined: devices.join(deviceId, {end, deliverDesired})};
			answerLinks.set(deviceId, link);
			return {
				onSendable: outbox.flush,
				onClose() {
					if (answerLinks.get(deviceId) === link) answerLinks.delete(deviceId);
					link.joined.leave();
				},
			};
		},
		openIncoming: (receiver, linkRequest) => openInbox(peer, receiver, linkRequest, {credit, take}),
	};
}
