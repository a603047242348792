import type {Worker} from 'node:worker_threads';
import {createStore} from 'zustand/vanilla';
import {UsageError} from '../errors.js';
import type {ActiveFault, FaultControl} from '../fault-control.js';
import {Secret} from '../secret.js';
import type {SimulatedNow, Simulation} from '../simulation.js';
import type {Failure, LocalHubMessage, LocalHubRequest, LocalHubTask} from './local-hub.js';

type Ready = Extract<LocalHubMessage, {readonly type: 'ready'}>;
type Done = Extract<LocalHubMessage, {readonly type: 'done'}>;

/** Faults and simulated devices of the hub in a thread; their state is what the thread said last. */
export function createRemoteControls(worker: Worker, {availableFaults, kinds}: Ready): {readonly faults: FaultControl; readonly simulation: Simulation} {
	let active: readonly ActiveFault[] = [];
	const store = createStore<ReadonlyMap<string, SimulatedNow>>(() => new Map());
	let lastId = 0;
	const waiting = new Map<number, (answer: Done | Failure) => void>();
	const answer = (id: number, done: Done | Failure) => {
		waiting.get(id)?.(done);
		waiting.delete(id);
	};
	worker.on('message', (message: LocalHubMessage) => {
		if (message.type === 'faults') active = message.active;
		if (message.type === 'device') {
			const devices = new Map(store.getState());
			if (message.now === undefined) devices.delete(message.deviceId);
			else devices.set(message.deviceId, message.now);
			store.setState(devices, true);
		}
		if (message.type === 'done') answer(message.id, message);
	});
	worker.once('exit', () => {
		for (const id of [...waiting.keys()]) answer(id, {message: 'The local hub ended.', hint: 'Start the console again.'});
	});

	/** @throws UsageError what the thread answered */
	const ask = (task: LocalHubTask): Promise<string | undefined> =>
		new Promise((resolve, reject) => {
			const id = ++lastId;
			waiting.set(id, done => {
				const failure = 'message' in done ? done : done.failure;
				if (failure === undefined) resolve('value' in done ? done.value : undefined);
				else reject(new UsageError(failure.message, failure.hint));
			});
			worker.postMessage({type: 'do', id, task} satisfies LocalHubRequest);
		});
	const change = async (task: LocalHubTask): Promise<void> => void (await ask(task));

	return {
		faults: {
			list: () => ({available: availableFaults, active}),
			set: (name, argument) => change({what: 'fault', verb: 'set', name, argument}),
			clear: (name, argument) => change({what: 'fault', verb: 'clear', name, argument}),
		},
		simulation: {
			getState: store.getState,
			subscribe: listener => store.subscribe(() => listener()),
			kinds,
			start: (deviceId, kind) => change({what: 'simulate', verb: 'start', deviceId, kind}),
			restart: deviceId => change({what: 'simulate', verb: 'restart', deviceId}),
			stop: deviceId => change({what: 'simulate', verb: 'stop', deviceId}),
			async credential(deviceId) {
				const connectionString = await ask({what: 'credential', deviceId});
				return connectionString === undefined ? undefined : new Secret(connectionString);
			},
		},
	};
}
