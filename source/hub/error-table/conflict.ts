import {createFamily} from './entry.js';

const changedMessage = 'It was changed by someone else in the meantime.';
const againHint = 'Read it again and apply the change to what is there now.';
const otherIdHint = 'Choose another id.';
const waitHint = 'Wait until it has ended.';

/** 405, 409, 412, 413 and 415: the state of the hub or the form of the request stands in the way. */
export const conflict = createFamily({kind: 'conflict'}, [
	[405000, 'GenericMethodNotAllowed', 'The hub does not allow this verb here.', 'Check the operation.', {kind: 'invalid', showsText: true}],
	[405102, 'OperationNotAllowedInCurrentState', 'The state of the hub does not allow this.', 'Check the state of the hub.', {kind: 'invalid', showsText: true}],
	[405103, 'ImportDevicesNotSupported', 'The hub does not import devices now.', 'Check the state of the hub.', {kind: 'invalid'}],
	[405104, 'BulkAddDevicesNotSupported', 'The hub does not add devices in bulk now.', 'Check the state of the hub.', {kind: 'invalid'}],
	[409000, 'GenericConflict', changedMessage, againHint],
	[409001, 'DeviceAlreadyExists', 'A device with this id is already registered.', otherIdHint, {kind: 'exists'}],
	[
		409002,
		'LinkCreationConflict',
		'A second connection of the same client came, and the first one was closed.',
		'Look for another program with the same identity; connect anew only when the old connection has ended.',
	],
	[409003, 'CallbackSubscriptionConflict', 'Another subscription of the same client is in the way.', 'Check the subscriptions.'],
	[409101, 'ModelAlreadyExists', 'The model exists already.', otherIdHint, {kind: 'exists'}],
	[409102, 'DeviceLocked', 'The device is locked by another operation.', waitHint, {isRetryable: true}],
	[409103, 'DeviceJobAlreadyExists', 'The device has such a job already.', waitHint, {kind: 'exists'}],
	[409104, 'JobAlreadyExists', 'A job with this id exists already.', otherIdHint, {kind: 'exists'}],
	[409301, 'ModuleAlreadyExistsOnDevice', 'A module with this id exists already on the device.', otherIdHint, {kind: 'exists'}],
	[409401, 'ConfigurationAlreadyExists', 'A configuration with this id exists already.', otherIdHint, {kind: 'exists'}],
	[409402, 'ApplyConfigurationAlreadyInProgressOnDevice', 'A configuration is just being applied to the device.', waitHint, {isRetryable: true}],
	[409501, 'DigitalTwinModelAlreadyExists', 'The device model exists already.', otherIdHint, {kind: 'exists'}],
	[409502, 'DigitalTwinModelExistsWithOtherModelType', 'A device model of another kind has this id.', otherIdHint, {kind: 'exists'}],
	[409503, 'InterfaceNameModelAlreadyExists', 'The interface name exists already.', otherIdHint, {kind: 'exists'}],
	[412000, 'GenericPreconditionFailed', changedMessage, againHint],
	[412001, 'PreconditionFailed', changedMessage, againHint],
	[412002, 'DeviceMessageLockLost', 'The message was settled after its lock of a minute had ended.', 'The device must complete or reject within a minute.'],
	[412003, 'JobRunPreconditionFailed', 'The state of the job does not allow this.', 'Check the job.'],
	[412004, 'InflightMessagesInLink', 'Messages are still under way on this link.', 'Settle them first.', {isRetryable: true}],
	[413000, 'GenericRequestEntityTooLarge', 'The request is too large.', 'Send less at once.', {kind: 'invalid'}],
	[
		413001,
		'MessageTooLarge',
		'The message is too large.',
		'Limits: 256 KB from a device, 64 KB to a device, 128 KB for the payload of a method.',
		{kind: 'invalid'},
	],
	[
		413002,
		'TooManyDevices',
		'Too many devices: in this call, or for this hub.',
		'Send at most 100 at once; a larger edition has room for more.',
		{kind: 'quota'},
	],
	[413003, 'TooManyModulesOnDevice', 'The device has as many modules as it may have.', 'Delete some.', {kind: 'quota'}],
	[413101, 'ConfigurationCountLimitExceeded', 'The hub has as many configurations as it may have.', 'Delete some.', {kind: 'quota'}],
	[413201, 'DigitalTwinModelCountLimitExceeded', 'The hub has as many device models as it may have.', 'Delete some.', {kind: 'quota'}],
	[413202, 'InterfaceNameCompressionModelCountLimitExceeded', 'The hub has as many interface names as it may have.', 'Delete some.', {kind: 'quota'}],
	[415000, 'GenericUnsupportedMediaType', 'The hub does not take this content type.', 'Send application/json.', {kind: 'invalid'}],
	[415101, 'IncompatibleDataType', 'The data is of another type than expected.', 'Check the content type.', {kind: 'invalid', showsText: true}],
]);
