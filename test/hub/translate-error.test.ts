import {inspect} from 'node:util';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type HubErrorKind, isOutcomeUnknown} from '../../source/errors.js';
import {ThrottledError, translateError} from '../../source/hub/translate-error.js';

/** An error as the service SDK throws it. */
function refuse(statusCode: number, body: unknown, headers: Record<string, string> = {}): Error {
	return Object.assign(new Error('Not found'), {response: {statusCode, headers}, responseBody: typeof body === 'string' ? body : JSON.stringify(body)});
}
function systemError(code: string): Error {
	return Object.assign(new Error(`connect ${code} 127.0.0.1:443`), {code, syscall: 'connect', errno: -1});
}

describe('an error of the hub', () => {
	it('is known by its name in the body', () => {
		const error = translateError(refuse(404, {Message: 'ErrorCode:DeviceNotFound;press-09', ExceptionMessage: 'Tracking ID:1-G:2'}));
		expect(error).toMatchObject({kind: 'not-found', code: 404001, isRetryable: false});
		expect(error.message).toMatch(/not registered/);
	});

	it('is known by the code in the JSON text inside the body', () => {
		const inner = JSON.stringify({errorCode: 404103, trackingId: '1', message: 'Timed out waiting for device to connect.', timestampUtc: ''});
		expect(translateError(refuse(404, {Message: inner, ExceptionMessage: ''}))).toMatchObject({kind: 'device-offline', code: 404103});
	});

	it('is known by the code at the top of the body', () => {
		expect(translateError(refuse(504, {errorCode: 504101, message: 'Timed out'}))).toMatchObject({kind: 'timeout', code: 504101});
	});

	it('is known by the header when the body says nothing', () => {
		expect(translateError(refuse(412, '', {'iothub-errorcode': 'PreconditionFailed'}))).toMatchObject({kind: 'conflict', code: 412001});
	});

	it('is known by the status when nothing else is', () => {
		const expected: readonly (readonly [number, HubErrorKind])[] = [
			[400, 'invalid'],
			[401, 'unauthorized'],
			[404, 'not-found'],
			[412, 'conflict'],
			[429, 'throttled'],
			[500, 'unexpected'],
			[503, 'unreachable'],
			[504, 'timeout'],
		];
		for (const [status, kind] of expected) expect(translateError(refuse(status, 'gateway says no')).kind).toBe(kind);
	});

	it('falls back to the class of an unknown code', () => {
		expect(translateError(refuse(400, {errorCode: 400999, message: 'Bad path'}))).toMatchObject({kind: 'invalid', code: 400999});
	});

	it("shows the hub's own words where they help", () => {
		expect(translateError(refuse(400, {Message: 'ErrorCode:ArgumentInvalid;Twin key has a dot'})).message).toContain('Twin key has a dot');
	});

	it('names the first device that a bulk call failed for', () => {
		const errors = [{deviceId: 'press-09', errorCode: 'DeviceAlreadyExists', errorStatus: 'Device exists'}];
		expect(translateError(refuse(400, {isSuccessful: false, errors, warnings: []}))).toMatchObject({kind: 'exists'});
	});

	it('says how long to wait when the hub does', () => {
		const body = {Message: 'ErrorCode:ThrottlingBacklogTimeout;The request has been throttled. Wait 10 seconds and try again. Operation type: RegistryRead'};
		expect(translateError(refuse(429, body))).toMatchObject({kind: 'throttled', waitMs: 10_000, isRetryable: true});
		expect(translateError(refuse(429, '', {'retry-after': '3'}))).toMatchObject({waitMs: 3000});
		expect(translateError(refuse(429, ''))).toBeInstanceOf(ThrottledError);
	});

	it.each(['[]', '{"Message":7}', '{"errorCode":{}}', '{"Message":"{\\"errorCode\\":\\"x\\"}"}', 'null', '{"errors":[null]}'])('survives the body %s', body => {
		expect(translateError(refuse(500, body)).kind).toBe('unexpected');
	});
});

