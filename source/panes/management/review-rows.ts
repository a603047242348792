import {isOutcomeUnknown} from '../../errors.js';
import {type Row, span, wrapRow} from '../../format/cells.js';
import {retryRows} from '../../format/retry-rows.js';
import {sentenceRows} from '../../format/wrap-words.js';
import type {C2dRequest, DeviceKeys, KeyChange, NewDevice} from '../../hub/management-types.js';
import {findDeviceIdRisk} from '../../identity-rules.js';
import {type Safe, safe, show} from '../../safe-text.js';
import {fingerprint} from '../../secret.js';
import type {Wish, WishReview} from '../../ui-state/management.js';
import {deviceOf} from './wish.js';

/** Messages that may wait for one device; the hub refuses the next one (403004). */
const queueLimit = 50;

const line = (name: Safe, value: Safe, width: number): readonly Row[] => wrapRow([span(name, 'muted'), span(value)], width);

function createRows({deviceId, isEnabled, authentication}: NewDevice, width: number): readonly Row[] {
	const how = {
		sas:
			authentication.type === 'sas' && authentication.keys !== undefined
				? safe`own keys, SHA-256 ${show(fingerprint(authentication.keys.primary))} and ${show(fingerprint(authentication.keys.secondary))}`
				: safe`two keys that the hub makes`,
		selfSigned: safe`an X.509 certificate, by its thumbprint`,
		certificateAuthority: safe`an X.509 certificate of an authority that the hub knows`,
	}[authentication.type];
	const thumbprints =
		authentication.type === 'selfSigned'
			? [authentication.primaryThumbprint, authentication.secondaryThumbprint]
					.filter(text => text !== '')
					.flatMap(text => line(safe`thumbprint     `, show(text), width))
			: [];
	const risk = findDeviceIdRisk(deviceId);
	return [
		...line(safe`signs in with  `, how, width),
		...thumbprints,
		...line(safe`status         `, isEnabled ? safe`enabled` : safe`disabled: it cannot sign in`, width),
		...(risk === undefined ? [] : sentenceRows(safe`▲ ${show(risk)}`, width, 'warning')),
	];
}

function keyRows(change: KeyChange, keys: DeviceKeys | undefined, width: number): readonly Row[] {
	if (change.type === 'swap') {
		return [
			...sentenceRows(safe`The primary key becomes the secondary one and the other way round.`, width),
			...sentenceRows(
				safe`Both keys stay good, so no device is cut off. A program that reads "the primary key" gets the other one from now on.`,
				width,
				'muted',
			),
		];
	}
	const {which} = change;
	const old = keys === undefined ? safe`` : safe` (SHA-256 ${show(fingerprint(keys[which]))})`;
	const other = which === 'primary' ? safe`secondary` : safe`primary`;
	return [
		...(change.type === 'set'
			? sentenceRows(safe`The key that was typed, SHA-256 ${show(fingerprint(change.key))}, takes the place of the ${show(which)} key.`, width)
			: sentenceRows(safe`A new random key takes the place of the ${show(which)} key.`, width)),
		...sentenceRows(safe`▲ A device that uses the old ${show(which)} key${old} is cut off: it cannot sign in any more.`, width, 'warning'),
		...sentenceRows(safe`The ${other} key stays as it is. The old key cannot be brought back.`, width, 'muted'),
	];
}

function statusRows({isEnabled, reason}: Extract<Wish, {type: 'status'}>, width: number): readonly Row[] {
	const why = reason === '' ? [] : line(safe`reason  `, show(reason), width);
	if (isEnabled) return [...sentenceRows(safe`The device may sign in again.`, width), ...why];
	return [...sentenceRows(safe`▲ The device is cut off: it is disconnected and cannot sign in until it is enabled again.`, width, 'warning'), ...why];
}

function sendRows({body, properties, messageId, expiresAt, ack, contentType}: C2dRequest, width: number): readonly Row[] {
	const entries = Object.entries(properties);
	const expiry = expiresAt === undefined ? safe`after the hub's own time to live, an hour unless configured` : show(new Date(expiresAt).toISOString());
	return [
		...line(safe`message id  `, show(messageId), width),
		...line(safe`expires     `, expiry, width),
		...line(safe`feedback    `, ack === 'none' ? safe`none` : show(ack), width),
		...line(safe`type        `, show(contentType ?? 'not given'), width),
		...line(safe`properties  `, entries.length === 0 ? safe`none` : show(entries.map(([name, value]) => `${name}=${value}`).join('; ')), width),
		...line(safe`body        `, body === '' ? safe`empty` : safe`${Buffer.byteLength(body)} B`, width),
		...wrapRow([span(show(body))], width),
	];
}

