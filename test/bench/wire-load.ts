import {createSas} from '../../source/sas/token.js';
import {Secret} from '../../source/secret.js';
import {type ConnectOptions, connectPacket, openWire, packetTypes, publishPacket} from '../helpers/mqtt-wire.js';
import {printCount} from './statistics.js';

/** What the process of the load is told through the environment. */
export type WireLoadInput = {readonly ca: string; readonly port: number; readonly devices: readonly {readonly deviceId: string; readonly key: string}[]};

/** Messages of one connection on their way at once. */
const window = 50;
const bytesOfPuback = 4;
const body = JSON.stringify({temperature: 23.456789012345, humidity: 61.234567890123, count: 12_345});

const signIn = (deviceId: string, key: string): ConnectOptions => ({
	clientId: deviceId,
	userName: `localhost/${deviceId}/?api-version=2021-04-12`,
	password: createSas({hostName: 'localhost', deviceId}, new Secret(key), Date.now() + 3_600_000),
});

/**
 * Publishes with QoS 1 as fast as a broker answers, with next to no work of its own, until the process is ended. Prints `ready` once all are
 * connected, and then how many messages were taken.
 */
export const runWireLoad = async ({ca, port, devices}: WireLoadInput): Promise<void> => {
	let taken = 0;
	const sendOn = devices.map(async ({deviceId, key}) => {
		const client = await openWire({ca, ports: {mqtts: port}});
		client.send(connectPacket(signIn(deviceId, key)));
		await client.next(packetTypes.connack);
		// From here on the broker sends nothing but acknowledgements, all of one length.
		client.socket.removeAllListeners('data');
		const publish = Array.from({length: window}, (_, index) =>
			publishPacket(`devices/${deviceId}/messages/events/$.ct=application%2Fjson&$.ce=utf-8`, body, {qos: 1, messageId: index + 1}),
		);
		let place = 0;
		let bytes = 0;
		client.socket.on('data', (chunk: Buffer) => {
			bytes += chunk.length;
			const count = Math.floor(bytes / bytesOfPuback);
			bytes -= count * bytesOfPuback;
			taken += count;
			// One by one, as devices send.
			for (let index = 0; index < count; index++) client.socket.write(publish[place++ % window] ?? '');
		});
		return () => {
			for (const each of publish) client.socket.write(each);
		};
	});
	const starts = await Promise.all(sendOn);
	process.stdout.write('ready\n');
	for (const start of starts) start();
	setInterval(() => printCount(taken), 250);
	await new Promise(() => {});
};
