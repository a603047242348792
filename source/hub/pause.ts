/** Waits; rejects with the signal's reason as soon as it is given up. */
export function pause(waitMs: number, signal: AbortSignal): Promise<void> {
	const {promise, resolve, reject} = Promise.withResolvers<void>();
	const giveUp = () => reject(signal.reason);
	if (signal.aborted) giveUp();
	signal.addEventListener('abort', giveUp, {once: true});
	const timer = setTimeout(resolve, waitMs);
	return promise.finally(() => {
		clearTimeout(timer);
		signal.removeEventListener('abort', giveUp);
	});
}
