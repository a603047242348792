import type {IncomingMessage, ServerResponse} from 'node:http';
import {createServer} from 'node:https';
import type {Duplex} from 'node:stream';
import createRouter from 'find-my-way';
import {askForCertificate} from './client-certificate.js';
import {HubFault} from './core/fault.js';
import type {HubCore, Permission, Principal} from './core/types.js';
import {createGate} from './gate.js';
import {type Answer, answerError, type ErrorShape, sendAnswer} from './https-front/answer.js';
import {readBody, readJsonBody} from './https-front/body.js';
import {requireApiVersion, requireAuthorization, requireLocalCaller} from './https-front/caller.js';
import {meetFaults} from './https-front/meet-faults.js';
import {operations} from './https-front/operations.js';
import {createUnknownPathFault} from './https-front/unknown-path.js';
import {listenOnLoopback} from './loopback.js';
import type {Front, FrontOptions} from './types.js';

/** Longer than a device id whose every byte is percent-encoded, so that the registry judges the length. */
const maxParamLength = 1024;
const limits = {
	minVersion: 'TLSv1.2',
	handshakeTimeout: 5000,
	maxHeaderSize: 16 * 1024,
	headersTimeout: 10_000,
	requestTimeout: 30_000,
	keepAliveTimeout: 60_000,
	/** How often the two time limits on requests are looked at. */
	connectionsCheckingInterval: 1000,
} as const;
const maxConnections = 2000;
/** A socket on which nothing moves for longer than the longest direct method (300 s to connect, 300 s to answer) has lost its reader. */
const idleSocketMs = 660_000;
const maxRequestsPerSocket = 100;
const noBytes = Buffer.alloc(0);

/** Everything all requests have in common: who may ask, in which order it is checked, and how it ends. */
async function answerRequest(
	core: HubCore,
	request: IncomingMessage,
	response: ServerResponse,
	options: {
		readonly permission?: Permission;
		readonly deviceId?: string;
		readonly errorShape?: ErrorShape;
		run(query: URLSearchParams, principal: Principal): Answer | Promise<Answer>;
	},
): Promise<void> {
	let shape: ErrorShape = 'text';
	try {
		requireLocalCaller(request, core.options.hostNames);
		const principal = requireAuthorization(request, core, options.permission, options.deviceId ?? '');
		const query = new URLSearchParams(request.url?.split('?', 2)[1] ?? '');
		requireApiVersion(query);
		shape = options.errorShape ?? 'text';
		await meetFaults(core, request.url ?? '', options.permission);
		sendAnswer(response, await options.run(query, principal));
	} catch (error) {
		sendAnswer(response, answerError(error, shape));
	}
}

/** The service SDK for Java sends a PATCH as a POST that says so, and Azure IoT Explorer encodes all slashes of a path but the first. */
function readAsMeant(request: IncomingMessage): void {
	const {url = '', method, headers} = request;
	const [path = ''] = url.split('?', 1);
	if (path.lastIndexOf('/') === 0) request.url = path.replaceAll(/%2f/gi, '/') + url.slice(path.length);
	if (method === 'POST' && String(headers['x-http-method-override']).toUpperCase() === 'PATCH') request.method = 'PATCH';
}

function createRequestListener(core: HubCore): (request: IncomingMessage, response: ServerResponse) => void {
	const fail = (request: IncomingMessage, response: ServerResponse, fault: HubFault) =>
		void answerRequest(core, request, response, {
			run() {
				throw fault;
			},
		});
	const router = createRouter({
		ignoreTrailingSlash: true,
		maxParamLength,
		defaultRoute(request, response) {
			const path = request.url?.split('?', 1)[0] ?? '';
			const isKnownPath = operations.some(operation => router.find(operation.method, path) !== null);
			fail(request, response, createUnknownPathFault(request.method ?? '', path, isKnownPath));
		},
		onBadUrl: (_path, request, response) => fail(request, response, new HubFault('GenericBadRequest', 'The path is not well encoded.')),
	});
	for (const {method, path, permission, errorShape, takesBytes = false, run} of operations) {
		router.on(method, path, (request, response, {deviceId = '', lockToken = ''}) => {
			const {headers, rawHeaders} = request;
			void answerRequest(core, request, response, {
				permission,
				deviceId,
				errorShape,
				run: async (query, principal) => {
					const body = takesBytes ? '' : await readJsonBody(request);
					const bytes = takesBytes ? await readBody(request) : noBytes;
					return run({core, principal, deviceId, lockToken, query, headers, rawHeaders, body, bytes});
				},
			});
		});
	}
	return (request, response) => {
		readAsMeant(request);
		response.setHeader('date', new Date(core.options.clock.now()).toUTCString());
		void router.lookup(request, response);
	};
}

/**
 * Serves the hub's REST interface on loopback.
 * @param options `onUpgrade` answers requests for WebSockets and takes over their sockets, the end of which `close` waits for.
 * @throws the system's error when the port cannot be had.
 */
export async function startHttpsFront({
	core,
	certificate,
	port,
	onUpgrade,
}: FrontOptions & {readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void}): Promise<Front> {
	const listener = createRequestListener(core);
	const listening = await listenOnLoopback(() => {
		const server = createServer({...limits, ...askForCertificate, cert: certificate.cert, key: certificate.key}, listener);
		server.maxConnections = maxConnections;
		server.maxRequestsPerSocket = maxRequestsPerSocket;
		server.timeout = idleSocketMs;
		server.on('upgrade', onUpgrade);
		return server;
	}, port);
	const closeServer = async (server: (typeof listening.servers)[number]) => {
		const closed = new Promise<void>(resolve => {
			server.close(() => resolve());
		});
		server.closeAllConnections();
		await closed;
	};
	return {
		port: listening.port,
		gate: createGate(listening.servers),
		async close() {
			await Promise.all(listening.servers.map(closeServer));
		},
	};
}
