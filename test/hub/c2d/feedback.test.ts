import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {parseFeedback} from '../../../source/hub/c2d/feedback.js';

const record = {
	originalMessageId: 'm-1',
	description: 'Success',
	deviceGenerationId: '1',
	deviceId: 'press-01',
	enqueuedTimeUtc: '2026-11-22T20:15:45.1234567Z',
	statusCode: 'Success',
};

describe('a feedback batch', () => {
	it('is read record by record', () => {
		const body = Buffer.from(JSON.stringify([record, {...record, originalMessageId: 'm-2', statusCode: 'Expired', description: 'Message expired'}]));
		expect(parseFeedback(body)).toEqual([
			{messageId: 'm-1', deviceId: 'press-01', status: 'Success', description: 'Success', enqueuedAt: Date.parse('2026-11-22T20:15:45.123Z')},
			{messageId: 'm-2', deviceId: 'press-01', status: 'Expired', description: 'Message expired', enqueuedAt: Date.parse('2026-11-22T20:15:45.123Z')},
		]);
	});

	it('has times in UTC, with and without their Z', () => {
		const [read] = parseFeedback(JSON.stringify([{...record, enqueuedTimeUtc: '2026-11-22T20:15:45'}]));
		expect(read?.enqueuedAt).toBe(Date.parse('2026-11-22T20:15:45Z'));
	});

	it('leaves out what is no record', () => {
		const body = JSON.stringify([null, 7, 'x', [], {}, {...record, statusCode: 'Lost'}, {...record, statusCode: {}}, record]);
		expect(parseFeedback(body)).toHaveLength(1);
	});

	it('that is none gives nothing, whatever it is', () => {
		fc.assert(fc.property(fc.oneof(fc.anything(), fc.uint8Array(), fc.json()), body => void parseFeedback(body)));
		for (const body of [undefined, Buffer.from([0xff, 0xfe]), '{"a":1}', 'null', '']) expect(parseFeedback(body)).toEqual([]);
	});
});
