import type {DeviceIdentity, SecretText} from '../hub/management-types.js';
import {type Safe, safe, show} from '../safe-text.js';
import {type KeyLine, keyLines, type ManagementState} from '../ui-state/management.js';
import {type Row, span, wrapRow} from './cells.js';
import {masked, maskedRow, revealedRows} from './secret.js';
import {clockTime} from './time.js';

const lineWords: Readonly<Record<KeyLine, Safe>> = {
	primary: safe`primary key                  `,
	secondary: safe`secondary key                `,
	primaryConnection: safe`connection string, primary   `,
	secondaryConnection: safe`connection string, secondary `,
};

/** What a line is called in a sentence. */
export const lineNames: Readonly<Record<KeyLine, Safe>> = {
	primary: safe`primary key`,
	secondary: safe`secondary key`,
	primaryConnection: safe`connection string with the primary key`,
	secondaryConnection: safe`connection string with the secondary key`,
};

/** Which of the two keys a line is about. */
export const keyOfLine = (line: KeyLine): 'primary' | 'secondary' => (line === 'primary' || line === 'primaryConnection' ? 'primary' : 'secondary');

export const isConnectionLine = (line: KeyLine): boolean => line === 'primaryConnection' || line === 'secondaryConnection';

/** `HostName=…;DeviceId=…;SharedAccessKey=` with the key masked. */
const maskedConnection = (connection: SecretText): Safe => show(connection.reveal().replace(/(SharedAccessKey=)[^;]*/, `$1${masked}`));

type Facts = {
	readonly identity: DeviceIdentity;
	readonly state: Pick<ManagementState, 'keyLine' | 'reveal'>;
	/** The connection string that a key makes. */
	connectionOf(key: SecretText): SecretText;
};

const authenticationWords: Readonly<Record<DeviceIdentity['authentication'], Safe>> = {
	sas: safe`shared access keys`,
	selfSigned: safe`an X.509 certificate, by its thumbprint`,
	certificateAuthority: safe`an X.509 certificate, by its authority`,
	none: safe`nothing that is known here`,
};

function statusRows({isEnabled, statusReason, authentication, generationId}: DeviceIdentity, width: number): readonly Row[] {
	const reason = statusReason === '' ? [] : [span(safe`  ${show(statusReason)}`, 'muted')];
	const status = isEnabled ? span(safe`enabled`, 'good') : span(safe`disabled`, 'warning');
	return [
		...wrapRow([span(safe`status         `, 'muted'), status, ...reason], width),
		...wrapRow(
			[span(safe`signs in with  `, 'muted'), span(authenticationWords[authentication]), span(safe`  generation ${show(generationId)}`, 'muted')],
			width,
		),
	];
}

function thumbprintRows({thumbprints}: DeviceIdentity, width: number): readonly Row[] {
	if (thumbprints === undefined) return [];
	const row = (name: Safe, value: string) => wrapRow([span(name, 'muted'), span(value === '' ? safe`none` : show(value))], width);
	return [[], ...row(safe`thumbprint     `, thumbprints.primary), ...row(safe`second one     `, thumbprints.secondary)];
}

/** The keys of a device: masked, with what tells them apart; the revealed one below, with the time it stays. */
export function keyRows({identity, state, connectionOf}: Facts, width: number, now: number, fetchedAt: number): readonly Row[] {
	const {keys} = identity;
	const above = statusRows(identity, width);
	if (keys === undefined) return [...above, ...thumbprintRows(identity, width)];
	const lines = keyLines.map((line): Row => {
		const isChosen = line === state.keyLine;
		const key = keys[keyOfLine(line)];
		const words = span(safe`${isChosen ? safe`› ` : safe`  `}${lineWords[line]}`, isChosen ? 'accent' : 'muted', {isBold: isChosen});
		return isConnectionLine(line) ? [words, span(maskedConnection(connectionOf(key)))] : [words, ...maskedRow(key)];
	});
	const {reveal} = state;
	const shown = reveal === undefined || reveal.what === 'token' ? undefined : reveal.what;
	const secret = shown === undefined ? undefined : isConnectionLine(shown) ? connectionOf(keys[keyOfLine(shown)]) : keys[keyOfLine(shown)];
	const revealed = secret === undefined || reveal === undefined ? [] : revealedRows(secret, reveal.until, now, width);
	return [...above, [], ...lines, [], ...(revealed.length > 0 ? revealed : [[span(safe`read at ${clockTime(fetchedAt)}`, 'muted')]])];
}
