import type {HubErrorKind} from '../errors.js';

/** One known failure: what it means and what to do. */
export type ErrorEntry = {
	readonly kind: HubErrorKind;
	readonly message: string;
	readonly hint: string;
	readonly isRetryable?: boolean;
	/** The hub's own text adds something and follows the message. */
	readonly showsText?: boolean;
};

const retryHint = 'Try again in a moment.';
const permissionHint = 'Check the key, and that the policy has the permission: registry read, service connect. The clock of this machine must be right, too.';
const networkHint = 'Check host name, network, proxy and firewall.';
const roots = 'For a local hub, CaFile must name the authority that the emulator wrote; a proxy that opens TLS needs its authority in NODE_EXTRA_CA_CERTS.';

const unauthorized: ErrorEntry = {kind: 'unauthorized', message: 'The hub refused the sign-in or the permission.', hint: permissionHint};
const throttled: ErrorEntry = {
	kind: 'throttled',
	message: 'The hub asks for fewer requests.',
	hint: 'Wait; a larger edition or more units allow more.',
	isRetryable: true,
};
const notFound: ErrorEntry = {kind: 'not-found', message: 'The hub does not know this.', hint: 'Check the name; capital letters count.', showsText: true};
const conflict: ErrorEntry = {
	kind: 'conflict',
	message: 'It was changed by someone else in the meantime.',
	hint: 'Read it again and apply the change to what is there now.',
};
const invalid: ErrorEntry = {kind: 'invalid', message: 'The hub did not accept the request.', hint: 'Correct the input.', showsText: true};
const quota: ErrorEntry = {kind: 'quota', message: "A limit of the hub's edition is reached.", hint: 'Add units or choose a larger edition.', showsText: true};
const timeout: ErrorEntry = {kind: 'timeout', message: 'No answer came in time.', hint: retryHint, isRetryable: true};
const unavailable: ErrorEntry = {kind: 'unreachable', message: 'The hub is not available at the moment.', hint: retryHint, isRetryable: true};
const failure: ErrorEntry = {kind: 'unexpected', message: 'The hub failed.', hint: retryHint, isRetryable: true, showsText: true};
const unreachable: ErrorEntry = {kind: 'unreachable', message: 'The hub cannot be reached.', hint: networkHint, isRetryable: true};
const untrusted: ErrorEntry = {kind: 'untrusted', message: "The hub's certificate is signed by an authority that is not trusted here.", hint: roots};

/** By IoT Hub's six-digit code; its name beside it, for bodies that carry the name only. */
export const entriesByCode: ReadonlyMap<number, {readonly name: string; readonly entry: ErrorEntry}> = new Map(
	(
		[
			[400004, 'ArgumentInvalid', invalid],
			[400013, 'BulkRegistryOperationFailure', invalid],
			[400024, 'RequestTimedOut', timeout],
			[401002, 'IotHubUnauthorizedAccess', unauthorized],
			[401003, 'IotHubUnauthorized', unauthorized],
			[403001, 'IotHubSuspended', {...unauthorized, message: 'The hub is suspended.', hint: 'Check the state of the hub and of its subscription.'}],
			[
				403002,
				'IotHubQuotaExceeded',
				{kind: 'quota', message: 'The daily message quota of the hub is used up.', hint: 'It starts anew at 00:00 UTC; more units raise it.'},
			],
			[
				403010,
				'OperationNotAvailableInCurrentTier',
				{...invalid, message: "The hub's tier does not offer this.", hint: 'Twins, methods and cloud-to-device messages need the standard or the free tier.'},
			],
			[403012, 'DeviceDisabled', {...invalid, message: 'The device is disabled.', hint: 'Enable its identity.', showsText: false}],
			[
				403100,
				'DeviceModelMaxPropertiesExceeded',
				{...invalid, message: 'The twin section would be too large.', hint: 'Set properties that are no longer needed to null.', showsText: false},
			],
			[
				403800,
				'DeviceMaximumInflightMethodExceeded',
				{...throttled, message: 'Too many method calls are under way to this device.', hint: 'Wait for their answers.'},
			],
			[404001, 'DeviceNotFound', {kind: 'not-found', message: 'The device is not registered.', hint: 'Check the device id; capital letters count.'}],
			[404010, 'ModuleNotFound', {kind: 'not-found', message: 'The module is not registered.', hint: 'Check the module id; capital letters count.'}],
			[404012, 'IotHubFailingOver', {...unavailable, message: 'The hub is failing over to another region.'}],
			[
				404103,
				'DeviceNotOnline',
				{
					kind: 'device-offline',
					message: 'The device is not connected, or listens to no method.',
					hint: 'Check whether it is running, or allow time to connect.',
					isRetryable: true,
				},
			],
			[409001, 'DeviceAlreadyExists', {kind: 'exists', message: 'A device with this id is already registered.', hint: 'Choose another id.'}],
			[412001, 'PreconditionFailed', conflict],
			[413001, 'MessageTooLarge', {...invalid, message: 'The message is too large.', hint: 'A method payload may have 128 KB.', showsText: false}],
			[413002, 'TooManyDevices', quota],
			[429001, 'ThrottlingException', throttled],
			[
				504101,
				'GatewayTimeout',
				{
					kind: 'timeout',
					message: 'The device did not answer in time; whether it did the work is not known.',
					hint: 'It may have no handler for this method, or need a longer response timeout.',
				},
			],
		] as const
	).map(([code, name, entry]) => [code, {name, entry}]),
);

