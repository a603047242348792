import {Readable} from 'node:stream';
import type {Client, Subscription} from 'aedes';
import {isAllowedFilter, mostFilters} from './topics.js';

type Identified = {readonly id: string};
type Numbered = {readonly messageId?: number};

/** aedes' store, as far as a hub has use for one. */
export type KeptSessions = {
	/** What the device subscribed to in a session that was kept. */
	filtersOf(client: Identified): readonly string[];
	forget(deviceId: string): void;
};

/**
 * What outlives a connection in the eyes of aedes: the subscriptions of sessions that are not clean, and nothing else.
 * A hub keeps no retained messages, lets no device reach another, and queues cloud-to-device messages in its core, so the rest of aedes'
 * store answers "nothing". Without it aedes would send unacknowledged messages again next to the core.
 */
export function createKeptSessions(): KeptSessions {
	const filters = new Map<string, Map<string, Subscription>>();
	const store = {
		filtersOf: (client: Identified): readonly string[] => [...(filters.get(client.id)?.keys() ?? [])],
		forget(deviceId: string): void {
			filters.delete(deviceId);
		},
		async setup(): Promise<void> {},
		async addSubscriptions(client: Identified, subscriptions: readonly Subscription[]): Promise<void> {
			const kept = filters.get(client.id) ?? new Map<string, Subscription>();
			for (const {topic, qos} of subscriptions) {
				// aedes hands over the whole packet, the filters that are about to be refused included.
				if (isAllowedFilter(client.id, topic) && kept.size < mostFilters) kept.set(topic, {topic, qos});
			}
			filters.set(client.id, kept);
		},
		async removeSubscriptions(client: Identified, topics: readonly string[]): Promise<void> {
			for (const topic of topics) filters.get(client.id)?.delete(topic);
		},
		async subscriptionsByClient(client: Identified): Promise<Subscription[]> {
			return [...(filters.get(client.id)?.values() ?? [])].map(subscription => ({...subscription}));
		},
		async cleanSubscriptions(client: Identified): Promise<void> {
			filters.delete(client.id);
		},
		async subscriptionsByTopic(): Promise<Subscription[]> {
			return [];
		},
		async storeRetained(): Promise<void> {},
		createRetainedStreamCombi: (): Readable => Readable.from([]),
		async outgoingEnqueue(): Promise<void> {},
		async outgoingEnqueueCombi(): Promise<void> {},
		async outgoingUpdate(): Promise<void> {},
		/** Called for a PUBACK; what it returns is handed to the `ack` event. */
		async outgoingClearMessageId(_client: Client, packet: Numbered): Promise<Numbered> {
			return packet;
		},
		outgoingStream: (): Readable => Readable.from([]),
		async incomingGetPacket(): Promise<void> {},
		async putWill(): Promise<void> {},
		async delWill(): Promise<void> {},
		streamWill: (): Readable => Readable.from([]),
	};
	return store;
}
