import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {expect, test} from 'vitest';

/** Keeps objects as long as a feed does: until some thousand newer ones have come. Prints the bytes of the space for new objects at last. */
const flood = `
	const kept = [];
	for (let turn = 0; turn < 1000; turn++) {
		for (let count = 0; count < 4000; count++) kept.push({a: {turn, count}, b: [turn, count], c: {}, d: new Date(count)});
		kept.splice(0, kept.length - 6000);
		await new Promise(resolve => setImmediate(resolve));
	}
	console.log(process.getBuiltinModule('v8').getHeapSpaceStatistics().find(space => space.space_name === 'new_space').space_size);
`;

const run = async (program: string) => {
	// As much as Node allows itself on a large machine.
	const flags = ['--max-semi-space-size=64', '--input-type=module', '--disable-warning=ExperimentalWarning'];
	const {stdout, stderr} = await promisify(execFile)(process.execPath, [...flags, '--eval', program]);
	return {bytes: Number(stdout), stderr};
};

test('the space for new objects stops growing', async () => {
	const {bytes} = await run(flood);
	const limited = await run(`import {limitNewSpace} from './source/commands/limit-new-space.ts'; limitNewSpace(); ${flood}`);
	expect(limited.stderr).toBe('');
	expect(limited.bytes).toBeGreaterThan(30_000_000);
	expect(limited.bytes).toBeLessThan(bytes);
});
