import {describe, expect, test} from 'vitest';
import {createClaims} from '../../../source/emulator/amqp-front/claims.js';
import {HubFault} from '../../../source/emulator/core/fault.js';
import {createTimers} from '../../../source/emulator/core/timers.js';
import type {Principal} from '../../../source/emulator/core/types.js';
import {createFakeClock} from '../core/fake-clock.js';

function open() {
	const clock = createFakeClock(0);
	let expirations = 0;
	const claims = createClaims(createTimers(clock), () => {
		expirations++;
	});
	const add = (resource: string, expiresAt = 1000) => claims.add({scope: 'hub', policyName: 'service', permissions: ['ServiceConnect'], resource, expiresAt});
	const allows = (path: string, check: (principal: Principal) => void = () => {}) => {
		try {
			claims.require(path, check);
			return true;
		} catch (error) {
			expect(error).toMatchObject({faultName: 'IotHubUnauthorizedAccess'});
			return false;
		}
	};
	return {clock, claims, add, allows, expirations: () => expirations};
}

describe('the claims of a connection', () => {
	test('cover what lies below their resource, and nothing beside it', () => {
		const {add, allows} = open();
		expect(allows('/messages/devicebound')).toBe(false);
		add('localhost/telemetry/ConsumerGroups/a');
		expect(allows('/telemetry/consumergroups/A/Partitions/0')).toBe(true);
		expect(allows('telemetry/ConsumerGroups/ab/Partitions/0')).toBe(false);
		expect(allows('telemetry')).toBe(false);
		expect(allows('/messages/devicebound')).toBe(false);
		add('localhost:5671');
		expect(allows('/messages/devicebound')).toBe(true);
	});

	test('end with the token, and tell so once', () => {
		const {clock, claims, add, allows, expirations} = open();
		add('localhost', 1000);
		clock.advance(999);
		expect(allows('x')).toBe(true);
		clock.advance(1);
		expect([allows('x'), claims.hasAny(), expirations()]).toEqual([false, false, 1]);
	});

	test('live on when the token was renewed', () => {
		const {clock, add, allows, expirations} = open();
		add('localhost', 1000);
		clock.advance(500);
		add('LOCALHOST', 5000);
		clock.advance(4000);
		expect([allows('x'), expirations()]).toEqual([true, 0]);
		clock.advance(600);
		expect([allows('x'), expirations()]).toEqual([false, 1]);
	});

	test('with several ends tell of each', () => {
		const {clock, add, allows, expirations} = open();
		add('localhost/a', 1000);
		add('localhost/b', 2000);
		add('localhost/c', Number.POSITIVE_INFINITY);
		clock.advance(1500);
		expect([allows('a'), allows('b'), expirations()]).toEqual([false, true, 1]);
		clock.advance(1000);
		expect([allows('b'), allows('c'), expirations()]).toEqual([false, true, 2]);
	});

	test('are refused for the reason of the check, and another claim may pass it', () => {
		const {claims, add} = open();
		add('localhost');
		add('localhost/a');
		const refuse = () => {
			throw new HubFault('IotHubUnauthorizedAccess', 'The policy lacks the permission.');
		};
		expect(() => claims.require('a', refuse)).toThrow('The policy lacks the permission.');
		let calls = 0;
		claims.require('a', () => {
			calls++;
			if (calls === 1) refuse();
		});
		expect(calls).toBe(2);
	});

	test('are a limited number', () => {
		const {add, allows} = open();
		for (let index = 0; index < 128; index++) add(`localhost/${index}`);
		expect(() => add('localhost/one-too-many')).toThrow(HubFault);
		expect([allows('127'), allows('one-too-many')]).toEqual([true, false]);
	});
});
