import type {AmqpError} from 'rhea';
import {type FaultName, HubFault} from '../core/fault.js';

/** Conditions as the service's AMQP front names them; what azure-iothub and azure-iot-device make errors of. */
const conditionsByFault: Partial<Readonly<Record<FaultName, string>>> = {
	GenericBadRequest: 'com.microsoft:argument-error',
	ArgumentInvalid: 'com.microsoft:argument-out-of-range',
	ArgumentNull: 'com.microsoft:argument-error',
	IotHubFormatError: 'com.microsoft:argument-error',
	ConnectionForcefullyClosedOnNewConnection: 'amqp:link:stolen',
	IotHubUnauthorizedAccess: 'amqp:unauthorized-access',
	IotHubQuotaExceeded: 'amqp:resource-limit-exceeded',
	DeviceMaximumQueueDepthExceeded: 'amqp:resource-limit-exceeded',
	DeviceDisabled: 'amqp:not-found',
	GenericNotFound: 'amqp:not-found',
	DeviceNotFound: 'amqp:not-found',
	ModuleNotFound: 'amqp:not-found',
	AmqpAddressNotFound: 'amqp:not-found',
	FeatureNotSupported: 'amqp:not-implemented',
	LinkCreationConflict: 'amqp:link:stolen',
	PreconditionFailed: 'com.microsoft:precondition-failed',
	DeviceMessageLockLost: 'com.microsoft:message-lock-lost',
	MessageTooLarge: 'amqp:link:message-size-exceeded',
	ThrottlingException: 'com.microsoft:device-container-throttled',
	ServerError: 'amqp:internal-error',
	ServiceUnavailable: 'com.microsoft:timeout',
	GatewayTimeout: 'com.microsoft:timeout',
};

/** A fault in AMQP's words. Anything else that was thrown says no more than that the hub failed. */
export function toAmqpError(error: unknown): AmqpError {
	const fault = error instanceof HubFault ? error : new HubFault('ServerError');
	return {condition: conditionsByFault[fault.faultName] ?? 'amqp:not-allowed', description: fault.message};
}
