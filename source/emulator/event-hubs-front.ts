import type {AmqpNode, AmqpPeer} from './amqp-front/node.js';
import {createManagementNode} from './event-hubs-front/management-node.js';
import {createPartitionNode} from './event-hubs-front/partition-node.js';

/** The Event Hubs-compatible endpoint: addresses that the AMQP front serves besides IoT Hub's own. */
export const eventHubsNodes: readonly ((peer: AmqpPeer) => AmqpNode)[] = [createManagementNode, createPartitionNode];
