import {createFamily, retryHint} from './entry.js';

const slowerHint = 'Wait; a larger edition or more units allow more.';
const supportHint = "Try again; if it stays, look at the hub's resource health and Azure's status, then ask support.";
const identityHint = 'Check the managed identity of the hub.';
const expansionMessage = 'The hub could not put the digital twin together.';

/** 429: the hub asks for fewer requests. */
export const throttled = createFamily({kind: 'throttled', isRetryable: true}, [
	[429000, 'GenericTooManyRequests', 'The hub asks for fewer requests.', slowerHint],
	[429001, 'ThrottlingException', 'The hub asks for fewer requests.', slowerHint],
	[429002, 'ThrottleBacklogLimitExceeded', 'The hub has too many requests waiting.', slowerHint],
	[429003, 'ThrottlingBacklogTimeout', 'The request waited too long in a hub that has too much to do.', slowerHint],
	[429004, 'ThrottlingMaxActiveJobCountExceeded', 'As many jobs are running as the hub allows.', 'Wait for jobs to end.'],
	[429005, 'DeviceThrottlingLimitExceeded', 'This device sends more than the hub allows one device.', 'Let the device send less often.'],
]);

/** 499 and 5xx: the hub or the way to it failed; trying again may help. */
export const transient = createFamily({kind: 'unexpected', isRetryable: true}, [
	[499000, 'ClientClosedRequest', 'The caller went away before the answer.', retryHint, {kind: 'cancelled'}],
	[500001, 'ServerError', 'The hub failed.', supportHint, {showsText: true}],
	[500008, 'GenericTimeout', 'The request took too long inside the hub.', supportHint, {kind: 'timeout'}],
	[500009, 'InvalidThrottleParameter', 'The hub failed while it limited requests.', supportHint],
	[500301, 'ModelRepoEndpointError', 'The repository of device models cannot be reached.', 'Check the repository.'],
	[500302, 'ResolutionError', 'The device model cannot be resolved.', 'Check the repository of device models.'],
	[500401, 'UnableToFetchCredentials', 'The hub got no credentials of its managed identity.', identityHint],
	[500402, 'UnableToFetchTenantInfo', 'The hub got no information about its tenant.', identityHint],
	[500403, 'UnableToShareIdentity', 'The hub cannot share its managed identity.', identityHint],
	// The catalogue gives these five no names.
	...[500501, 500502, 500503, 500504, 500505].map(code => [code, '', expansionMessage, retryHint] as const),
	[502000, 'GenericBadGateway', 'The hub failed behind its gateway.', retryHint],
	[503000, 'GenericServiceUnavailable', 'The hub is not available at the moment.', retryHint, {kind: 'unreachable'}],
	[503001, 'ServiceUnavailable', 'The hub is not available at the moment.', retryHint, {kind: 'unreachable'}],
	[503003, 'PartitionNotFound', 'A part of the hub is not available at the moment.', supportHint, {kind: 'unreachable'}],
	[503004, 'IotHubActivationFailed', 'The hub could not be activated.', 'Wait, then look at the state of the hub.', {kind: 'unreachable'}],
	[503005, 'ServerBusy', 'The hub is too busy at the moment.', retryHint, {kind: 'throttled'}],
	[503006, 'IotHubRestoring', 'The hub is being restored.', 'Wait until that has ended.', {kind: 'unreachable'}],
	[503008, 'ReceiveLinkOpensThrottled', 'Too many readers attach at once.', 'Wait, and attach fewer readers.', {kind: 'throttled'}],
	[503101, 'ConnectionUnavailable', 'The connection is not available at the moment.', retryHint, {kind: 'unreachable'}],
	[503102, 'DeviceUnavailable', 'The device is not available at the moment.', retryHint, {kind: 'device-offline'}],
	[503201, 'ConfigurationNotAvailable', 'The configuration is not available at the moment.', retryHint, {kind: 'unreachable'}],
	[503202, 'GroupNotAvailable', 'The group is not available at the moment.', retryHint, {kind: 'unreachable'}],
	[503301, 'HostingServiceNotAvailable', 'The hosting service is not available at the moment.', retryHint, {kind: 'unreachable'}],
	[504000, 'GenericGatewayTimeout', 'No answer came in time.', retryHint, {kind: 'timeout'}],
	[
		504101,
		'GatewayTimeout',
		'The device did not answer in time; whether it did the work is not known.',
		'It may have no handler for this method, or need a longer response timeout.',
		{kind: 'timeout', isRetryable: false},
	],
]);
