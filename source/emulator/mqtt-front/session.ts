import type {Duplex} from 'node:stream';
import type {Client} from 'aedes';
import type {HubFault} from '../core/fault.js';
import type {DeviceFeature, DeviceProtocol, HubCore} from '../core/types.js';
import {createC2dOutbox} from './c2d-outbox.js';
import type {SignIn} from './sign-in.js';
import {coversTopic, featuresOf, mostFilters} from './topics.js';

/** Bytes that may wait for a client that does not read: several times the largest cloud-to-device messages that are under way at once. */
const maxUnreadBytes = 4 * 1024 * 1024;
/** What a packet takes beside its topic and payload, however small both are. */
const packetOverheadBytes = 128;
const features: readonly DeviceFeature[] = ['methods', 'desired', 'c2d'];

/** One signed-in device on one connection. */
export type Session = Pick<SignIn, 'deviceId' | 'scope'> & {
	/** aedes has answered the CONNECT: what the device subscribed to earlier counts from now on. */
	becomeReady(): void;
	/** The filter was granted and its SUBACK is still to come: answers count from now on, the hub's own messages do not yet. @returns false when there are too many */
	noteFilter(filter: string): boolean;
	addFilters(filters: readonly string[]): void;
	removeFilters(filters: readonly string[]): void;
	/** Sends the answer to a twin request, if the device listens for answers. */
	answerTwin(topic: string, body: string): void;
	/** Packet identifier of the cloud-to-device message that is about to be written. */
	takeMessageId(): number;
	acknowledge(messageId: number): void;
	/** The socket has ended. */
	end(): void;
};

/**
 * Opens the device's connection in the core and offers it the link.
 * Everything goes out through this one client and never through the broker, since all devices subscribe to the same `$iothub/…` filters.
 * @throws HubFault when the core refuses the connection
 */
export function openSession(
	core: HubCore,
	client: Client,
	{stream, protocol}: {readonly stream: Duplex; readonly protocol: DeviceProtocol},
	{deviceId, expiresAt, scope}: SignIn,
): Session {
	const filters = new Set<string>();
	const listening = new Set<DeviceFeature>();
	let isReady = false;
	let isClosedByCore = false;
	let isOver = false;
	let unreadBytes = 0;

	function send(topic: string, payload: string | Buffer, qos: 0 | 1): void {
		const size = Buffer.byteLength(topic) + Buffer.byteLength(payload) + packetOverheadBytes;
		unreadBytes += size;
		if (unreadBytes > maxUnreadBytes) {
			stream.destroy();
			return;
		}
		// Called when the socket has taken the packet. A failed write ends the connection, which is told there.
		client.publish({cmd: 'publish', topic, payload, qos, retain: false, dup: false}, () => {
			unreadBytes -= size;
		});
	}

	const outbox = createC2dOutbox(core.c2d, deviceId, (topic, body) => send(topic, body, 1));
	const connection = core.connections.open(
		deviceId,
		{
			protocol,
			close(_fault: HubFault) {
				// MQTT 3.1.1 has no packet for telling a client why.
				isClosedByCore = true;
				stream.destroy();
			},
			deliverMethod({methodName, payload, requestId}) {
				// + and # must not stand in the topic of a PUBLISH.
				const name = methodName.replaceAll(/[+#]/g, encodeURIComponent);
				send(`$iothub/methods/POST/${name}/?$rid=${requestId}`, payload, 0);
			},
			deliverDesired(patch, version) {
				send(`$iothub/twin/PATCH/properties/desired/?$version=${version}`, JSON.stringify(patch), 0);
			},
			notifyC2d() {
				if (listening.has('c2d')) outbox.fill();
			},
		},
		expiresAt,
	);

	function tellListening(): void {
		if (!isReady || isOver || isClosedByCore) return;
		const wanted = new Set([...filters].flatMap(filter => featuresOf(deviceId, filter)));
		for (const feature of features) {
			if (wanted.has(feature) === listening.has(feature)) continue;
			if (wanted.has(feature)) listening.add(feature);
			else listening.delete(feature);
			connection.setListening(feature, wanted.has(feature));
		}
	}

	return {
		deviceId,
		scope,
		becomeReady() {
			isReady = true;
			tellListening();
		},
		noteFilter(filter) {
			filters.add(filter);
			return filters.size <= mostFilters;
		},
		addFilters(added) {
			for (const filter of added) filters.add(filter);
			tellListening();
		},
		removeFilters(removed) {
			for (const filter of removed) filters.delete(filter);
			tellListening();
		},
		answerTwin(topic, body) {
			if ([...filters].some(filter => coversTopic(filter, topic))) send(topic, body, 0);
		},
		takeMessageId: () => outbox.takeMessageId(),
		acknowledge(messageId) {
			outbox.acknowledge(messageId);
			if (listening.has('c2d')) outbox.fill();
		},
		end() {
			isOver = true;
			listening.clear();
			if (!isClosedByCore) connection.close();
		},
	};
}
