import {describe, expect, it} from 'vitest';
import {findEventHubEndpoint} from '../../source/hub/telemetry/redirect.js';
import {startAmqpPeer} from '../helpers/amqp-peer.js';

describe('the lookup of the event endpoint', () => {
	it('has its answer although the connection is lost while it is closed', async () => {
		const peer = await startAmqpPeer((container, way) => {
			container.on('sender_open', ({sender}) => {
				const info = {address: 'amqps://events.example.net:5671/telemetry/$management'};
				sender?.close({condition: 'amqp:link:redirect', description: 'Elsewhere.', info});
			});
			container.on('connection_close', () => way.cut());
		});
		const endpoint = {host: 'events.example.net', eventHubName: 'telemetry'};
		expect(await findEventHubEndpoint(peer.address, new AbortController().signal)).toEqual(endpoint);
	});
});
