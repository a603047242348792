import {Agent, type AgentOptions} from 'node:https';
import {type Message, NoRetry} from 'azure-iot-common';
import {Client} from 'azure-iot-device';
import {Amqp, AmqpWs} from 'azure-iot-device-amqp';
import {Http} from 'azure-iot-device-http';
import {Mqtt, MqttWs} from 'azure-iot-device-mqtt';
import {afterEach} from 'vitest';
import type {DeviceProtocol} from '../../source/emulator/core/types.js';
import type {Emulator} from '../../source/emulator/types.js';

const transports = {Mqtt, MqttWs, Amqp, AmqpWs, Http};
const closers: (() => Promise<unknown>)[] = [];

/** Closes what the tests of the file have opened, after each of them. */
export function closeDevicesAfterEach(): void {
	afterEach(async () => {
		for (const close of closers.splice(0).reverse()) await close();
	});
}

export type DeviceClientOptions = {
	/** Instead of the device's own. */
	readonly key?: string;
	/** How long tokens are good for, and how long before their end they are renewed, in seconds. */
	readonly tokenRenewal?: {readonly tokenValidTimeInSeconds: number; readonly tokenRenewalMarginInSeconds: number};
};

/** A device SDK client over the protocol, not yet opened. It is closed after the test. */
export async function createDeviceClient(emulator: Emulator, deviceId: string, protocol: DeviceProtocol, options: DeviceClientOptions = {}): Promise<Client> {
	const {https, mqtts, amqps} = emulator.ports;
	const key = options.key ?? emulator.core.registry.get(deviceId).authentication.symmetricKey.primaryKey;
	// The SDK builds the addresses of WebSockets with port 443: options of the agent win over those.
	const agent = new Agent({host: 'localhost', port: https, ca: emulator.ca} as AgentOptions);
	const settings = {
		Mqtt: {gateway: `;GatewayHostName=localhost:${mqtts}`, options: {ca: emulator.ca}},
		MqttWs: {gateway: '', options: {mqtt: {webSocketAgent: agent}}},
		Amqp: {gateway: `;GatewayHostName=localhost:${amqps}`, options: {ca: emulator.ca}},
		AmqpWs: {gateway: '', options: {amqp: {webSocketAgent: agent}}},
		Https: {gateway: '', options: {http: {agent, receivePolicy: {interval: 0.1}}}},
	}[protocol];
	const transport = transports[protocol === 'Https' ? 'Http' : protocol];
	const client = Client.fromConnectionString(`HostName=${emulator.hostName};DeviceId=${deviceId};SharedAccessKey=${key}${settings.gateway}`, transport);
	client.setRetryPolicy(new NoRetry());
	client.on('error', () => {});
	await client.setOptions({...settings.options, ...(options.tokenRenewal && {tokenRenewal: options.tokenRenewal})});
	closers.push(() => client.close().catch(() => {}));
	return client;
}

/** As `createDeviceClient`, and connected. */
export async function openDeviceClient(emulator: Emulator, deviceId: string, protocol: DeviceProtocol, options?: DeviceClientOptions): Promise<Client> {
	const client = await createDeviceClient(emulator, deviceId, protocol, options);
	await client.open();
	return client;
}

/** Collects the cloud-to-device messages that a client receives, and begins to receive. */
export function collectMessages(client: Client): readonly Message[] {
	const messages: Message[] = [];
	client.on('message', (message: Message) => messages.push(message));
	return messages;
}
