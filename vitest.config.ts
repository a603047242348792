import {defineConfig} from 'vitest/config';

const shared = {
	pool: 'forks' as const,
	/** Longest wait for one test: a limit against hanging, never an assertion on speed. */
	testTimeout: 120_000,
	hookTimeout: 120_000,
	/** A poll waits for a state, however slow the machine is. */
	expect: {poll: {timeout: 30_000}},
};

/** These replace a module of Node, which only a process of their own forgets again. */
const replacing = ['test/emulator/loopback.test.ts', 'test/contract/registry-host-name.test.ts'];

export default defineConfig({
	// React as it ships: its development build draws a frame in half as much time again.
	oxc: {jsx: {runtime: 'automatic', development: false}},
	test: {
		projects: [
			// A worker keeps what it has imported for its next file: to load the SDKs and Ink anew for each takes as long as the tests themselves.
			{
				test: {
					...shared,
					name: 'unit',
					isolate: false,
					env: {NODE_ENV: 'production'},
					include: ['test/**/*.test.{ts,tsx}'],
					exclude: ['test/contract/**', 'test/journeys/**', ...replacing],
					sequence: {groupOrder: 0},
					maxWorkers: 2,
				},
			},
			{test: {...shared, name: 'replacing', include: replacing, sequence: {groupOrder: 1}, maxWorkers: 6}},
			// Sockets, devices and terminals mostly wait, so that more of them than there are cores get on.
			{
				test: {
					...shared,
					name: 'contract',
					isolate: false,
					include: ['test/contract/**/*.test.ts'],
					exclude: replacing,
					sequence: {groupOrder: 1},
					maxWorkers: 6,
				},
			},
			{test: {...shared, name: 'journeys', include: ['test/journeys/**/*.test.ts'], sequence: {groupOrder: 1}, maxWorkers: 6}},
		],
	},
});
