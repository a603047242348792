import {Worker} from 'node:worker_threads';
import {HubError, UsageError} from '../errors.js';
import type {ActiveFault, AvailableFault, FaultControl} from '../fault-control.js';

type Failure = {readonly message: string; readonly hint: string};
/** What the worker thread says. */
export type LocalHubMessage =
	| {readonly type: 'progress'; readonly text: string}
	| {readonly type: 'ready'; readonly hubConnectionString: string; readonly availableFaults: readonly AvailableFault[]}
	| {readonly type: 'failed'; readonly message: string; readonly hint: string}
	/** The answer to the request of that id. */
	| {readonly type: 'fault-changed'; readonly id: number; readonly active: readonly ActiveFault[]; readonly failure?: Failure}
	| {readonly type: 'closed'};
/** What it is told. */
export type LocalHubRequest =
	| {readonly type: 'close'}
	| {readonly type: 'fault'; readonly id: number; readonly verb: 'set' | 'clear'; readonly name: string; readonly argument?: string};

/** What the worker thread is started with. */
export type LocalHubOptions = {readonly devices: number};

export type LocalHub = {readonly hubConnectionString: string; readonly faults: FaultControl; close(): Promise<void>};

/** Switches faults in the thread; `list` is what the thread said last. */
function createRemoteFaultControl(worker: Worker, available: readonly AvailableFault[]): FaultControl {
	let active: readonly ActiveFault[] = [];
	let lastId = 0;
	const waiting = new Map<number, (failure: Failure | undefined) => void>();
	const answer = (id: number, failure: Failure | undefined) => {
		waiting.get(id)?.(failure);
		waiting.delete(id);
	};
	worker.on('message', (message: LocalHubMessage) => {
		if (message.type !== 'fault-changed') return;
		active = message.active;
		answer(message.id, message.failure);
	});
	worker.once('exit', () => {
		for (const id of [...waiting.keys()]) answer(id, {message: 'The local hub ended.', hint: 'Start the console again.'});
	});

	const request = (verb: 'set' | 'clear') => (name: string, argument?: string) =>
		new Promise<void>((resolve, reject) => {
			const id = ++lastId;
			waiting.set(id, failure => (failure === undefined ? resolve() : reject(new UsageError(failure.message, failure.hint))));
			worker.postMessage({type: 'fault', id, verb, name, argument} satisfies LocalHubRequest);
		});
	return {list: () => ({available, active}), set: request('set'), clear: request('clear')};
}

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
	const ready = await new Promise<Extract<LocalHubMessage, {readonly type: 'ready'}>>((resolve, reject) => {
		worker.on('message', (message: LocalHubMessage) => {
			if (message.type === 'progress') onProgress(message.text);
			if (message.type === 'ready') resolve(message);
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
		hubConnectionString: ready.hubConnectionString,
		faults: createRemoteFaultControl(worker, ready.availableFaults),
		async close() {
			isClosing = true;
			worker.postMessage({type: 'close'} satisfies LocalHubRequest);
			await ended;
		},
	};
}
