import {Agent, type AgentOptions} from 'node:https';
import type {AuthenticationProvider} from 'azure-iot-common';
import type {DeviceClientOptions, DeviceTransport} from 'azure-iot-device';
import {guardAmqp} from './guard-amqp.js';
import type {DeviceProtocol, HubEndpoint} from './types.js';

/** How often a device over HTTPS asks for messages. A device in the field should ask every 25 minutes at most. */
const pollSeconds = 2;
const defaultAnswerTimeoutMs = 60_000;

type SdkTransport = DeviceTransport & NodeJS.EventEmitter;
type Way = {
	/** Over HTTPS the hub cannot call: no twin, no direct methods. */
	readonly isTwoWay: boolean;
	/** Listener of a local hub. */
	readonly port: keyof HubEndpoint['ports'];
	/** The SDK insists on port 443 and leaves only the agent to choose another one; without it the gateway's name may carry the port. */
	readonly hasFixedPort: boolean;
	/** Loads the SDK's part for the protocol, which takes its time and memory, when the first device needs it. */
	create(provider: AuthenticationProvider): Promise<SdkTransport>;
	toOptions(agent: Agent | undefined): DeviceClientOptions;
	/** Limits how long connecting may take where the SDK does not, and returns what ends a connection at once. */
	readonly guard?: (transport: SdkTransport, limitMs: number) => () => void;
};

// The default imports: they are CommonJS whose names Node does not all find.
const importMqtt = async () => (await import('azure-iot-device-mqtt')).default;
const importAmqp = async () => (await import('azure-iot-device-amqp')).default;
const importHttp = async () => (await import('azure-iot-device-http/dist/http.js')).default;

const ways: Readonly<Record<DeviceProtocol, Way>> = {
	mqtt: {
		isTwoWay: true,
		port: 'mqtts',
		hasFixedPort: false,
		create: async provider => new (await importMqtt()).Mqtt(provider),
		toOptions: () => ({}),
	},
	'mqtt-ws': {
		isTwoWay: true,
		port: 'https',
		hasFixedPort: true,
		create: async provider => new (await importMqtt()).MqttWs(provider),
		toOptions: agent => (agent === undefined ? {} : {mqtt: {webSocketAgent: agent}}),
	},
	amqp: {
		isTwoWay: true,
		port: 'amqps',
		hasFixedPort: false,
		create: async provider => new (await importAmqp()).Amqp(provider),
		guard: guardAmqp,
		toOptions: () => ({}),
	},
	'amqp-ws': {
		isTwoWay: true,
		port: 'https',
		hasFixedPort: true,
		create: async provider => new (await importAmqp()).AmqpWs(provider),
		guard: guardAmqp,
		toOptions: agent => (agent === undefined ? {} : {amqp: {webSocketAgent: agent}}),
	},
	http: {
		isTwoWay: false,
		port: 'https',
		hasFixedPort: true,
		create: async provider => new (await importHttp()).Http(provider),
		// This transport never calls back when it gets options without a policy.
		toOptions: agent => ({http: {...(agent === undefined ? {} : {agent}), receivePolicy: {interval: pollSeconds, drain: true}}}),
	},
};

/** Ends a socket on which nothing has come for the time that is set as its `timeout`; Node only tells of it, and the SDK does not listen. */
class ImpatientAgent extends Agent {
	override createConnection(...parameters: Parameters<Agent['createConnection']>): ReturnType<Agent['createConnection']> {
		const socket = super.createConnection(...parameters);
		socket?.on('timeout', () => socket.destroy(new Error('The hub did not answer in time.')));
		return socket;
	}
}

/** Where sockets go, and whom they trust. `ca` is PEM text. */
export type TransportOptions = {
	readonly ca?: string;
	readonly endpoint?: HubEndpoint;
	/** Longest wait of a device for its sign-in over AMQP, and for an answer over HTTPS; MQTT has a limit of its own. */
	readonly answerTimeoutMs?: number;
};
export type Transport = {
	readonly transport: SdkTransport;
	/** The client must be given them before it is opened. */
	readonly options: DeviceClientOptions;
	/** Whether the protocol has twins and direct methods. */
	readonly isTwoWay: boolean;
	/** Ends the sockets that the SDK has left open, or keeps for later requests. */
	close(): void;
};

/** `host:port` for the SDK's `gatewayHostName`; undefined where it must have none. */
export function readGateway(protocol: DeviceProtocol, endpoint: HubEndpoint | undefined, gatewayHostName: string | undefined): string | undefined {
	const {port, hasFixedPort} = ways[protocol];
	if (endpoint === undefined) return gatewayHostName;
	return hasFixedPort ? undefined : `${endpoint.host}:${endpoint.ports[port]}`;
}

/** The SDK's transport for a protocol. */
export async function createTransport(
	protocol: DeviceProtocol,
	provider: AuthenticationProvider,
	{ca, endpoint, answerTimeoutMs = defaultAnswerTimeoutMs}: TransportOptions,
): Promise<Transport> {
	const {port, hasFixedPort, isTwoWay, create, toOptions, guard} = ways[protocol];
	const transport = await create(provider);
	const hangUp = guard?.(transport, answerTimeoutMs);
	const address = endpoint === undefined ? {} : {host: endpoint.host, port: endpoint.ports[port]};
	// Options of an agent win over those of a request; the typings do not know of host and port.
	// Sockets in WebSockets are quiet for as long as they like.
	const perRequest = protocol === 'http' ? {keepAlive: true, timeout: answerTimeoutMs} : {};
	const options = {...perRequest, ca, ...address} as AgentOptions;
	const agent = protocol === 'http' || (hasFixedPort && (endpoint !== undefined || ca !== undefined)) ? new ImpatientAgent(options) : undefined;
	return {
		transport,
		options: {...(ca === undefined ? {} : {ca}), ...toOptions(agent)},
		isTwoWay,
		close() {
			hangUp?.();
			agent?.destroy();
		},
	};
}
