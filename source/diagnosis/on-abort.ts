/** Runs `action` when the signal is aborted, at once where it already is; the returned function forgets it. */
export function onAbort(signal: AbortSignal, action: () => void): () => void {
	if (signal.aborted) action();
	else signal.addEventListener('abort', action, {once: true});
	return () => signal.removeEventListener('abort', action);
}
