const closeTimeoutMs = 1500;

/** Waits for something to close, but not for long: client libraries wait for an answer that may never come. What the close fails with is of no interest. */
export async function closeInTime(closing: Promise<unknown>): Promise<void> {
	const {promise, resolve} = Promise.withResolvers<void>();
	const timer = setTimeout(resolve, closeTimeoutMs);
	await Promise.race([closing.catch(() => undefined), promise]);
	clearTimeout(timer);
}
