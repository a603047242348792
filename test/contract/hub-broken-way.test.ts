import rhea, {type Sender} from 'rhea';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import {type HubError, isOutcomeUnknown} from '../../source/errors.js';
import {connectHub} from '../../source/hub/connect.js';
import {findEventHubEndpoint} from '../../source/hub/telemetry/redirect.js';
import type {Hub} from '../../source/hub/types.js';
import {type AmqpPeer, startAmqpPeer} from '../helpers/amqp-peer.js';
import {eventually} from '../helpers/eventually.js';
import {watch, writerOf} from '../helpers/hub.js';

const message = {deviceId: 'press-01', body: 'open', properties: {}, messageId: 'm-1', ack: 'none'} as const;

function openAt({address}: AmqpPeer): Hub {
	const hub = connectHub(address);
	onTestFinished(() => hub.close());
	return hub;
}
/** From now on time passes at the test's word only. */
function holdTime(): void {
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
	onTestFinished(() => void vi.useRealTimers());
}

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

describe('a message whose link is not answered', () => {
	/** The network goes silent between the answer to the token and the one to the link. */
	async function startSilentPeer() {
		const seen = {linkCount: 0, messageCount: 0};
		const peer = await startAmqpPeer((container, way) => {
			container.on('receiver_open', ({receiver}) => {
				if (receiver?.target?.address !== '/messages/devicebound') return;
				seen.linkCount++;
				way.silence();
			});
			container.on('message', ({receiver}) => {
				if (receiver?.target?.address === '/messages/devicebound') seen.messageCount++;
			});
		});
		return {peer, seen};
	}

	it('was not sent, and is not when the network is back', async () => {
		holdTime();
		const {peer, seen} = await startSilentPeer();
		const errors: HubError[] = [];
		void writerOf(openAt(peer))
			.sendC2d(message)
			.catch(error => errors.push(error));
		await eventually(() => seen.linkCount).toBe(1);
		await vi.advanceTimersByTimeAsync(15_000);
		expect(errors).toMatchObject([{name: 'HubError', kind: 'unreachable', isRetryable: true}]);
		expect(errors.map(isOutcomeUnknown)).toEqual([false]);
		expect(peer.countConnections()).toBe(1);
		peer.restore();
		await eventually(() => peer.countConnections()).toBe(0);
		expect(seen.messageCount).toBe(0);
	});

	it('does not keep the hub from closing', async () => {
		holdTime();
		const {peer, seen} = await startSilentPeer();
		const hub = openAt(peer);
		const sending = expect(writerOf(hub).sendC2d(message)).rejects.toMatchObject({kind: 'cancelled'});
		await eventually(() => seen.linkCount).toBe(1);
		await hub.close();
		await sending;
	});
});

describe('a connection for feedback', () => {
	async function startFeedbackPeer() {
		/** The hub's ends, in the order in which they were opened. */
		const links: Sender[] = [];
		const peer = await startAmqpPeer(container => {
			container.on('sender_open', ({sender}) => {
				if (sender?.source.address === '/messages/serviceBound/feedback') links.push(sender);
			});
		});
		return {links, c2d: openAt(peer).c2d};
	}

	it('whose hub keeps silent longer than it was told is given up, and opened again', async () => {
		holdTime();
		const allowedMs: unknown[] = [];
		const peer = await startAmqpPeer(container => {
			container.on('connection_open', ({connection}) => allowedMs.push(connection.idle_time_out));
		});
		const {c2d} = openAt(peer);
		const {told} = watch(c2d);
		await eventually(() => c2d.getState().status).toBe('receiving');
		expect(allowedMs).toEqual([60_000]);
		peer.silence();
		await vi.advanceTimersByTimeAsync(62_000);
		expect(told.find(({status}) => status === 'failed')?.error).toMatchObject({kind: 'unreachable', isRetryable: true});
		await eventually(() => c2d.getState().status).toBe('receiving');
	});

	it('whose link the hub ends without an error is opened again', async () => {
		const {links, c2d} = await startFeedbackPeer();
		const {told} = watch(c2d);
		await eventually(() => c2d.getState().status).toBe('receiving');
		links[0]?.close();
		await eventually(() => links.length).toBe(2);
		await eventually(() => c2d.getState().status).toBe('receiving');
		expect(told.find(({status}) => status === 'failed')?.error).toMatchObject({kind: 'unreachable', isRetryable: true});
	});

	it('whose link the hub ends with an error says which', async () => {
		const {links, c2d} = await startFeedbackPeer();
		watch(c2d);
		await eventually(() => c2d.getState().status).toBe('receiving');
		links[0]?.close({condition: 'amqp:unauthorized-access', description: 'The token has expired.'});
		await eventually(() => c2d.getState()).toMatchObject({status: 'failed', error: {kind: 'unauthorized'}});
	});

	it('takes a batch that comes while its link is closed, and no harm from it', async () => {
		holdTime();
		const {links, c2d} = await startFeedbackPeer();
		const {stop} = watch(c2d);
		await eventually(() => c2d.getState().status).toBe('receiving');
		const records = [{originalMessageId: 'm-1', deviceId: 'press-01', statusCode: 'Success'}];
		const [link] = links;
		link?.once('sender_close', () => {
			// A hub that is slow to close: the client library then waits for 45 seconds before it lets go of the link.
			link.close = () => undefined;
			link.send({body: rhea.message.data_section(Buffer.from(JSON.stringify(records)))});
		});
		stop();
		await eventually(() => c2d.getState().feedback).toMatchObject([{messageId: 'm-1'}]);
		await vi.advanceTimersByTimeAsync(50_000);
	});
});
