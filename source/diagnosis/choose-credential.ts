import {type DeviceCredential, parseDeviceCredential} from '../device-credential.js';
import {UsageError} from '../errors.js';
import type {SecretText} from '../hub/management-types.js';
import type {DoctorRequest} from './types.js';

/** What is taken for the device's own credential, where it comes from, and why the one of the environment is not. */
export type ChosenCredential = {readonly credential: DeviceCredential | undefined; readonly source: string; readonly unusedBecause?: string};

const variable = 'IOTHUB_DEVICE_CONNECTION_STRING';
const without = (unusedBecause?: string): ChosenCredential => ({credential: undefined, source: '', ...(unusedBecause !== undefined && {unusedBecause})});

/** Where a credential may be had when the request has none. */
type Found = {
	/** What the device's own program, which runs here, signs in with. */
	readonly program?: SecretText | undefined;
	/** Of the environment. */
	readonly ambient?: SecretText | undefined;
};

/**
 * The credential of the request, whosever it is: a check compares it. Without one that of the device's program, where it runs here; else that of
 * the environment, if it is the one of this device: it is there for all devices of a console, and says nothing about the others.
 * @throws UsageError when the request's is no connection string of a device
 */
export function chooseCredential({deviceId, credential}: DoctorRequest, {program, ambient}: Found, hostName: string): ChosenCredential {
	if (credential !== undefined) return {credential: parseDeviceCredential(credential.reveal()), source: ''};
	if (program !== undefined) return {credential: parseDeviceCredential(program.reveal()), source: ', of its program here'};
	if (ambient === undefined) return without();
	try {
		const parsed = parseDeviceCredential(ambient.reveal());
		const isForHere = parsed.deviceId === deviceId && parsed.hostName.toLowerCase() === hostName.toLowerCase();
		if (isForHere) return {credential: parsed, source: `, from ${variable}`};
		return without(`${variable} is for ${parsed.deviceId} at ${parsed.hostName}, not for this device, and is not used.`);
	} catch (error) {
		if (!(error instanceof UsageError)) throw error;
		return without(`${variable} is not used: ${error.message}`);
	}
}