/** What a wish would do, in rows of `width` cells. */
function wishRows(wish: Wish, keys: DeviceKeys | undefined, waiting: number | undefined, width: number): readonly Row[] {
	switch (wish.type) {
		case 'create':
			return createRows(wish.device, width);
		case 'keys':
			return keyRows(wish.change, keys, width);
		case 'status':
			return statusRows(wish, width);
		case 'delete':
			return [
				...sentenceRows(safe`▲ The identity goes, with its keys, its twin and the messages that wait for it.`, width, 'warning'),
				...sentenceRows(safe`It cannot be brought back: a device registered again under this id has other keys and an empty twin.`, width),
				...sentenceRows(safe`Type the id of the device to allow it; capitals count.`, width),
			];
		case 'send':
			return [
				...sendRows(wish.request, width),
				...(waiting !== undefined && waiting >= queueLimit
					? sentenceRows(safe`▲ ${waiting} messages wait already; the hub takes ${queueLimit} per device.`, width, 'warning')
					: []),
			];
		case 'purge':
			return sentenceRows(
				safe`▲ All messages that wait for the device${waiting === undefined ? safe`` : safe`, ${waiting} by the last count,`} are thrown away.`,
				width,
				'warning',
			);
	}
}

const wishWords: Readonly<Record<Wish['type'], Safe>> = {
	create: safe`Register a device`,
	keys: safe`Change a key`,
	status: safe`Change the status of a device`,
	delete: safe`Delete a device`,
	send: safe`Send a message to a device`,
	purge: safe`Throw waiting messages away`,
};

/** What the review is about. */
export const titleOf = (wish: Wish): Safe => wishWords[wish.type];

const keyVerbs = {regenerate: safe`Regenerate`, swap: safe`Swap`, set: safe`Set the key`};

/** The word on the button that does it. */
export function verbOf(wish: Wish): Safe {
	switch (wish.type) {
		case 'create':
			return safe`Register`;
		case 'keys':
			return keyVerbs[wish.change.type];
		case 'status':
			return wish.isEnabled ? safe`Enable` : safe`Disable`;
		case 'delete':
			return safe`Delete`;
		case 'send':
			return safe`Send`;
		case 'purge':
			return safe`Purge`;
	}
}

function stateRows({state, startedAt, error}: WishReview, width: number, now: number, isOverDialog: boolean): readonly Row[] {
	if (state === 'running') return [[span(safe`◌ asking the hub, ${Math.max(0, Math.floor((now - (startedAt ?? now)) / 1000))} s`, 'info')]];
	if (error === undefined) return [];
	const isUnknown = isOutcomeUnknown(error);
	return [
		...sentenceRows(safe`✕ ${isUnknown ? safe`Not confirmed` : safe`Not done`}: ${show(error.message)}`, width, 'bad'),
		...sentenceRows(safe`→ ${show(error.hint)}`, width, 'muted'),
		...retryRows(error, width, now, isOverDialog),
		...(isUnknown ? sentenceRows(safe`Whether the hub did it is unknown.`, width, 'warning') : []),
	];
}

/** What the identity told last. */
export type KnownIdentity = {readonly keys?: DeviceKeys; readonly c2dMessageCount: number};

/** The whole review: device and hub, what happens, and how far it is. @param isOverDialog Escape goes back to the dialog that the wish was made in */
export function reviewRows(
	review: WishReview,
	hostName: string,
	identity: KnownIdentity | undefined,
	width: number,
	now: number,
	isOverDialog: boolean,
): readonly Row[] {
	const {wish} = review;
	const target: Row = [span(safe`device `, 'muted'), span(show(deviceOf(wish)), 'plain', {isBold: true}), span(safe`  hub `, 'muted'), span(show(hostName))];
	const state = stateRows(review, width, now, isOverDialog);
	return [...wrapRow(target, width), ...state, [], ...wishRows(wish, identity?.keys, identity?.c2dMessageCount, width)];
}
