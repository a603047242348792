import {defineConfig} from 'vitest/config';

/** Longest wait for one test: a limit against hanging, never an assertion on speed. */
const testTimeout = 60_000;
/** A poll waits for a state, however slow the machine is. */
const expectOptions = {poll: {timeout: 30_000}};

export default defineConfig({
	test: {
		projects: [
			{test: {name: 'unit', include: ['test/**/*.test.{ts,tsx}'], exclude: ['test/contract/**', 'test/journeys/**'], testTimeout, expect: expectOptions}},
			{test: {name: 'contract', include: ['test/contract/**/*.test.ts'], pool: 'forks', testTimeout, hookTimeout: testTimeout, expect: expectOptions}},
			{
				test: {
					name: 'journeys',
					include: ['test/journeys/**/*.test.ts'],
					pool: 'forks',
					fileParallelism: false,
					testTimeout: 120_000,
					hookTimeout: 120_000,
					expect: expectOptions,
				},
			},
		],
	},
});