/** By HTTP status, where the code is not known. */
export const entriesByStatus: Readonly<Record<number, ErrorEntry>> = {
	400: invalid,
	401: unauthorized,
	403: {...quota, message: 'The hub refused the operation.', hint: 'Check the limits and the state of the hub.'},
	404: notFound,
	405: invalid,
	408: timeout,
	409: conflict,
	412: conflict,
	413: invalid,
	415: invalid,
	429: throttled,
	500: failure,
	502: failure,
	503: unavailable,
	504: timeout,
};

const byWord: readonly (readonly [entry: ErrorEntry, ...words: readonly string[]])[] = [
	[
		unreachable,
		'ECONNRESET',
		'EPIPE',
		'EHOSTUNREACH',
		'ENETUNREACH',
		'ENETDOWN',
		'EHOSTDOWN',
		'ECONNABORTED',
		'amqp:connection:forced',
		'InsufficientCreditError',
		'SystemError',
	],
	[
		{...unreachable, message: 'Nothing listens at this address: the connection was refused.', hint: 'Check host name and port; a local hub must be running.'},
		'ECONNREFUSED',
	],
	[{...unreachable, message: 'The host name of the hub is unknown.', hint: 'Check the host name and the name service (DNS).'}, 'ENOTFOUND', 'EAI_AGAIN'],
	[{...unreachable, message: 'The hub does not answer: the connection could not be made in time.'}, 'ETIMEDOUT'],
	[
		untrusted,
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		'UNABLE_TO_GET_ISSUER_CERT',
		'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
		'SELF_SIGNED_CERT_IN_CHAIN',
		'DEPTH_ZERO_SELF_SIGNED_CERT',
		'CERT_SIGNATURE_FAILURE',
		'CERT_UNTRUSTED',
		'CERT_REJECTED',
		'CERT_CHAIN_TOO_LONG',
		'INVALID_CA',
	],
	[
		{
			...untrusted,
			message: "The hub's certificate has expired.",
			hint: 'Check the clock of this machine; a local hub makes a new certificate when it is started again.',
		},
		'CERT_HAS_EXPIRED',
		'CERT_NOT_YET_VALID',
	],
	[
		{
			...untrusted,
			message: "The hub's certificate is for another host name.",
			hint: 'Use the host name that the certificate carries; for a local hub that is localhost.',
		},
		'ERR_TLS_CERT_ALTNAME_INVALID',
	],
	[
		{...unreachable, message: 'What listens at this address does not speak TLS as a hub does.', hint: 'Check the port.'},
		'EPROTO',
		'ERR_SSL_WRONG_VERSION_NUMBER',
		'ERR_SSL_PACKET_LENGTH_TOO_LONG',
		'ProtocolError',
		'HPE_INVALID_CONSTANT',
	],
	[unauthorized, 'amqp:unauthorized-access', 'UnauthorizedError', 'com.microsoft:auth-failed'],
	// The Event Hubs client's name of `amqp:not-found`, when the text does not tell it more.
	[notFound, 'amqp:not-found', 'MessagingEntityNotFoundError', 'ServiceCommunicationError'],
	[
		{...quota, message: 'The endpoint has too many readers.', hint: 'A consumer group serves five readers of a partition: use another consumer group.'},
		'amqp:resource-limit-exceeded',
		'QuotaExceededError',
	],
	[throttled, 'com.microsoft:server-busy', 'ServerBusyError'],
	[
		{...conflict, message: 'Another reader with a higher priority took this partition.', hint: 'Use another consumer group.'},
		'amqp:link:stolen',
		'ReceiverDisconnectedError',
	],
	[timeout, 'com.microsoft:timeout', 'ServiceUnavailableError', 'OperationTimeoutError', 'TimeoutError'],
	[{kind: 'cancelled', message: 'It was given up.', hint: retryHint, isRetryable: true}, 'AbortError', 'ABORT_ERR'],
	[invalid, 'amqp:invalid-field', 'ArgumentError', 'ArgumentOutOfRangeError', 'amqp:not-allowed', 'InvalidOperationError'],
];

/** By error code of Node, AMQP condition, or the Event Hubs client's name of it. */
export const entriesByWord: ReadonlyMap<string, ErrorEntry> = new Map(byWord.flatMap(([entry, ...words]) => words.map(word => [word, entry] as const)));
