import {defineConfig} from 'vitest/config';

const shared = {
	pool: 'forks' as const,
	/** Longest wait for one test: a limit against hanging, never an assertion on speed. */
	testTimeout: 120_000,
	hookTimeout: 120_000,
	/** A poll waits for a state, however slow the machine is. */
	expect: {poll: {timeout: 30_000}},
};

export default defineConfig({
	// React as it ships: its development build draws a frame in half as much time again.
	oxc: {jsx: {runtime: 'automatic', development: false}},
	test: {
		projects: [
			{
				test: {
					...shared,
					name: 'unit',
					env: {NODE_ENV: 'production'},
					include: ['test/**/*.test.{ts,tsx}'],
					exclude: ['test/contract/**', 'test/journeys/**'],
					sequence: {groupOrder: 0},
					maxWorkers: 2,
				},
			},
			// Sockets, devices and terminals mostly wait, so that more of them than there are cores get on.
			{test: {...shared, name: 'contract', include: ['test/contract/**/*.test.ts'], sequence: {groupOrder: 1}, maxWorkers: 6}},
			{test: {...shared, name: 'journeys', include: ['test/journeys/**/*.test.ts'], sequence: {groupOrder: 1}, maxWorkers: 6}},
		],
	},
});
