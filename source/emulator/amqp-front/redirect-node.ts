import rhea from 'rhea';
import type {AmqpNode, AmqpPeer} from './node.js';

/**
 * `messages/events/…` at the hub's own name: telemetry is read at the Event Hubs-compatible endpoint, and the link is ended with
 * `amqp:link:redirect` whose info tells where that is (AMQP 1.0, 2.8.18; "Read device-to-cloud messages from the built-in endpoint").
 */
export function createRedirectNode({core, port}: AmqpPeer): AmqpNode {
	return {
		pattern: /^\/?messages\/events(\/.*)?$/i,
		authorize: principal => core.access.requirePermission(principal, 'ServiceConnect'),
		openOutgoing(_sender, {match, end}) {
			const hostName = core.options.hostNames[0] ?? 'localhost';
			const path = match[1] === undefined || match[1] === '/' ? '/$management' : match[1];
			end({
				condition: 'amqp:link:redirect',
				description: 'Telemetry is read from the Event Hubs-compatible endpoint.',
				info: {
					hostname: hostName,
					'network-host': hostName,
					port: rhea.types.wrap_int(port),
					address: `amqps://${hostName}:${port}/${core.options.eventHubName}${path}`,
				},
			});
			return {onSendable() {}};
		},
	};
}
