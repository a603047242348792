import rhea, {type Message} from 'rhea';
import {toAmqpError} from '../amqp-front/conditions.js';
import type {AmqpNode, AmqpPeer} from '../amqp-front/node.js';
import {createReplies} from '../amqp-front/replies.js';
import {HubFault} from '../core/fault.js';
import type {HubCore} from '../core/types.js';
import {escapePattern} from './entity.js';

const requestCredit = 50;
const {types} = rhea;
/** Type code of the elements in the list of partition ids: short strings. */
const shortString = 0xa1;

function describeHub({telemetry, options}: HubCore) {
	const ids = Array.from({length: telemetry.partitionCount}, (_, index) => String(index));
	return {
		name: options.eventHubName,
		type: 'com.microsoft:eventhub',
		created_at: types.wrap_timestamp(telemetry.createdAt),
		partition_count: types.wrap_int(telemetry.partitionCount),
		partition_ids: types.wrap_array(ids, shortString, undefined),
		georeplication_factor: types.wrap_int(1),
	};
}

function describePartition({telemetry, options}: HubCore, id: string) {
	if (!/^\d{1,4}$/.test(id)) throw new HubFault('ArgumentInvalid', 'The partition id must be a number.');
	const state = telemetry.state(Number(id));
	return {
		name: options.eventHubName,
		type: 'com.microsoft:partition',
		partition: id,
		begin_sequence_number: types.wrap_long(state.beginSequenceNumber),
		last_enqueued_sequence_number: types.wrap_long(state.lastSequenceNumber),
		last_enqueued_offset: state.lastOffset,
		last_enqueued_time_utc: types.wrap_timestamp(state.lastEnqueuedAt),
		is_partition_empty: state.isEmpty,
	};
}

function read(core: HubCore, properties: Readonly<Record<string, unknown>>) {
	const {operation, type, name, partition} = properties;
	if (operation !== 'READ') throw new HubFault('InvalidOperation', 'Only READ is supported on $management.');
	if (String(name).toLowerCase() !== core.options.eventHubName.toLowerCase()) throw new HubFault('GenericNotFound', 'There is no event hub of that name.');
	if (type === 'com.microsoft:eventhub') return describeHub(core);
	if (type === 'com.microsoft:partition') return describePartition(core, String(partition));
	throw new HubFault('ArgumentInvalid', 'The type must be com.microsoft:eventhub or com.microsoft:partition.');
}

/** `$management`: properties of the event hub and of its partitions, as the Event Hubs SDKs ask for them. */
export function createManagementNode(peer: AmqpPeer): AmqpNode {
	const {core} = peer;
	const replies = createReplies(peer);
	const {eventHubName} = core.options;

	const answer = (request: Message): Omit<Message, 'correlation_id' | 'to'> => {
		try {
			const body = read(core, request.application_properties ?? {});
			return {body, application_properties: {'status-code': types.wrap_int(200), 'status-description': 'OK'}};
		} catch (error) {
			const {condition, description} = toAmqpError(error);
			const status = error instanceof HubFault ? error.status : 500;
			return {
				body: undefined,
				application_properties: {
					'status-code': types.wrap_int(status),
					'status-description': description,
					'error-condition': types.wrap_symbol(condition),
				},
			};
		}
	};

	return {
		pattern: new RegExp(`^/?(${escapePattern(eventHubName)}/)?\\$management$`, 'i'),
		resourceOf: () => `${eventHubName}/$management`,
		authorize: principal => core.access.requirePermission(principal, 'ServiceConnect'),
		openIncoming(receiver) {
			receiver.set_credit_window(requestCredit);
			receiver.add_credit(requestCredit);
			return {
				onMessage(request, delivery) {
					const reply = replies.to(request);
					delivery.accept();
					reply(answer(request));
				},
			};
		},
		openOutgoing: sender => replies.open(sender),
	};
}
