import type {Sender} from 'rhea';
import {toAmqpError} from '../amqp-front/conditions.js';
import type {AmqpNode, AmqpPeer} from '../amqp-front/node.js';
import {HubFault} from '../core/fault.js';
import type {Telemetry} from '../core/messages.js';
import type {HubCore} from '../core/types.js';
import {escapePattern} from './entity.js';
import {createPump} from './pump.js';
import {readStartPosition} from './start-position.js';

const metricsCapability = 'com.microsoft:enable-receiver-runtime-metric';
const epochProperty = 'com.microsoft:epoch';

function readSegment(text: string | undefined): string {
	try {
		return decodeURIComponent(text ?? '');
	} catch {
		throw new HubFault('ArgumentInvalid', 'The address is not well-formed.');
	}
}

function readPartition(text: string): number {
	if (!/^\d{1,4}$/.test(text)) throw new HubFault('ArgumentInvalid', 'The partition id must be a number.');
	return Number(text);
}

/** @throws HubFault ArgumentInvalid when the client gave an epoch that is no whole number from 0 */
function readOwnerLevel({properties}: Sender): number | undefined {
	const epoch: unknown = properties?.[epochProperty];
	if (epoch === undefined || epoch === null) return undefined;
	if (typeof epoch !== 'number' || !Number.isSafeInteger(epoch) || epoch < 0) throw new HubFault('ArgumentInvalid', 'The epoch must be a whole number from 0.');
	return epoch;
}

/** Capabilities come as one symbol or as several. */
function isAskingForMetrics({desired_capabilities}: Sender): boolean {
	return [desired_capabilities ?? []].flat().includes(metricsCapability);
}

/** @throws HubFault as the core does, an unknown consumer group in the words by which the SDK knows it */
function attach(core: HubCore, reader: Parameters<Telemetry['attach']>[0], address: string): () => void {
	try {
		return core.telemetry.attach(reader);
	} catch (error) {
		if (!(error instanceof HubFault) || error.faultName !== 'GenericNotFound') throw error;
		throw new HubFault('AmqpAddressNotFound', `The messaging entity '${address}' could not be found. ${error.message}`);
	}
}

/** `{hub}/ConsumerGroups/{group}/Partitions/{n}`: receivers of telemetry. */
export function createPartitionNode({core, isCongested}: AmqpPeer): AmqpNode {
	return {
		pattern: new RegExp(`^/?${escapePattern(core.options.eventHubName)}/ConsumerGroups/([^/]+)/Partitions/([^/]+)$`, 'i'),
		authorize: principal => core.access.requirePermission(principal, 'ServiceConnect'),
		openOutgoing(sender, {address, match, end}) {
			const partition = readPartition(readSegment(match[2]));
			const pump = createPump(sender, {
				core,
				partition,
				position: readStartPosition(sender.source?.filter),
				hasMetrics: isAskingForMetrics(sender),
				isCongested,
				onFailure: error => end(toAmqpError(error)),
			});
			const reader = {
				consumerGroup: readSegment(match[1]),
				partition,
				ownerLevel: readOwnerLevel(sender),
				onAppended: pump.wake,
				onStolen: (fault: HubFault) => end({...toAmqpError(fault), condition: 'amqp:link:stolen'}),
			};
			const detach = attach(core, reader, address);
			return {
				onSendable: pump.wake,
				onClose() {
					pump.stop();
					detach();
				},
			};
		},
	};
}
