/**
 * Every error the local hub can answer with, named once.
 * Codes, names and meanings are IoT Hub's own ("Understand and resolve IoT Hub errors"); the HTTP status is the
 * first three digits of the code.
 */
const faults = {
	GenericBadRequest: [400000, 'The request is malformed.'],
	InvalidProtocolVersion: [400001, 'The api-version is not supported.'],
	InvalidOperation: [400003, 'The operation is not valid.'],
	ArgumentInvalid: [400004, 'An argument is invalid.'],
	ArgumentNull: [400005, 'A required value is missing.'],
	IotHubFormatError: [400006, 'The body is not valid JSON.'],
	DeviceDefinedMultipleTimes: [400011, 'The same device id appears more than once.'],
	BulkRegistryOperationFailure: [400013, 'Some entries of the bulk operation failed.'],
	ConnectionForcefullyClosedOnNewConnection: [400027, 'Another client connected with the same identity.'],
	InvalidDeviceScope: [400028, 'The scope of the device is not valid.'],
	IotHubUnauthorizedAccess: [401002, 'Unauthorized'],
	IotHubQuotaExceeded: [403002, 'The daily message quota is used up.'],
	DeviceMaximumQueueDepthExceeded: [403004, 'The device already has 50 messages waiting.'],
	OperationNotAvailableInCurrentTier: [403010, 'The operation is not available in this tier.'],
	DeviceDisabled: [403012, 'The device is disabled.'],
	DeviceModelMaxPropertiesExceeded: [403100, 'The twin section is too large.'],
	DeviceMaximumInflightMethodExceeded: [403800, 'Too many method calls are in flight to the device.'],
	GenericNotFound: [404000, 'Not found.'],
	DeviceNotFound: [404001, 'The device is not registered.'],
	AmqpAddressNotFound: [404006, 'The messaging entity could not be found.'],
	ModuleNotFound: [404010, 'The module is not registered.'],
	FeatureNotSupported: [404013, 'The local hub does not emulate this operation.'],
	DeviceNotOnline: [404103, "The operation failed because the requested device isn't online or hasn't registered the direct method callback."],
	GenericMethodNotAllowed: [405000, 'The verb is not allowed here.'],
	DeviceAlreadyExists: [409001, 'A device with this id is already registered.'],
	LinkCreationConflict: [409002, 'Another link of the same client was opened.'],
	PreconditionFailed: [412001, 'Precondition failed: the ETag does not match.'],
	DeviceMessageLockLost: [412002, 'The lock on the message was lost.'],
	MessageTooLarge: [413001, 'The message is too large.'],
	TooManyDevices: [413002, 'Too many devices in one call.'],
	GenericUnsupportedMediaType: [415000, 'The content type is not supported.'],
	ThrottlingException: [429001, 'The request was throttled.'],
	ServerError: [500001, 'The local hub failed internally.'],
	ServiceUnavailable: [503001, 'The service is temporarily unavailable. Try again.'],
	GatewayTimeout: [504101, 'Timed out waiting for the response from device.'],
} as const satisfies Record<string, readonly [code: number, text: string]>;

export type FaultName = keyof typeof faults;

/** An error that the emulated service answers with. Fronts map it to their protocol in exactly one function each. */
export class HubFault extends Error {
	/** IoT Hub's name of the error, as in the `iothub-errorcode` header. */
	readonly faultName: FaultName;
	/** Six-digit error code. */
	readonly code: number;

	/** @param text what happened this time; defaults to the error's general meaning. */
	constructor(faultName: FaultName, text?: string) {
		super(text ?? faults[faultName][1]);
		this.name = 'HubFault';
		this.faultName = faultName;
		this.code = faults[faultName][0];
	}

	/** HTTP status: the first three digits of the code. */
	get status(): number {
		return Math.floor(this.code / 1000);
	}
}
