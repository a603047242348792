import {expect, vi} from 'vitest';

/** Longest wait, for the slowest machine; what is waited for comes much sooner. */
const timeout = 30_000;

/** An expectation that is tried again and again until it holds. Tests that run side by side must hand in the `expect` of their own context. */
export function eventually<T>(read: () => T, expectOfTest: Pick<typeof expect, 'poll'> = expect) {
	return expectOfTest.poll(read, {timeout, interval: 20});
}

/** Repeats a check until it passes. */
export function eventuallyPasses(check: () => void): Promise<void> {
	return vi.waitFor(check, {timeout, interval: 10});
}
