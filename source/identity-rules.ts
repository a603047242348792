/**
 * What IoT Hub accepts in an identity, as sentences: undefined means that nothing is wrong. Sources: "Understand the identity registry in
 * your IoT hub" and the checks of the service SDKs.
 */

const longestId = 128;
const longestStatusReason = 128;
const shortestKeyBytes = 16;
const longestKeyBytes = 64;
const idSigns = "-:.+%_#*?!(),=@;$'";
const idCharacter = /^[A-Za-z0-9\-:.+%_#*?!(),=@;$']$/;
const base64Pattern = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function nameCharacter(character: string): string {
	if (character === ' ') return 'a space';
	const code = character.codePointAt(0) ?? 0;
	const isPrintable = /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character);
	return isPrintable ? `"${character}"` : `the character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** What is wrong with a device id, in one sentence. 1 to 128 characters out of ASCII letters, digits and a few signs; case counts. */
export function findDeviceIdFault(deviceId: string): string | undefined {
	if (deviceId === '') return 'A device id needs at least one character.';
	const wrong = [...deviceId].find(character => !idCharacter.test(character));
	if (wrong !== undefined) return `A device id cannot contain ${nameCharacter(wrong)}: letters a to z, digits and ${idSigns} are allowed.`;
	if (deviceId.length > longestId) return `A device id can have ${longestId} characters, this one has ${deviceId.length}.`;
	return undefined;
}

/** Advice on an id that the hub accepts but device SDKs do not: `+` and `#` are wildcards of MQTT. */
export function findDeviceIdRisk(deviceId: string): string | undefined {
	return /[+#]/.test(deviceId) ? 'The device SDKs do not support + and # in a device id: they are wildcards of MQTT.' : undefined;
}

/** Hexadecimal digits in upper case, without the colons that other tools put between them. */
export function normalizeThumbprint(thumbprint: string): string {
	return thumbprint.trim().replaceAll(':', '').toUpperCase();
}

/** What is wrong with one certificate thumbprint: 40 hexadecimal digits (SHA-1) or 64 (SHA-256), with or without colons. */
export function findThumbprintFault(thumbprint: string): string | undefined {
	const digits = normalizeThumbprint(thumbprint);
	if (digits === '') return 'A thumbprint is missing.';
	const wrong = [...digits].find(character => !/^[0-9A-F]$/.test(character));
	if (wrong !== undefined) return `A thumbprint has hexadecimal digits only, not ${nameCharacter(wrong)}.`;
	if (digits.length === 40 || digits.length === 64) return undefined;
	return `A thumbprint has 40 digits (SHA-1) or 64 (SHA-256), this one has ${digits.length}.`;
}

/** What is wrong with the two thumbprints of a device. One is enough; two must be of the same kind. */
export function findThumbprintsFault(primary: string, secondary: string): string | undefined {
	const given = [primary, secondary].filter(thumbprint => thumbprint.trim() !== '');
	if (given.length === 0) return 'A device with a self-signed certificate needs its thumbprint.';
	const fault = given.map(findThumbprintFault).find(each => each !== undefined);
	if (fault !== undefined) return fault;
	const [first = '', second = first] = given.map(normalizeThumbprint);
	return first.length === second.length ? undefined : 'Both thumbprints must be of the same kind, SHA-1 or SHA-256.';
}

/** What is wrong with a symmetric key: base64 text of 16 to 64 bytes. The sentence does not tell the key. */
export function findKeyFault(key: string): string | undefined {
	if (key === '') return 'A key is missing.';
	if (!base64Pattern.test(key)) return 'A key is base64 text: letters, digits, + and /, in groups of four, filled up with =.';
	const byteCount = Buffer.byteLength(key, 'base64');
	if (byteCount >= shortestKeyBytes && byteCount <= longestKeyBytes) return undefined;
	return `A key has ${shortestKeyBytes} to ${longestKeyBytes} bytes, this one has ${byteCount}.`;
}

/** What is wrong with the reason of a status: at most 128 characters. */
export function findStatusReasonFault(reason: string): string | undefined {
	return reason.length > longestStatusReason ? `A reason can have ${longestStatusReason} characters, this one has ${reason.length}.` : undefined;
}
