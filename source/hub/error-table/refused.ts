import {createFamily, permissionHint, retryHint} from './entry.js';

const refusedMessage = 'The hub refused the sign-in or the permission.';
const systemHint = 'Check the name.';

/** 401: trying again with the same credential ends the same way. 401002 is what the wire carries, 401003 what documents and logs call it. */
export const unauthorized = createFamily({kind: 'unauthorized'}, [
	[401000, 'GenericUnauthorized', refusedMessage, permissionHint],
	[401001, 'IotHubNotFound', 'There is no such hub.', 'Check the name of the hub and its region.', {kind: 'not-found'}],
	[401002, 'IotHubUnauthorizedAccess', refusedMessage, permissionHint],
	[401003, 'IotHubUnauthorized', refusedMessage, permissionHint],
	[401004, 'ElasticPoolNotFound', 'The pool of the hub does not exist.', systemHint, {kind: 'not-found'}],
	[401100, 'SystemModuleModifyUnauthorizedAccess', 'A system module may not be changed with this permission.', permissionHint],
]);

/** 403: limits, states and rights. */
export const forbidden = createFamily({kind: 'quota'}, [
	[
		403000,
		'GenericForbidden',
		'The hub refused the operation.',
		'Check the permission of the policy and the state of the hub.',
		{kind: 'unauthorized', showsText: true},
	],
	[403001, 'IotHubSuspended', 'The hub is suspended.', 'Check the state of the hub and of its subscription.', {kind: 'unauthorized'}],
	[403002, 'IotHubQuotaExceeded', 'The daily message quota of the hub is used up.', 'It starts anew at 00:00 UTC; more units raise it.'],
	[403003, 'JobQuotaExceeded', 'The hub has as many jobs as its edition allows.', 'Wait for jobs to end, or choose a larger edition.'],
	[
		403004,
		'DeviceMaximumQueueDepthExceeded',
		'50 cloud-to-device messages already wait for this device.',
		'The device must complete or reject them sooner; send fewer, let them expire earlier, or purge the queue.',
		{isRetryable: true},
	],
	[403005, 'IotHubMaxCbsTokenExceeded', 'Too many tokens on one connection.', 'Use more connections, with fewer devices on each.'],
	[
		403006,
		'DeviceMaximumActiveFileUploadLimitExceeded',
		'Ten file uploads of this device are open.',
		'The device must say when an upload has ended; shorten the time to live of upload tokens.',
	],
	[403007, 'DeviceMaximumQueueSizeExceeded', "The device's queue holds too many bytes.", 'Let the device empty its queue, or purge it.', {isRetryable: true}],
	[
		403008,
		'RoutingEndpointResponseForbidden',
		'A custom endpoint of the hub refused the message.',
		"Check the hub's permission on that endpoint.",
		{kind: 'unauthorized'},
	],
	[403009, 'InvalidMessageExpiryTime', 'The expiry time of the message is not valid.', 'Choose a time within two days.', {kind: 'invalid'}],
	[
		403010,
		'OperationNotAvailableInCurrentTier',
		"The hub's tier does not offer this.",
		'Twins, methods and cloud-to-device messages need the standard or the free tier.',
		{kind: 'invalid', showsText: true},
	],
	[403011, 'KeyEncryptionKeyRevoked', "The customer's key that encrypts the hub was withdrawn.", 'Give the key back to the hub.', {kind: 'unauthorized'}],
	[403012, 'DeviceDisabled', 'The device is disabled.', 'Enable its identity.', {kind: 'invalid'}],
	[403100, 'DeviceModelMaxPropertiesExceeded', 'The twin section would be too large.', 'Set properties that are no longer needed to null.', {kind: 'invalid'}],
	[
		403101,
		'DeviceModelMaxIndexablePropertiesExceeded',
		'The twin would have too many properties that can be queried.',
		'Set properties that are no longer needed to null.',
		{kind: 'invalid'},
	],
	[
		403800,
		'DeviceMaximumInflightMethodExceeded',
		'Too many method calls are under way to this device.',
		'Wait for their answers.',
		{kind: 'throttled', isRetryable: true},
	],
]);

/** 404: what is named does not exist, or is not there at the moment. */
export const notFound = createFamily({kind: 'not-found'}, [
	[404000, 'GenericNotFound', 'The hub does not know this.', 'Check the name; capital letters count.', {showsText: true}],
	[404001, 'DeviceNotFound', 'The device is not registered.', 'Check the device id, capital letters count; over AMQP it may also be disabled.'],
	[404002, 'JobNotFound', 'There is no such job.', 'Check its id; the hub keeps jobs for 30 days.'],
	[404004, 'QuotaMetricNotFound', 'There is no such metric.', systemHint],
	[404005, 'SystemPropertyNotFound', 'There is no such system property.', systemHint],
	[404006, 'AmqpAddressNotFound', 'The hub has no such AMQP address.', 'Check the address.', {showsText: true}],
	[404007, 'RoutingEndpointResponseNotFound', 'A custom endpoint of the hub does not exist any more.', "Check the hub's endpoint settings."],
	[404008, 'CertificateNotFound', 'There is no such certificate.', systemHint],
	[404009, 'ElasticPoolTenantHubNotFound', 'The hub is not in this pool.', systemHint],
	[404010, 'ModuleNotFound', 'The module is not registered.', 'Check the module id; capital letters count.'],
	[404011, 'AzureTableStoreNotFound', "The hub's store does not exist.", retryHint, {isRetryable: true}],
	[404012, 'IotHubFailingOver', 'The hub is failing over to another region.', retryHint, {kind: 'unreachable', isRetryable: true}],
	[404013, 'FeatureNotSupported', 'The hub does not offer this.', 'Check the edition of the hub and the version of the interface.', {showsText: true}],
	[404014, 'DigitalTwinInterfaceNotFound', 'The digital twin has no such interface.', systemHint],
	[
		404101,
		'QueryStoreClusterNotFound',
		'The store behind queries cannot be found.',
		'Try again; if it stays, ask support.',
		{kind: 'unexpected', isRetryable: true},
	],
	[
		404103,
		'DeviceNotOnline',
		'The device is not connected, or listens to no method.',
		'Check whether it is running, or allow time to connect.',
		{kind: 'device-offline', isRetryable: true},
	],
	[
		404104,
		'DeviceConnectionClosedRemotely',
		'The device ended its connection.',
		'Seen after a renewed token it is harmless; otherwise look at the device and its network.',
		{kind: 'device-offline', isRetryable: true},
	],
	[404301, 'ConfigurationNotFound', 'There is no such configuration.', 'Check its id.'],
	[404302, 'GroupNotFound', 'There is no such group.', 'Check its id.'],
	[404401, 'DigitalTwinModelNotFound', 'There is no such device model.', 'Check its id.'],
	[404402, 'InterfaceNameModelNotFound', 'There is no such interface name.', 'Check its name.'],
]);
