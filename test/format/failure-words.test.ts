import {expect, test} from 'vitest';
import {judgeRefusal} from '../../source/diagnosis/checks/refusal.js';
import {remedies} from '../../source/diagnosis/remedies/reasons.js';
import {outcomeOf, queueRows} from '../../source/format/c2d-rows.js';
import {type Row, rowWidth} from '../../source/format/cells.js';
import {failureRows, failureWords} from '../../source/format/failure-rows.js';
import {callRows} from '../../source/format/method-result.js';
import {statusRows} from '../../source/format/status.js';
import type {C2dRequest} from '../../source/hub/management-types.js';
import {translateError} from '../../source/hub/translate-error.js';
import type {FeedSnapshot, HubStatus, MethodCall} from '../../source/hub/types.js';
import {catalogue} from '../helpers/error-catalogue.js';

const width = 400;
const join = (rows: readonly Row[]): string => rows.map(row => row.map(({text}) => text).join('')).join('\n');

/** The hub's refusal as the service SDK hands it over. */
function refuse(code: number, name: string) {
	const statusCode = Math.floor(code / 1000);
	const message = JSON.stringify({errorCode: code, message: 'said the hub'});
	const error = {
		message: 'the words of the SDK',
		response: {statusCode, headers: {'iothub-errorcode': name}},
		responseBody: JSON.stringify({Message: message}),
	};
	return translateError(error);
}

const feed = {status: 'receiving', partitions: {open: 4, count: 4}} as FeedSnapshot;
const connected = {service: 'connected'} as HubStatus;
const request: C2dRequest = {deviceId: 'd1', body: 'x', properties: {}, messageId: 'm1', ack: 'none'};

test.for(catalogue)('%i %s is shown with its meaning and its remedy wherever the console meets it', ([code, name]) => {
	const error = refuse(code, name);
	expect(error.code).toBe(code);
	const {message, hint} = error;
	const call = {id: 1, deviceId: 'd1', methodName: 'm', state: 'failed', startedAt: 0, endedAt: 1, error} as unknown as MethodCall;
	const places: Readonly<Record<string, string>> = {
		'a pane that could not be read': join(failureRows(error, width)),
		'a notice': failureWords(error),
		'the status line, service': join(statusRows({status: {...connected, service: 'failed', error}, feed, notice: undefined, now: 0}, width, 4)),
		'the status line, feed': join(statusRows({status: connected, feed: {...feed, error}, notice: undefined, now: 0}, width, 4)),
		'a message to a device': outcomeOf({...request, sentAt: 0, error} as Parameters<typeof outcomeOf>[0], []).text,
		feedback: join(queueRows(undefined, {status: 'failed', error} as Parameters<typeof queueRows>[1], width, 0)),
		'a direct method': join(callRows(call, width, 0)),
	};
	for (const [place, text] of Object.entries(places)) {
		expect(text, place).toContain(message);
		expect(text, place).toContain(hint);
	}
	const {reason, cause, nextStep, evidence} = judgeRefusal(error);
	expect(evidence, 'the doctor').toContain(String(code));
	const remedy = reason === undefined ? undefined : remedies[reason];
	expect((cause ?? remedy?.cause ?? '').length, 'the doctor').toBeGreaterThan(10);
	expect((nextStep ?? remedy?.nextStep ?? '').length, 'the doctor').toBeGreaterThan(5);
});

test.each([80, 120])('every failure has room on the status line of %i columns, its remedy included', columns => {
	for (const [code, name] of catalogue) {
		const error = refuse(code, name);
		const rows = statusRows({status: {...connected, service: 'failed', error}, feed, notice: undefined, now: 0}, columns, 4);
		for (const row of rows) expect(rowWidth(row)).toBeLessThanOrEqual(columns);
		expect(join(rows).replaceAll('\n', '')).toContain(error.hint);
	}
});
