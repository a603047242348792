import {Worker} from 'node:worker_threads';
import {HubError} from '../errors.js';

/** What the worker thread says. */
export type LocalHubMessage =
	| {readonly type: 'progress'; readonly text: string}
	| {readonly type: 'ready'; readonly hubConnectionString: string}
	| {readonly type: 'failed'; readonly message: string; readonly hint: string}
	| {readonly type: 'closed'};

/** What the worker thread is started with. */
export type LocalHubOptions = {readonly devices: number};

export type LocalHub = {readonly hubConnectionString: string; close(): Promise<void>};

/**
 * Starts the emulator and its simulated fleet in a worker thread: their load does not delay a key, and nothing they print can reach the screen.
 * @param onProgress one short phrase per step
 * @param onCrash the thread ended by itself after it was ready
 * @throws HubError when the thread cannot start the hub
 */
export async function startLocalHub(options: LocalHubOptions, onProgress: (text: string) => void, onCrash: (error: unknown) => void): Promise<LocalHub> {
	// Piped and never read to the end of a screen: a dependency's console output ends here.
	const worker = new Worker(new URL('./local-hub-worker.js', import.meta.url), {workerData: options, stdout: true, stderr: true});
	worker.stdout.resume();
	worker.stderr.resume();
	const ended = new Promise<void>(resolve => worker.once('exit', () => resolve()));
	const hubConnectionString = await new Promise<string>((resolve, reject) => {
		worker.on('message', (message: LocalHubMessage) => {
			if (message.type === 'progress') onProgress(message.text);
			if (message.type === 'ready') resolve(message.hubConnectionString);
			if (message.type === 'failed') reject(new HubError('unexpected', message.message, {hint: message.hint}));
		});
		worker.once('error', reject);
		worker.once('exit', () => reject(new HubError('unexpected', 'The local hub ended before it was ready.', {hint: 'Run iot-tui emulator to see why.'})));
	});
	let isClosing = false;
	worker.once('error', onCrash);
	worker.once('exit', () => {
		if (!isClosing) onCrash(new HubError('unexpected', 'The local hub ended by itself.', {hint: 'Run iot-tui emulator to see why, and report it.'}));
	});
	return {
		hubConnectionString,
		async close() {
			isClosing = true;
			worker.postMessage('close');
			await ended;
		},
	};
}
