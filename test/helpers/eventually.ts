import {vi} from 'vitest';

/** Repeats a check until it passes; the limit is one against hanging, for slow machines too. */
export function eventually(check: () => void): Promise<void> {
	return vi.waitFor(check, {timeout: 30_000, interval: 10});
}
