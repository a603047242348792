import {Worker} from 'node:worker_threads';
import {HubError} from '../errors.js';
import type {ActiveFault, AvailableFault, FaultControl} from '../fault-control.js';
import type {SimulatedNow, Simulation} from '../simulation.js';
import {createRemoteControls} from './local-hub-controls.js';

/** What went wrong in the thread, and the next step. */
export type Failure = {readonly message: string; readonly hint: string};
/** What the worker thread says. */
export type LocalHubMessage =
	| {readonly type: 'progress'; readonly text: string}
	| {
			readonly type: 'ready';
			readonly hubConnectionString: string;
			readonly availableFaults: readonly AvailableFault[];
			/** Of simulated devices. */
			readonly kinds: readonly string[];
	  }
	| {readonly type: 'failed'; readonly message: string; readonly hint: string}
	| {readonly type: 'faults'; readonly active: readonly ActiveFault[]}
	/** A simulated device has changed; without `now` it is gone. */
	| {readonly type: 'device'; readonly deviceId: string; readonly now?: SimulatedNow}
	/** The answer to the request of that id. */
	| {readonly type: 'done'; readonly id: number; readonly failure?: Failure; readonly value?: string};
/** Something to do in the thread. `credential` is answered with a connection string. */
export type LocalHubTask =
	| {readonly what: 'fault'; readonly verb: 'set' | 'clear'; readonly name: string; readonly argument: string | undefined}
	| {readonly what: 'simulate'; readonly verb: 'start' | 'restart' | 'stop'; readonly deviceId: string; readonly kind?: string | undefined}
	| {readonly what: 'credential'; readonly deviceId: string};
/** What it is told. */
export type LocalHubRequest = {readonly type: 'close'} | {readonly type: 'do'; readonly id: number; readonly task: LocalHubTask};

/** What the worker thread is started with. */
export type LocalHubOptions = {readonly devices: number};

export type LocalHub = {readonly hubConnectionString: string; readonly faults: FaultControl; readonly simulation: Simulation; close(): Promise<void>};

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
	const controls = await new Promise<Omit<LocalHub, 'close'>>((resolve, reject) => {
		worker.on('message', (message: LocalHubMessage) => {
			if (message.type === 'progress') onProgress(message.text);
			// At once: what the thread says next is for them.
			if (message.type === 'ready') resolve({hubConnectionString: message.hubConnectionString, ...createRemoteControls(worker, message)});
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
		...controls,
		async close() {
			isClosing = true;
			worker.postMessage({type: 'close'} satisfies LocalHubRequest);
			await ended;
		},
	};
}
