import {createHmac} from 'node:crypto';
import {once} from 'node:events';
import type {IncomingHttpHeaders} from 'node:http';
import {Agent, type AgentOptions, request as httpsRequest} from 'node:https';
import {text as readText} from 'node:stream/consumers';
import {NoRetry} from 'azure-iot-common';
import {Client as DeviceClient} from 'azure-iot-device';
import {Mqtt} from 'azure-iot-device-mqtt';
import {Amqp, Registry, Client as ServiceClient} from 'azure-iothub';
import {SharedAccessSignature} from 'azure-iothub/dist/common-core/shared_access_signature.js';
import {RestApiClient} from 'azure-iothub/dist/common-http/rest_api_client.js';
import {afterAll, beforeAll} from 'vitest';
import {startEmulator} from '../../source/emulator/start.js';
import type {Emulator, EmulatorOptions} from '../../source/emulator/types.js';

/** Starts a hub before the tests of the file (or of the describe block) and closes it after them. */
export function setUpEmulator(options?: EmulatorOptions, start = startEmulator): {readonly emulator: Emulator} {
	let emulator: Emulator | undefined;
	beforeAll(async () => {
		emulator = await start(options);
	});
	afterAll(async () => {
		await emulator?.close();
	});
	return {
		get emulator() {
			if (emulator === undefined) throw new Error('The hub runs only inside of tests.');
			return emulator;
		},
	};
}

export function findPolicyKey(emulator: Emulator, policyName: string): string {
	const policy = emulator.core.options.policies.find(candidate => candidate.name === policyName);
	if (policy === undefined) throw new Error(`No policy ${policyName}.`);
	return policy.key;
}

export type TokenOptions = {readonly policyName?: string; readonly key?: string; readonly resource?: string; readonly expiresInSeconds?: number};

/** A shared access signature as service SDKs write it, or a wrong one. */
export function createToken(emulator: Emulator, options: TokenOptions = {}): string {
	const {policyName = 'iothubowner', expiresInSeconds = 3600} = options;
	const resource = encodeURIComponent(options.resource ?? emulator.hostName);
	const expiry = Math.floor(Date.now() / 1000) + expiresInSeconds;
	const key = Buffer.from(options.key ?? findPolicyKey(emulator, policyName), 'base64');
	const signature = encodeURIComponent(createHmac('sha256', key).update(`${resource}\n${expiry}`).digest('base64'));
	return `SharedAccessSignature sr=${resource}&sig=${signature}&se=${expiry}&skn=${policyName}`;
}

function createRestClient(emulator: Emulator, policyName: string) {
	const expiry = Math.ceil(Date.now() / 1000) + 3600;
	const config = {
		host: emulator.hostName,
		sharedAccessSignature: SharedAccessSignature.create(emulator.hostName, policyName, findPolicyKey(emulator, policyName), expiry),
	};
	// The SDK's own port is always 443: options of the agent win over those of the request.
	const agent = new Agent({keepAlive: true, host: 'localhost', port: emulator.ports.https, ca: emulator.ca} as AgentOptions);
	return {config, rest: new RestApiClient(config, 'iot-tui-tests/1.0'), agent};
}

/** The service SDK's registry, talking to the hub over its HTTPS port. */
export function createRegistry(emulator: Emulator, policyName = 'iothubowner'): Registry {
	const {config, rest, agent} = createRestClient(emulator, policyName);
	const registry = new Registry(config, rest);
	rest.setOptions({http: {agent}});
	return registry;
}

/** The service SDK's client: direct methods over HTTPS, cloud-to-device messages over AMQP (which needs the hub's CA in the process's default store). */
export function createServiceClient(emulator: Emulator, policyName = 'iothubowner'): ServiceClient {
	const {config, rest, agent} = createRestClient(emulator, policyName);
	const amqp = new Amqp({host: `localhost:${emulator.ports.amqps}`, keyName: policyName, sharedAccessSignature: config.sharedAccessSignature});
	const client = new ServiceClient(amqp, rest);
	rest.setOptions({http: {agent}});
	return client;
}

/** A device SDK client over MQTT for a registered device, not yet opened. */
export function createDeviceClient(emulator: Emulator, deviceId: string): DeviceClient {
	const client = DeviceClient.fromConnectionString(emulator.deviceConnectionString(deviceId), Mqtt);
	client.setRetryPolicy(new NoRetry());
	return client;
}

/** As `createDeviceClient`, registered when missing and connected. */
export async function openDevice(emulator: Emulator, deviceId: string): Promise<DeviceClient> {
	const {core} = emulator;
	if (!core.registry.list().some(device => device.deviceId === deviceId)) core.registry.put(deviceId, {deviceId}, undefined);
	const client = createDeviceClient(emulator, deviceId);
	await client.setOptions({ca: emulator.ca});
	await client.open();
	return client;
}

export type HubResponse = {readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string; readonly json: unknown};
export type HubRequest = {
	/** Value for JSON, or the very bytes. */
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string | readonly string[]>>;
	/** Default: the owner's token. null: none. */
	readonly token?: string | null;
	readonly signal?: AbortSignal;
};

/** One plain HTTPS request; `api-version` is added when the path has no query. */
export async function requestHub(emulator: Emulator, method: string, path: string, {body, headers = {}, token, signal}: HubRequest = {}): Promise<HubResponse> {
	const bytes = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
	const authorization = token === null ? undefined : {authorization: token ?? createToken(emulator)};
	const request = httpsRequest({
		host: 'localhost',
		port: emulator.ports.https,
		ca: emulator.ca,
		servername: 'localhost',
		agent: false,
		method,
		path: path.includes('?') ? path : `${path}?api-version=2021-04-12`,
		headers: {...(bytes === undefined ? undefined : {'content-type': 'application/json; charset=utf-8'}), ...authorization, ...headers},
		signal,
	});
	request.end(bytes);
	const [response] = await once(request, 'response');
	const text = await readText(response);
	const isJson = String(response.headers['content-type']).startsWith('application/json');
	return {status: response.statusCode, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined};
}
