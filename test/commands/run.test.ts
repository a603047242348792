import {afterEach, expect, test, vi} from 'vitest';
import {runCommand} from '../../source/commands/run.js';

const secret = 'c2VjcmV0LXNlY3JldC1zZWNyZXQ=';

async function run(line: {words?: readonly string[]; flags?: Record<string, unknown>; arguments?: readonly string[]; environment?: Record<string, string>}) {
	const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
	const exitCode = await runCommand({words: line.words ?? [], flags: line.flags ?? {}, arguments: line.arguments ?? [], environment: line.environment ?? {}});
	return {exitCode, stderr: stderr.mock.calls.map(([text]) => String(text)).join('')};
}

afterEach(() => {
	vi.restoreAllMocks();
});

test('the bare command without a terminal explains itself and exits 2', async () => {
	const {exitCode, stderr} = await run({});
	expect(exitCode).toBe(2);
	expect(stderr).toMatch(/needs a terminal/);
	expect(stderr).not.toMatch(/\n\s+at /);
});

test('an unknown command names the commands', async () => {
	const {exitCode, stderr} = await run({words: ['florp']});
	expect(exitCode).toBe(2);
	expect(stderr).toMatch(/emulator, simulate, doctor, sas/);
});

test('a key on the command line is refused without being repeated', async () => {
	const {exitCode, stderr} = await run({words: [`HostName=x;SharedAccessKey=${secret}`], arguments: [`HostName=x;SharedAccessKey=${secret}`]});
	expect(exitCode).toBe(2);
	expect(stderr).toMatch(/command line/);
	expect(stderr).not.toContain(secret);
	expect(process.title).toBe('iot-tui');
});

test.each([
	['certificate checks switched off', {NODE_TLS_REJECT_UNAUTHORIZED: '0'}, /certificate/],
	['a debugger', {NODE_OPTIONS: '--inspect=0'}, /debugger/],
])('it does not start with %s', async (_, environment, message) => {
	const {exitCode, stderr} = await run({environment});
	expect(exitCode).toBe(2);
	expect(stderr).toMatch(message);
});

test('the connection string leaves the environment, so that children do not inherit it', async () => {
	const environment = {IOTHUB_CONNECTION_STRING: `HostName=x;SharedAccessKeyName=p;SharedAccessKey=${secret}`};
	await run({environment});
	expect(environment).not.toHaveProperty('IOTHUB_CONNECTION_STRING');
});
