import {describe, expect, test} from 'vitest';
import {HubError} from '../../../source/errors.js';
import {openApp} from '../../helpers/app.js';
import {createManagedHub, identityOf} from '../../helpers/management.js';

const open = async (columns = 120, rows = 40) => {
	const managed = createManagedHub([identityOf('press-01', {c2dMessageCount: 2})]);
	const screen = openApp(managed, {columns, rows});
	await screen.until(/› .*press-01/);
	return {...managed, ...screen};
};

const idOf = (frame: string): string => /message id +([0-9a-f-]{36})/.exec(frame)?.[1] ?? '';

describe('a message to a device', () => {
	test.each([
		[80, 24],
		[120, 40],
	])('is written, reviewed and sent, and its feedback shown, at %sx%s', async (columns, rows) => {
		const {press, type, until, frame, asked, c2d} = await open(columns, rows);
		await press('c');
		await until(/Message to press-01/);
		expect(frame()).toMatch(/2 waiting/);
		const messageId = idOf(frame());
		expect(messageId).not.toBe('');
		await type('{"on":true}');
		await until(/Valid JSON, object, 11 B, sent as application\/json/);
		await press('tab');
		await type('level=3; unit=bar');
		await until(/Properties: 2\./);
		await press('tab', 'tab');
		await type('30');
		await press('enter');
		await until(/Send a message to a device/);
		for (const part of ['{"on":true}', 'level=3; unit=bar', messageId, 'application/json', 'feedback    full']) expect(frame()).toContain(part);
		expect(asked).toEqual([]);
		await press('tab', 'enter');
		await until(/The hub took the message/);
		expect(asked).toMatchObject([
			{
				type: 'send',
				request: {deviceId: 'press-01', body: '{"on":true}', properties: {level: '3', unit: 'bar'}, messageId, ack: 'full', contentType: 'application/json'},
			},
		]);
		const [{request}] = asked as [{request: {expiresAt: number}}];
		expect(Math.abs(request.expiresAt - Date.now() - 30 * 60_000)).toBeLessThan(60_000);
		await until(/Messages to press-01/);
		await until(/3 waiting/);
		await until(/accepted by the hub, waiting for feedback/);
		expect(frame()).toMatch(/batches, up to 15 s late/);
		c2d.patch({feedback: [{messageId, deviceId: 'press-01', status: 'Expired', description: '', enqueuedAt: Date.now()}]});
		await until(/✕ Expired: nobody took it in time/);
	});

	test.each([
		['plain words', /Text, 11 B\./],
		['{"on":}', /▲ Sent as text, 7 B: not JSON, column 7: a value is missing/],
		['[1]', /Valid JSON, array, 3 B/],
	])('says what its body %j is', async (body, words) => {
		const {press, type, until} = await open();
		await press('c');
		await type(body);
		await until(words);
	});

	test.each([
		[['tab'], 'iothub-ack=none', /✕ A property cannot be called iothub-ack/],
		[['tab'], 'level', /✕ "level" is not a property/],
		[['tab', 'tab', 'ctrl+u'], 'two words', /✕ A message id has/],
		[['tab', 'tab', 'ctrl+u'], '', /✕ Feedback names a message by its id/],
		[['tab', 'tab', 'tab'], 'soon', /✕ The expiry is minutes/],
	])('is not ready with %j %j', async (keys, text, words) => {
		const {press, type, until, asked} = await open();
		await press('c', ...keys);
		await type(text);
		await until(words);
		await press('enter');
		await until(/Not ready/);
		expect(asked).toEqual([]);
	});

	test('may have no id where no feedback is asked for', async () => {
		const {press, until, asked} = await open();
		await press('c', 'tab', 'tab', 'ctrl+u', 'tab', 'tab', 'left');
		await until(/‹ none ›/);
		await press('enter');
		await until(/body +empty/);
		await press('tab', 'enter');
		await until(/no feedback was asked for/);
		expect(asked).toMatchObject([{request: {ack: 'none', messageId: '', body: ''}}]);
	});

	test('that the hub refuses keeps what was typed', async () => {
		const {press, type, until, intercept} = await open();
		intercept(() => Promise.reject(new HubError('quota', 'The queue of the device is full.', {hint: 'Purge it.', code: 403004})));
		await press('c');
		await type('hello');
		await press('enter', 'tab', 'enter');
		await until(/✕ Not done: The queue of the device is full\./);
		await press('enter');
		await until(/› body +hello/);
	});
});

describe('the messages of a device', () => {
	test('can be thrown away after a review that starts on Cancel', async () => {
		const {press, until, frame, asked} = await open();
		await press('C');
		await until(/2 waiting/);
		await press('p');
		await until(/All messages that wait for the device, 2 by the last count, are thrown away/);
		expect(frame()).toContain('›[ Cancel ]');
		await press('enter');
		await until(/Messages to press-01/);
		expect(asked).toEqual([]);
		await press('p', 'tab', 'enter');
		await until(/2 messages for press-01 were thrown away/);
		await until(/0 waiting/);
		expect(asked).toEqual([{type: 'purge', deviceId: 'press-01'}]);
	});

	test('are read from the hub only while the view is open', async () => {
		const {press, until, c2d} = await open();
		expect(c2d.listenerCount()).toBe(0);
		await press('C');
		await until(/Messages to press-01/);
		await expect.poll(c2d.listenerCount).toBe(1);
		await press('escape');
		await expect.poll(c2d.listenerCount).toBe(0);
	});
});
