import {text as readAll} from 'node:stream/consumers';
import type {DeviceCredential} from '../device-credential.js';
import {parseDeviceCredential} from '../device-credential.js';
import {exitCodes, UsageError} from '../errors.js';
import type {HubAddress} from '../hub/address.js';
import {connectionStringVariable, deviceConnectionStringVariable, type SasOptions} from '../options.js';
import {show} from '../safe-text.js';
import {createSas, parseSas, resourceOf, type SasTarget, type SasToken} from '../sas/token.js';
import {type NamedKey, type SasFinding, verifySas} from '../sas/verify.js';
import {toJsonLine} from './json-line.js';

type Streams = {
	readonly stdin: NodeJS.ReadableStream & {isTTY?: boolean};
	readonly stdout: {write(text: string): unknown};
	readonly stderr: {write(text: string): unknown};
};

/** What the environment gives to work with. */
type Credentials = {readonly hub: HubAddress | undefined; readonly device: DeviceCredential | undefined};

async function readCredentials(options: SasOptions): Promise<Credentials> {
	const {parseHubAddress} = await import('../hub/address.js');
	return {
		hub: options.hubConnectionString === undefined ? undefined : parseHubAddress(options.hubConnectionString),
		device: options.deviceConnectionString === undefined ? undefined : parseDeviceCredential(options.deviceConnectionString),
	};
}

function targetOf({hub, device}: Credentials, options: SasOptions): SasTarget | undefined {
	const hostName = device?.hostName ?? hub?.hostName;
	if (hostName === undefined) return undefined;
	const deviceId = options.deviceId ?? device?.deviceId;
	const moduleId = options.moduleId ?? device?.moduleId;
	if (moduleId !== undefined && deviceId === undefined) throw new UsageError('--module needs a device.', 'Add --device ID.');
	return {hostName, ...(deviceId === undefined ? {} : {deviceId}), ...(moduleId === undefined ? {} : {moduleId})};
}

/** What a token is compared with: what was asked for, else the very device or module that the token names, at the hub at hand. */
function targetOfToken({resource}: SasToken, credentials: Credentials, options: SasOptions): SasTarget | undefined {
	const target = targetOf(credentials, options);
	if (target === undefined || target.deviceId !== undefined) return target;
	const [, deviceId, , moduleId] = /^[^/]*\/devices\/([^/]+)(\/modules\/([^/]+))?$/.exec(resource) ?? [];
	return {...target, ...(deviceId === undefined ? {} : {deviceId}), ...(moduleId === undefined ? {} : {moduleId})};
}

function keysOf({hub, device}: Credentials): readonly NamedKey[] {
	return [
		...(hub === undefined ? [] : [{name: `key of policy ${hub.policyName}`, key: hub.key, policyName: hub.policyName}]),
		...(device?.proof.type === 'key' ? [{name: `key of device ${device.deviceId}`, key: device.proof.key}] : []),
	];
}

/** The token from standard input, so that it is never an argument. */
async function readToken({stdin, stderr}: Streams): Promise<SasToken> {
	if (stdin.isTTY) stderr.write('Paste the token, then press Enter and Ctrl+D:\n');
	return parseSas(await readAll(stdin));
}

function generate(credentials: Credentials, options: SasOptions, {stdout, stderr}: Streams): void {
	const [signer] = keysOf({...credentials, hub: credentials.device === undefined ? credentials.hub : undefined});
	const target = targetOf(credentials, options);
	if (signer === undefined || target === undefined) {
		throw new UsageError(
			'There is no key to sign with.',
			`Set ${connectionStringVariable} for a policy's key, or ${deviceConnectionStringVariable} for a device's own.`,
		);
	}
	if (credentials.device !== undefined && options.deviceId !== undefined && options.deviceId !== credentials.device.deviceId) {
		throw new UsageError(
			`The key of ${show(credentials.device.deviceId)} cannot sign for another device.`,
			`Unset ${deviceConnectionStringVariable} to sign with a policy.`,
		);
	}
	const expiresAt = Date.now() + options.lifetimeSeconds * 1000;
	const token = createSas(target, signer.key, expiresAt, signer.policyName);
	stdout.write(
		options.isJson
			? toJsonLine({token, resource: resourceOf(target), expiresAt: new Date(expiresAt).toISOString(), policyName: signer.policyName})
			: `${token}\n`,
	);
	stderr.write(`For ${show(resourceOf(target))}, signed with the ${show(signer.name)}, good until ${new Date(expiresAt).toISOString()}.\n`);
}

function decode(token: SasToken, options: SasOptions, {stdout}: Streams): void {
	const expires = new Date(token.expiresAt);
	const fields = {
		resource: token.resource,
		expires: Number.isNaN(expires.getTime()) ? token.rawExpiry : expires.toISOString(),
		policy: token.policyName ?? null,
		signatureBytes: Buffer.from(token.signature, 'base64').length,
	};
	if (options.isJson) {
		stdout.write(toJsonLine(fields));
		return;
	}
	const [, kind = 'hub'] = /\/(modules|devices)\/[^/]*$/.exec(token.resource) ?? [];
	const lines = [
		`resource (sr)   ${fields.resource}   (a token for a ${kind === 'hub' ? 'hub' : kind.slice(0, -1)})`,
		`expiry (se)     ${fields.expires}`,
		`policy (skn)    ${fields.policy ?? "none: signed with the device's own key"}`,
		`signature (sig) ${fields.signatureBytes} bytes${fields.signatureBytes === 32 ? '' : ', and it must be 32'}`,
	];
	stdout.write(`${lines.map(line => show(line)).join('\n')}\n`);
}

function report(findings: readonly SasFinding[], options: SasOptions, {stdout}: Streams): number {
	const isRefused = findings.some(({verdict}) => verdict === 'fail');
	const lines = findings.map(({check, verdict, text}) => `${verdict.toUpperCase().padEnd(5)}${check.padEnd(11)}${text}`);
	stdout.write(options.isJson ? toJsonLine({isValid: !isRefused, findings}) : `${lines.map(line => show(line)).join('\n')}\n`);
	return isRefused ? exitCodes.findings : exitCodes.done;
}

/**
 * `iot-tui sas`: makes, reads and checks shared access signatures, offline. Keys come from the environment, tokens from standard input.
 * @returns the exit code: 3 when a checked token would be refused
 * @throws UsageError
 */
export async function runSas(options: SasOptions, streams: Streams): Promise<number> {
	const credentials = await readCredentials(options);
	switch (options.verb) {
		case 'generate':
			generate(credentials, options, streams);
			return exitCodes.done;
		case 'decode':
			decode(await readToken(streams), options, streams);
			return exitCodes.done;
		case 'verify': {
			const token = await readToken(streams);
			const target = targetOfToken(token, credentials, options);
			return report(verifySas(token, {keys: keysOf(credentials), now: Date.now(), ...(target ? {target} : {})}), options, streams);
		}
	}
}
