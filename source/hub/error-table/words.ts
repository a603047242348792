import type {ErrorEntry} from './entry.js';
import {retryHint} from './entry.js';

const networkHint = 'Check host name, network, proxy and firewall.';
const roots = 'For a local hub, CaFile must name the authority that the emulator wrote; a proxy that opens TLS needs its authority in NODE_EXTRA_CA_CERTS.';
const unreachable: ErrorEntry = {kind: 'unreachable', message: 'The hub cannot be reached.', hint: networkHint, isRetryable: true};
const untrusted: ErrorEntry = {kind: 'untrusted', message: "The hub's certificate is signed by an authority that is not trusted here.", hint: roots};
const invalid: ErrorEntry = {kind: 'invalid', message: 'The hub did not accept the request.', hint: 'Correct the input.', showsText: true};

/** Failures of the way to the hub and of its AMQP side, by error code of Node, AMQP condition, or a client's name of it. */
export const wayEntries: readonly (readonly [entry: ErrorEntry, ...words: readonly string[]])[] = [
	[unreachable, 'amqp:connection:forced', 'amqp:link:detach-forced', 'InsufficientCreditError', 'NotConnectedError', 'SystemError'],
	[
		{...unreachable, message: 'Nothing listens at this address: the connection was refused.', hint: 'Check host name and port; a local hub must be running.'},
		'ECONNREFUSED',
	],
	[{...unreachable, message: 'The host name of the hub is unknown.', hint: 'Check the host name and the name service (DNS).'}, 'ENOTFOUND'],
	[
		{
			...unreachable,
			message: 'The host name of the hub does not resolve: the name service (DNS) gives no answer.',
			hint: 'Check network and name service, then the host name.',
		},
		'EAI_AGAIN',
	],
	[
		{
			...unreachable,
			message: 'The hub does not answer: the connection could not be made in time.',
			hint: 'A firewall drops packets silently: ask for the outbound port to be opened. Check host name, network and proxy, too.',
		},
		'ETIMEDOUT',
	],
	[
		{
			...unreachable,
			message: 'The connection to the hub was reset.',
			hint: 'Something on the way hung up, a firewall or a proxy as a rule; if it happens once only, it was the network.',
		},
		'ECONNRESET',
		'EPIPE',
		'ECONNABORTED',
	],
	[
		{...unreachable, message: 'There is no route to the hub.', hint: 'Check the network of this machine: cable, VPN, routes.'},
		'EHOSTUNREACH',
		'ENETUNREACH',
		'ENETDOWN',
		'EHOSTDOWN',
	],
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
	],
	[
		{
			...untrusted,
			message: "The hub's certificate is not valid yet.",
			hint: 'Check the clock of this machine: it may be behind.',
		},
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
	[
		{
			kind: 'quota',
			message: 'The endpoint has too many readers.',
			hint: 'A consumer group serves five readers of a partition: use another consumer group.',
			showsText: true,
		},
		'amqp:resource-limit-exceeded',
		'QuotaExceededError',
	],
	// `ServiceCommunicationError` is what the Event Hubs client makes of `amqp:not-found` when the text does not tell it more.
	[
		{kind: 'not-found', message: 'The hub does not know this.', hint: 'Check the name; capital letters count.', showsText: true},
		'amqp:not-found',
		'MessagingEntityNotFoundError',
		'ServiceCommunicationError',
	],
	[
		{kind: 'throttled', message: 'The endpoint asks for fewer requests.', hint: 'Wait; more units allow more.', isRetryable: true},
		'com.microsoft:server-busy',
		'ServerBusyError',
	],
	[
		{kind: 'conflict', message: 'Another reader with a higher priority took this partition.', hint: 'Use another consumer group.'},
		'amqp:link:stolen',
		'ReceiverDisconnectedError',
	],
	[
		{kind: 'timeout', message: 'No answer came in time.', hint: retryHint, isRetryable: true},
		'com.microsoft:timeout',
		'ServiceUnavailableError',
		'OperationTimeoutError',
		'TimeoutError',
	],
	[{kind: 'cancelled', message: 'It was given up.', hint: retryHint, isRetryable: true}, 'AbortError', 'ABORT_ERR'],
	[
		invalid,
		'amqp:invalid-field',
		'com.microsoft:argument-error',
		'com.microsoft:argument-out-of-range',
		'ArgumentError',
		'ArgumentOutOfRangeError',
		'amqp:not-allowed',
		'InvalidOperationError',
	],
	[{...invalid, message: 'The hub does not offer this.', hint: 'Check the edition of the hub.'}, 'amqp:not-implemented', 'NotImplementedError'],
];

/** AMQP conditions, and names of the SDKs, that say the same as one of IoT Hub's codes. */
export const codesByWord: Readonly<Record<string, number>> = {
	'amqp:unauthorized-access': 401002,
	'com.microsoft:auth-failed': 401002,
	UnauthorizedError: 401002,
	'com.microsoft:iot-hub-not-found-error': 401001,
	IotHubNotFoundError: 401001,
	'com.microsoft:iot-hub-suspended': 403001,
	IoTHubSuspendedError: 403001,
	'com.microsoft:quota-exceeded': 403002,
	IotHubQuotaExceededError: 403002,
	DeviceMaximumQueueDepthExceededError: 403004,
	DeviceNotFoundError: 404001,
	'com.microsoft:device-already-exists': 409001,
	DeviceAlreadyExistsError: 409001,
	'com.microsoft:precondition-failed': 412001,
	PreconditionFailedError: 412001,
	InvalidEtagError: 412001,
	'com.microsoft:message-lock-lost': 412002,
	DeviceMessageLockLostError: 412002,
	'amqp:link:message-size-exceeded': 413001,
	MessageTooLargeError: 413001,
	'com.microsoft:device-container-throttled': 429001,
	ThrottlingError: 429001,
	'amqp:internal-error': 500001,
	InternalServerError: 500001,
};
