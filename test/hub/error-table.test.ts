import {describe, expect, it} from 'vitest';
import {type FaultName, HubFault} from '../../source/emulator/core/fault.js';
import {entriesByCode, entriesByName, entriesByWord, findByStatus} from '../../source/hub/error-table.js';
import {translateError} from '../../source/hub/translate-error.js';

function range(first: number, last: number): number[] {
	return Array.from({length: last - first + 1}, (_, at) => first + at);
}

/** Every code of "Understand and resolve IoT Hub errors". */
const catalogue = [
	...range(400000, 400032),
	...[400035, 400036, 400301, 400302],
	...range(400100, 400103),
	...range(400401, 400404),
	...range(400501, 400508),
	...range(401000, 401004),
	401100,
	...range(403000, 403012),
	...[403100, 403101, 403800],
	...[404000, 404001, 404002, 404101, 404103, 404104, 404301, 404302, 404401, 404402],
	...range(404004, 404014),
	...[405000, 405102, 405103, 405104],
	...range(409000, 409003),
	...range(409101, 409104),
	...[409301, 409401, 409402, 409501, 409502, 409503],
	...range(412000, 412004),
	...[413000, 413001, 413002, 413003, 413101, 413201, 413202, 415000, 415101],
	...range(429000, 429005),
	...[499000, 500001, 500008, 500009, 500301, 500302, 500401, 500402, 500403],
	...range(500501, 500505),
	...[502000, 503000, 503001, 503003, 503004, 503005, 503006, 503008, 503101, 503102, 503201, 503202, 503301, 504000, 504101],
];

describe('the table of errors', () => {
	it('has every code of the service once, and no other', () => {
		expect([...entriesByCode.keys()].toSorted((one, other) => one - other)).toEqual(catalogue.toSorted((one, other) => one - other));
	});

	it('says in sentences what each means and what to do', () => {
		for (const {code, message, hint} of entriesByCode.values()) {
			expect(`${code} ${message}`).toMatch(/^\d{6} [A-Z0-9].*\.$/);
			expect(`${code} ${hint}`).toMatch(/^\d{6} [A-Z0-9].*\.$/);
			expect(hint).not.toBe(message);
		}
	});

	it('has each name once', () => {
		const named = [...entriesByCode.values()].filter(({name}) => name !== '');
		expect(entriesByName.size).toBe(named.length);
	});

	it.each<[FaultName, string]>([
		['DeviceMaximumQueueDepthExceeded', 'quota'],
		['DeviceNotOnline', 'device-offline'],
		['DeviceAlreadyExists', 'exists'],
		['PreconditionFailed', 'conflict'],
		['ThrottlingException', 'throttled'],
		['OperationNotAvailableInCurrentTier', 'invalid'],
		['ServerError', 'unexpected'],
		['GatewayTimeout', 'timeout'],
		['IotHubUnauthorizedAccess', 'unauthorized'],
		['DeviceMessageLockLost', 'conflict'],
		['FeatureNotSupported', 'not-found'],
	])('knows %s by name, with the code that the local hub has for it, as %s', (name, kind) => {
		expect(entriesByName.get(name)).toMatchObject({code: new HubFault(name).code, kind});
	});

	it('knows every status by its plainest meaning, without claiming a code', () => {
		for (const status of [400, 401, 403, 404, 405, 408, 409, 412, 413, 415, 429, 500, 502, 503, 504]) {
			expect(findByStatus(status)?.message).toBeTruthy();
			expect(findByStatus(status)?.code).toBeUndefined();
		}
		expect(findByStatus(418)).toBeUndefined();
	});

	it('finds an entry for every AMQP word that names a code', () => {
		for (const word of ['DeviceNotFoundError', 'com.microsoft:quota-exceeded', 'amqp:link:message-size-exceeded', 'com.microsoft:message-lock-lost']) {
			expect(entriesByWord.get(word)?.code).toBeGreaterThan(400_000);
		}
	});
});

describe('a refusal over AMQP', () => {
	it.each<[string, string, number]>([
		['amqp:unauthorized-access', 'unauthorized', 401002],
		['com.microsoft:device-container-throttled', 'throttled', 429001],
		['com.microsoft:iot-hub-suspended', 'unauthorized', 403001],
		['amqp:internal-error', 'unexpected', 500001],
		['amqp:link:message-size-exceeded', 'invalid', 413001],
	])('%s is %s with its code', (condition, kind, code) => {
		expect(translateError({condition, description: 'said the hub'})).toMatchObject({kind, code});
	});

	it('tells what the hub said where it helps', () => {
		expect(translateError({condition: 'com.microsoft:argument-error', description: 'the expiry lies in the past'}).message).toContain(
			'expiry lies in the past',
		);
		const wrapped = Object.assign(new Error('AMQP Transport: Could not send message'), {
			name: 'ArgumentError',
			amqpError: {condition: 'com.microsoft:argument-error', description: 'the expiry lies in the past'},
		});
		expect(translateError(wrapped).message).toContain('expiry lies in the past');
	});
});
