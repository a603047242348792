import {HubFault} from '../core/fault.js';
import {eventHubsNodes} from '../event-hubs-front.js';
import {createC2dNode} from './c2d-node.js';
import {createCbsNode} from './cbs-node.js';
import {createDeviceC2dNode} from './device-c2d-node.js';
import {createDeviceEventsNode} from './device-events-node.js';
import {createDeviceMethodsNode} from './device-methods-node.js';
import {createDeviceTwinNode} from './device-twin-node.js';
import {createFeedbackNode} from './feedback-node.js';
import type {AmqpNode, AmqpPeer} from './node.js';
import {createRedirectNode} from './redirect-node.js';

/** Everything that has an address. */
const deviceNodes = [createDeviceEventsNode, createDeviceC2dNode, createDeviceMethodsNode, createDeviceTwinNode];
const nodeFactories: readonly ((peer: AmqpPeer) => AmqpNode)[] = [
	createCbsNode,
	createC2dNode,
	createFeedbackNode,
	createRedirectNode,
	...deviceNodes,
	...eventHubsNodes,
];

/** Longest part of an address that is repeated in an error. */
const longestQuote = 256;

export type Route = {readonly node: AmqpNode; readonly match: RegExpExecArray /** Path below the host that a token must cover. */; readonly resource: string};

function decode(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}

/**
 * Finds the node behind an address, whether given as a path or with scheme and host in front.
 * The returned function throws HubFault AmqpAddressNotFound, naming the address, when nothing is there for links of that direction.
 */
export function createRouter(peer: AmqpPeer): (address: string, opener: 'openIncoming' | 'openOutgoing') => Route {
	const nodes = nodeFactories.map(create => create(peer));
	return (address, opener) => {
		const path = address.replace(/^[a-z]+:\/\/[^/]*/i, '');
		for (const node of nodes) {
			const match = node[opener] === undefined ? null : node.pattern.exec(path);
			if (match !== null) return {node, match, resource: node.resourceOf?.(match) ?? decode(path)};
		}
		throw new HubFault('AmqpAddressNotFound', `The messaging entity '${address.slice(0, longestQuote)}' could not be found.`);
	};
}
