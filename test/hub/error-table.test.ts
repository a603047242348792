import {describe, expect, it} from 'vitest';
import {type FaultName, HubFault} from '../../source/emulator/core/fault.js';
import {entriesByCode, entriesByName, entriesByWord, findByStatus} from '../../source/hub/error-table.js';
import {translateError} from '../../source/hub/translate-error.js';
import {catalogue} from '../helpers/error-catalogue.js';

describe('the table of errors', () => {
	it('has every code of the service once with its name, and no other', () => {
		const listed = [...entriesByCode.values()].map(({code, name}) => [code, name] as const);
		expect(listed.toSorted(([one], [other]) => one - other)).toEqual(catalogue);
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
