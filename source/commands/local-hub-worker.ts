import {parentPort, workerData} from 'node:worker_threads';
import type {FaultControl} from '../fault-control.js';
import type {Simulation} from '../simulation.js';
import {createFaultControl} from './fault-control.js';
import {planFleet} from './fleet-plan.js';
import type {LocalHubMessage, LocalHubOptions, LocalHubRequest, LocalHubTask} from './local-hub.js';

/** Thread entry: the embedded emulator and its fleet, until the console says `close`. */
async function run(options: LocalHubOptions): Promise<void> {
	tell({type: 'progress', text: 'starting the local hub'});
	const [{startEmulator}, {startSimulation}] = await Promise.all([import('../emulator/start.js'), import('./simulation.js')]);
	const plan = planFleet(options.devices);
	// One identity that no device ever uses, so that an offline device is there to look at.
	const emulator = await startEmulator({deviceIds: [...plan.map(device => device.deviceId), 'spare-00']});
	const {fleet, simulation} = startSimulation(emulator, plan);
	const faults = createFaultControl(emulator, fleet);

	async function answer(id: number, task: LocalHubTask): Promise<void> {
		try {
			const value = await perform(task, faults, simulation);
			tell({type: 'faults', active: faults.list().active});
			tell({type: 'done', id, ...(value !== undefined && {value})});
		} catch (error) {
			tell({type: 'done', id, failure: describeFailure(error)});
		}
	}

	async function end(): Promise<void> {
		await fleet.close();
		await emulator.close();
		process.exit();
	}

	parentPort?.on('message', (request: LocalHubRequest) => void (request.type === 'close' ? end() : answer(request.id, request.task)));
	tell({type: 'ready', hubConnectionString: emulator.hubConnectionString, availableFaults: faults.list().available, kinds: simulation.kinds});
	tellDevices(simulation);
}

/** @returns a text for the console, where the task asks for one */
async function perform(task: LocalHubTask, faults: FaultControl, simulation: Simulation): Promise<string | undefined> {
	switch (task.what) {
		case 'fault':
			await faults[task.verb](task.name, task.argument);
			return undefined;
		case 'simulate':
			if (task.verb === 'start') await simulation.start(task.deviceId, task.kind);
			else await simulation[task.verb](task.deviceId);
			return undefined;
		case 'credential':
			return (await simulation.credential(task.deviceId))?.reveal();
	}
}

/** Each device as it is, and again when it changes. */
function tellDevices(simulation: Simulation): void {
	let told = simulation.getState();
	for (const [deviceId, now] of told) tell({type: 'device', deviceId, now});
	simulation.subscribe(() => {
		const devices = simulation.getState();
		for (const [deviceId, now] of devices) if (told.get(deviceId) !== now) tell({type: 'device', deviceId, now});
		for (const deviceId of told.keys()) if (!devices.has(deviceId)) tell({type: 'device', deviceId});
		told = devices;
	});
}

function tell(message: LocalHubMessage): void {
	parentPort?.postMessage(message);
}

function describeFailure(error: unknown): {readonly message: string; readonly hint: string} {
	const hint = error instanceof Error && 'hint' in error ? String(error.hint) : 'Run iot-tui emulator to see more.';
	return {message: error instanceof Error ? error.message : String(error), hint};
}

run(workerData as LocalHubOptions).catch((error: unknown) => {
	tell({type: 'failed', ...describeFailure(error)});
	process.exitCode = 1;
});
