import {describe, expect, test} from 'vitest';
import type {MethodCall} from '../../source/hub/types.js';
import {checkName, checkPayload, isDangerous, lastGoodCall, type MethodFieldId, requestOf, suggestNames} from '../../source/panes/method-form.js';
import {initialUi} from '../../source/ui-state/reducer.js';
import {fieldOf} from '../../source/ui-state/text-field.js';

const stateWith = (texts: Partial<Record<MethodFieldId, string>>) => ({
	...initialUi,
	fields: Object.fromEntries(Object.entries(texts).map(([field, text]) => [field, fieldOf(text)])),
});
const call = (id: number, deviceId: string, methodName: string, change: Partial<MethodCall> = {}): MethodCall => ({
	id,
	deviceId,
	methodName,
	payload: id,
	connectTimeoutInSeconds: 10,
	responseTimeoutInSeconds: 30,
	startedAt: id,
	state: 'answered',
	status: 200,
	...change,
});

test.each([
	['TestMethod', true],
	["a!#%&'*+-.^_`|~9", true],
	['', false],
	['a b', false],
	['a$b', false],
	['a/b', false],
	['a\tb', false],
	['schließen', false],
])('the name %j is taken: %s', (name, isTaken) => {
	expect(checkName(name) === undefined).toBe(isTaken);
});

test.each([
	['reboot', true],
	['factoryReset', true],
	['FirmwareUpdate', true],
	['shutdownNow', true],
	['getStatus', false],
])('%s deserves a second look: %s', (name, expected) => {
	expect(isDangerous(name)).toBe(expected);
});

describe('a payload', () => {
	test.each([
		['', {payload: undefined, note: 'no payload'}],
		['  ', {payload: undefined}],
		['null', {payload: null, note: 'valid JSON, null, 4 B'}],
		[' {"key" : "value"} ', {payload: {key: 'value'}, note: 'valid JSON, object, 15 B'}],
		['9007199254740993', {isWarning: true, note: '9007199254740993 is sent as 9007199254740992'}],
		[`"${'x'.repeat(128 * 1024 - 2)}"`, {state: 'good'}],
		[`"${'x'.repeat(128 * 1024 - 1)}"`, {state: 'bad', message: 'a payload has at most 131072 bytes, this has 131073'}],
		['{"a":1,"a":2}', {state: 'bad', message: 'this key is there twice', column: 8}],
		['{"a"', {state: 'bad', column: 5}],
	])('%.40s', (text, expected) => {
		expect(checkPayload(text)).toMatchObject(expected);
	});
});

describe('the fields', () => {
	test('make a request, with 10 and 30 seconds where nothing is typed', () => {
		expect(requestOf(stateWith({'methods.name': 'TestMethod', 'methods.payload': '{"a":1}'}), 'press-01')).toEqual({
			deviceId: 'press-01',
			methodName: 'TestMethod',
			payload: {a: 1},
			connectTimeoutInSeconds: 10,
			responseTimeoutInSeconds: 30,
		});
	});

	test.each<[Partial<Record<MethodFieldId, string>>, MethodFieldId]>([
		[{}, 'methods.name'],
		[{'methods.payload': '{'}, 'methods.payload'],
		[{'methods.connectTimeout': '301'}, 'methods.connectTimeout'],
		[{'methods.connectTimeout': '1.5'}, 'methods.connectTimeout'],
		[{'methods.responseTimeout': '4'}, 'methods.responseTimeout'],
		[{'methods.responseTimeout': ''}, 'methods.responseTimeout'],
	])('%j are sent back to %s', (texts, field) => {
		const name: Partial<Record<MethodFieldId, string>> = field === 'methods.name' ? {} : {'methods.name': 'TestMethod'};
		expect(requestOf(stateWith({...name, ...texts}), 'press-01')).toMatchObject({field});
	});

	test('take the limits of both timeouts', () => {
		const texts = {'methods.name': 'a', 'methods.connectTimeout': '0', 'methods.responseTimeout': '300'};
		expect(requestOf(stateWith(texts), 'press-01')).toMatchObject({connectTimeoutInSeconds: 0, responseTimeoutInSeconds: 300});
	});
});

test('names are offered newest first, those of this device before those of others, once each', () => {
	const calls = [
		call(1, 'press-01', 'TestMethod'),
		call(2, 'pump-17', 'Tell'),
		call(3, 'press-01', 'Tend'),
		call(4, 'pump-17', 'TestMethod'),
		call(5, 'pump-17', 'other'),
	];
	expect(suggestNames('Te', calls, 'press-01')).toEqual(['Tend', 'TestMethod', 'Tell']);
	expect(suggestNames('Tend', calls, 'press-01')).toEqual([]);
});

test('the last good call of a name is one that was answered well, of this device where there is one', () => {
	const calls = [
		call(1, 'press-01', 'set'),
		call(2, 'press-01', 'set'),
		call(3, 'press-01', 'set', {status: 500}),
		call(4, 'press-01', 'set', {state: 'failed'}),
		call(5, 'pump-17', 'set'),
	];
	expect(lastGoodCall('set', calls, 'press-01')?.id).toBe(2);
	expect(lastGoodCall('set', calls, 'valve-03')?.id).toBe(5);
	expect(lastGoodCall('get', calls, 'press-01')).toBeUndefined();
});
