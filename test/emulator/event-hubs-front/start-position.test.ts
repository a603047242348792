import {describe, expect, test} from 'vitest';
import {readStartPosition} from '../../../source/emulator/event-hubs-front/start-position.js';

const read = (selector: unknown) => readStartPosition({'apache.org:selector-filter:string': selector});

describe('the start position of a receiver', () => {
	test.each([
		["amqp.annotation.x-opt-offset > '-1'", {kind: 'earliest'}],
		["amqp.annotation.x-opt-offset >= '-1'", {kind: 'earliest'}],
		["amqp.annotation.x-opt-offset > '@latest'", {kind: 'latest'}],
		["amqp.annotation.x-opt-offset > '960'", {kind: 'offset', offset: 960, isInclusive: false}],
		["amqp.annotation.x-opt-offset >= '960'", {kind: 'offset', offset: 960, isInclusive: true}],
		["amqp.annotation.x-opt-sequence-number > '15'", {kind: 'sequence-number', sequenceNumber: 15, isInclusive: false}],
		["amqp.annotation.x-opt-sequence-number >= '-1'", {kind: 'sequence-number', sequenceNumber: -1, isInclusive: true}],
		["amqp.annotation.x-opt-enqueued-time > '1795374949900'", {kind: 'enqueued-time', enqueuedAt: 1_795_374_949_900, isInclusive: false}],
		["amqp.annotation.x-opt-enqueuedtimeutc >= '1795374949900'", {kind: 'enqueued-time', enqueuedAt: 1_795_374_949_900, isInclusive: true}],
		["'amqp.annotation.x-opt-offset' > 5", {kind: 'offset', offset: 5, isInclusive: false}],
	])('%s is understood', (selector, position) => {
		expect(read(selector)).toEqual(position);
		expect(read({value: selector, descriptor: {value: 0x468c00000004}})).toEqual(position);
	});

	test.each([[undefined], [null], [{}], [{'other-filter': 'x'}]])('without a selector (%j) is the beginning', filter => {
		expect(readStartPosition(filter)).toEqual({kind: 'earliest'});
	});

	test.each([
		["amqp.annotation.x-opt-offset < '1'"],
		["amqp.annotation.x-opt-offset > 'abc'"],
		['x'],
		[''],
		[7],
		[{value: null}],
		["amqp.annotation.x-opt-offset > '1' OR 1=1"],
	])('%j is refused', selector => {
		expect(() => read(selector)).toThrow(expect.objectContaining({faultName: 'ArgumentInvalid'}));
	});

	test('of a very long selector is refused at once', () => {
		expect(() => read(`${' '.repeat(60_000)}x`)).toThrow(expect.objectContaining({faultName: 'ArgumentInvalid'}));
	});
});