describe('an error of the way to the hub', () => {
	it.each<[string, HubErrorKind]>([
		['ECONNREFUSED', 'unreachable'],
		['ENOTFOUND', 'unreachable'],
		['ETIMEDOUT', 'unreachable'],
		['ECONNRESET', 'unreachable'],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'untrusted'],
		['SELF_SIGNED_CERT_IN_CHAIN', 'untrusted'],
		['CERT_HAS_EXPIRED', 'untrusted'],
		['CERT_NOT_YET_VALID', 'untrusted'],
		['ERR_TLS_CERT_ALTNAME_INVALID', 'untrusted'],
		['amqp:unauthorized-access', 'unauthorized'],
	])('%s is %s', (code, kind) => {
		expect(translateError(systemError(code)).kind).toBe(kind);
	});

	it.each([
		['{"errorCode":403002,"message":"Out of quota.","trackingId":"t"}', 'amqp:resource-limit-exceeded', 'quota', 403002],
		['{"Message":"{\\"errorCode\\":401002,\\"message\\":\\"Unauthorized\\"}","ExceptionMessage":""}', 'amqp:internal-error', 'unauthorized', 401002],
		['plain words', 'amqp:unauthorized-access', 'unauthorized', 401002],
	])('of AMQP is read from its description where that has a code: %s', (description, condition, kind, code) => {
		expect(translateError(Object.assign(new Error('SDK words'), {amqpError: {condition, description}, condition}))).toMatchObject({kind, code});
	});

	it('tells a certificate that is too old from one that is too new', () => {
		expect(translateError(systemError('CERT_HAS_EXPIRED')).message).toMatch(/expired/);
		expect(translateError(systemError('CERT_NOT_YET_VALID')).message).toMatch(/not valid yet/);
	});

	it('is found inside the errors of a connection tried in two ways', () => {
		expect(translateError(new AggregateError([systemError('ECONNREFUSED'), systemError('ECONNREFUSED')])).kind).toBe('unreachable');
	});

	it('is found behind the name that the client gave it', () => {
		const outer = Object.assign(new Error('failed', {cause: systemError('CERT_HAS_EXPIRED')}), {code: 'ServiceCommunicationError'});
		expect(translateError(outer).kind).toBe('untrusted');
	});

	it.each([
		['ECONNRESET', true],
		['EPIPE', true],
		['ECONNABORTED', true],
		['ECONNREFUSED', false],
		['ENOTFOUND', false],
		['ETIMEDOUT', false],
		['CERT_HAS_EXPIRED', false],
	])('keeps of %s whether a request may have arrived', (code, isUnknown) => {
		expect(isOutcomeUnknown(translateError(systemError(code)))).toBe(isUnknown);
	});

	it('tells a timeout from giving up', () => {
		expect(translateError(new DOMException('', 'TimeoutError')).kind).toBe('timeout');
		expect(translateError(new DOMException('', 'AbortError')).kind).toBe('cancelled');
	});

	it('always becomes an error with something to do next, whatever was thrown', () => {
		fc.assert(
			fc.property(fc.anything({withNullPrototype: true}), thrown => {
				const error = translateError(thrown);
				expect(error.message).not.toBe('');
				expect(error.hint).not.toBe('');
			}),
		);
	});
});

describe('secrets', () => {
	const key = Buffer.alloc(32, 200).toString('base64');
	const token = `SharedAccessSignature sr=my-hub.azure-devices.net&sig=${encodeURIComponent(key)}&se=1&skn=iothubowner`;
	const connectionString = `HostName=h;SharedAccessKeyName=iothubowner;SharedAccessKey=${key}`;

	it.each([
		['a connection string in the message', new TypeError(`"connectionString": "${connectionString}", must contain "EntityPath"`)],
		['a token in the message', new Error(`bad header: ${token}`)],
		['a token in the request that the error holds', Object.assign(refuse(401, ''), {request: {headers: {authorization: token}}})],
		[
			'a token in the response',
			Object.assign(new Error('x'), {
				response: {statusCode: 400, headers: {}, req: {_header: token}},
				responseBody: JSON.stringify({Message: `ErrorCode:ArgumentInvalid;${token}`}),
			}),
		],
		['a key in the body', refuse(400, {Message: `ErrorCode:ArgumentInvalid;{"primaryKey":"${key}"}`})],
		['a connection string thrown as text', connectionString],
		['a key in the cause', new Error('outer', {cause: new Error(connectionString)})],
	])('%s do not get into a HubError', (_, thrown) => {
		const printed = inspect(translateError(thrown), {depth: 20, showHidden: true});
		expect(printed).not.toContain(key);
		expect(printed).not.toContain(encodeURIComponent(key));
		expect(printed).not.toMatch(/sig=/);
	});
});
