import type {JsonValue, MethodCall, MethodRequest} from '../hub/types.js';
import {duplicateKeyOf, inexactIntegerOf, jsonBytes, jsonTypeOf, readJson} from '../json-check.js';
import type {FieldId, UiState} from '../ui-state/types.js';

export type MethodFieldId = Extract<FieldId, `methods.${string}`>;

/** In the order in which Tab visits them. */
export const methodFields: readonly MethodFieldId[] = ['methods.name', 'methods.payload', 'methods.connectTimeout', 'methods.responseTimeout'];

/** What the fields hold before anything is typed; seconds. Sources: "Understand and invoke direct methods from IoT Hub". */
const methodDefaults: Readonly<Record<MethodFieldId, string>> = {
	'methods.name': '',
	'methods.payload': '',
	'methods.connectTimeout': '10',
	'methods.responseTimeout': '30',
};
const payloadLimitBytes = 128 * 1024;
const connectSeconds = {least: 0, most: 300};
const responseSeconds = {least: 5, most: 300};

/** Printable US-ASCII without blanks and `$ ( ) < > @ , ; : \ " / [ ] ? = { }`. */
const nameCharacters = /^[!#%&'*+\-.0-9A-Z^_`a-z|~]+$/;

/** Methods whose name says that they interrupt or erase something. */
const dangerousName = /reboot|reset|delete|erase|update|shutdown/i;

/** A typed text as a payload: absent when nothing is typed, which differs from `null`. `note` does not hold it up. */
export type PayloadCheck =
	| {readonly state: 'good'; readonly payload: JsonValue | undefined; readonly note: string; readonly isWarning: boolean}
	| {readonly state: 'bad'; readonly message: string; readonly column: number};

/** Whether a call deserves a second look before it goes out. */
export function isDangerous(methodName: string): boolean {
	return dangerousName.test(methodName);
}

/** The typed text of a field. */
export function textOf({fields}: UiState, field: MethodFieldId): string {
	return fields[field]?.value ?? methodDefaults[field];
}

/** Why a text is no method name; undefined when it is. */
export function checkName(name: string): string | undefined {
	if (name === '') return 'a method has a name';
	return nameCharacters.test(name) ? undefined : 'a method name is ASCII without blanks and $()<>@,;:\\"/[]?={}';
}

/** Reads the payload as JSON, with its size on the wire. */
export function checkPayload(text: string): PayloadCheck {
	if (text.trim() === '') return {state: 'good', payload: undefined, note: 'no payload', isWarning: false};
	const reading = readJson(text);
	if ('problem' in reading) return {state: 'bad', message: reading.problem.message, column: reading.problem.column};
	const {value, tree} = reading;
	const bytes = jsonBytes(value);
	if (bytes > payloadLimitBytes) return {state: 'bad', message: `a payload has at most ${payloadLimitBytes} bytes, this has ${bytes}`, column: 1};
	const duplicate = duplicateKeyOf(tree);
	if (duplicate !== undefined) return {state: 'bad', message: 'this key is there twice', column: duplicate.offset + 1};
	const inexact = inexactIntegerOf(text, tree);
	const note = inexact === undefined ? `valid JSON, ${jsonTypeOf(value)}, ${bytes} B` : `${inexact.written} is sent as ${inexact.sent}`;
	return {state: 'good', payload: value, note, isWarning: inexact !== undefined};
}

function checkSeconds(text: string, {least, most}: {readonly least: number; readonly most: number}): string | undefined {
	const isWhole = /^\d{1,4}$/.test(text.trim());
	return isWhole && Number(text) >= least && Number(text) <= most ? undefined : `whole seconds from ${least} to ${most}`;
}

/** Why a field cannot be sent as it is; undefined when it can. */
export function checkField(state: UiState, field: MethodFieldId): string | undefined {
	const text = textOf(state, field);
	if (field === 'methods.name') return checkName(text);
	if (field === 'methods.connectTimeout') return checkSeconds(text, connectSeconds);
	if (field === 'methods.responseTimeout') return checkSeconds(text, responseSeconds);
	const check = checkPayload(text);
	return check.state === 'bad' ? `column ${check.column}: ${check.message}` : undefined;
}

/** The call that the fields describe, or the first field that stands in its way. */
export function requestOf(state: UiState, deviceId: string): MethodRequest | {readonly field: MethodFieldId; readonly problem: string} {
	for (const field of methodFields) {
		const problem = checkField(state, field);
		if (problem !== undefined) return {field, problem};
	}
	const check = checkPayload(textOf(state, 'methods.payload'));
	return {
		deviceId,
		methodName: textOf(state, 'methods.name'),
		payload: check.state === 'good' ? check.payload : undefined,
		connectTimeoutInSeconds: Number(textOf(state, 'methods.connectTimeout')),
		responseTimeoutInSeconds: Number(textOf(state, 'methods.responseTimeout')),
	};
}

/** What a payload looks like in its field. */
export function payloadField(payload: JsonValue | undefined): string {
	return payload === undefined ? '' : JSON.stringify(payload);
}

/** Names called before that begin with the typed text: this device's first, each group newest first. */
export function suggestNames(typed: string, calls: readonly MethodCall[], deviceId: string | undefined): readonly string[] {
	const newestFirst = calls.toReversed();
	const own = newestFirst.filter(call => call.deviceId === deviceId);
	const names = [...own, ...newestFirst].map(call => call.methodName);
	return [...new Set(names)].filter(name => name.startsWith(typed) && name !== typed);
}

/** The newest call of a name that was answered well: of this device, else of another. */
export function lastGoodCall(methodName: string, calls: readonly MethodCall[], deviceId: string | undefined): MethodCall | undefined {
	const good = calls.filter(call => call.methodName === methodName && call.state === 'answered' && (call.status ?? 0) < 400);
	return good.findLast(call => call.deviceId === deviceId) ?? good.at(-1);
}
