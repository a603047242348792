import type {ClientRequest, IncomingHttpHeaders, IncomingMessage} from 'node:http';
import https from 'node:https';
import {HubError} from '../errors.js';
import type {HubAddress} from './address.js';
import {loadRestApi} from './load-clients.js';
import type {TokenSource} from './token.js';
import {translateError} from './translate-error.js';

/** What every call carries. */
const apiVersion = '2021-04-12';
const userAgent = 'iot-tui';
const connectTimeoutMs = 10_000;
const defaultTimeoutMs = 30_000;

export type RestAnswer = {readonly body: unknown; readonly headers: IncomingHttpHeaders};
type CallOptions = {
	readonly signal?: AbortSignal;
	/** Default 30,000. */
	readonly timeoutMs?: number;
	/** The policy may well lack the permission: a refusal says nothing about the hub. */
	readonly mayBeRefused?: boolean;
};
export type QueryPage = {readonly items: readonly unknown[] /** Absent on the last page. */; readonly continuation?: string};
type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The hub's service API over HTTPS. Every failure is a HubError. */
export type Rest = {
	/** `path` begins with a slash and has no query string. */
	get(path: string, options?: CallOptions & {readonly search?: string}): Promise<RestAnswer>;
	/** One page of a query over devices. The service may return fewer items than asked for. */
	query(text: string, options?: CallOptions & {readonly pageSize?: number; readonly continuation?: string}): Promise<QueryPage>;
	/** Anything that changes a hub or reaches a device; undefined on a read-only hub. `body` undefined: none. Never repeated by itself. */
	readonly send: ((verb: Verb, path: string, body: unknown, options?: CallOptions & {readonly etag?: string}) => Promise<RestAnswer>) | undefined;
	close(): void;
};

/** Told about every call, for the status line. */
export type RestObserver = {started(): void; succeeded(path: string): void; failed(error: HubError): void};
type Call = CallOptions & {
	readonly verb: Verb;
	readonly path: string;
	readonly search?: string;
	readonly headers?: Record<string, string>;
	readonly body?: unknown;
};

function limitConnecting(request: ClientRequest): ClientRequest {
	return request.once('socket', socket => {
		if (!socket.connecting) return;
		const timer = setTimeout(() => request.destroy(Object.assign(new Error('connect ETIMEDOUT'), {code: 'ETIMEDOUT'})), connectTimeoutMs);
		const stop = () => clearTimeout(timer);
		socket.once('secureConnect', stop).once('close', stop);
	});
}

/**
 * The SDK's own REST client with an agent that knows port and authority of the hub. The agent's host and port win over those of a
 * request, so a call goes to a local hub's port while its `Host` header and its token keep the plain name.
 */
async function loadClient(address: HubAddress, agent: https.Agent) {
	const {RestApiClient} = await loadRestApi();
	const client = new RestApiClient({host: address.hostName, sharedAccessSignature: 'none yet'}, userAgent);
	client.setOptions({http: {agent}});
	return client;
}

function createAgent(address: HubAddress): https.Agent {
	const options: https.AgentOptions & {host: string; port: number} = {
		host: address.hostName,
		port: address.httpsPort,
		keepAlive: true,
		// Ends a connection before the service does, so that no call is written to one that is just closing.
		timeout: 20_000,
		...(address.ca === undefined ? {} : {ca: address.ca}),
	};
	return new https.Agent(options);
}

/** Nothing is loaded or connected before the first call; connections are kept and used again. */
export function createRest(address: HubAddress, tokens: TokenSource, options: {readonly isReadOnly: boolean; readonly observer?: RestObserver}): Rest {
	const agent = createAgent(address);
	const closing = new AbortController();
	let loading: ReturnType<typeof loadClient> | undefined;

	async function execute(call: Call): Promise<RestAnswer> {
		loading ??= loadClient(address, agent);
		const client = await loading;
		client.updateSharedAccessSignature(await tokens.current());
		const signals = [closing.signal, AbortSignal.timeout(call.timeoutMs ?? defaultTimeoutMs), ...(call.signal ? [call.signal] : [])];
		const signal = AbortSignal.any(signals);
		return await new Promise<RestAnswer>((resolve, reject) => {
			// The SDK has no way to end a call; it lets us make the request, and a request takes a signal.
			const request = (target: https.RequestOptions | string, onResponse?: (response: IncomingMessage) => void) =>
				limitConnecting(typeof target === 'string' ? https.request(target, {signal}, onResponse) : https.request({...target, signal}, onResponse));
			const headers = call.body === undefined ? {...call.headers} : {'Content-Type': 'application/json; charset=utf-8', ...call.headers};
			const path = `${call.path}?api-version=${apiVersion}${call.search ?? ''}`;
			client.executeApiCall(call.verb, path, headers, call.body ?? null, {request}, (error: Error | null, body?: unknown, response?: IncomingMessage) => {
				if (error) reject(error);
				else resolve({body, headers: response?.headers ?? {}});
			});
		});
	}

	async function run(call: Call): Promise<RestAnswer> {
		const {observer} = options;
		observer?.started();
		try {
			const answer = await execute(call);
			observer?.succeeded(call.path);
			return answer;
		} catch (error) {
			const translated = translateError(error);
			if (call.mayBeRefused && translated.kind === 'unauthorized') observer?.succeeded(call.path);
			else observer?.failed(translated);
			throw translated;
		}
	}

	return {
		get: (path, {search, ...rest} = {}) => run({verb: 'GET', path, ...(search ? {search: `&${search}`} : {}), ...rest}),
		async query(text, {pageSize = 1000, continuation, ...rest} = {}) {
			const headers = {'x-ms-max-item-count': String(pageSize), ...(continuation === undefined ? {} : {'x-ms-continuation': continuation})};
			const answer = await run({verb: 'POST', path: '/devices/query', headers, body: {query: text}, ...rest});
			if (!Array.isArray(answer.body)) throw new HubError('unexpected', 'The hub answered a query with something else than a list.', {hint: 'Try again.'});
			const next = answer.headers['x-ms-continuation'];
			return {items: answer.body, ...(typeof next === 'string' && next !== '' ? {continuation: next} : {})};
		},
		send: options.isReadOnly
			? undefined
			: (verb, path, body, {etag, ...rest} = {}) => run({verb, path, body, ...(etag === undefined ? {} : {headers: {'If-Match': `"${etag}"`}}), ...rest}),
		close() {
			closing.abort();
			agent.destroy();
		},
	};
}
