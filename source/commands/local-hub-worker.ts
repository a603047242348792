import {parentPort, workerData} from 'node:worker_threads';
import {createFaultControl} from './fault-control.js';
import {planFleet} from './fleet-plan.js';
import type {LocalHubMessage, LocalHubOptions, LocalHubRequest} from './local-hub.js';

/** Thread entry: the embedded emulator and its fleet, until the console says `close`. */
async function run(options: LocalHubOptions): Promise<void> {
	tell({type: 'progress', text: 'starting the local hub'});
	const [{startEmulator}, {startFleet}] = await Promise.all([import('../emulator/start.js'), import('../simulator/fleet.js')]);
	const plan = planFleet(options.devices);
	// One identity that no device ever uses, so that an offline device is there to look at.
	const emulator = await startEmulator({deviceIds: [...plan.map(device => device.deviceId), 'spare-00']});
	const fleet = startFleet({
		devices: plan.map(device => ({...device, connectionString: emulator.deviceConnectionString(device.deviceId)})),
		ca: emulator.ca,
		endpoint: {host: 'localhost', ports: emulator.ports},
	});
	const faults = createFaultControl(emulator, fleet);

	async function changeFault({id, verb, name, argument}: Extract<LocalHubRequest, {readonly type: 'fault'}>): Promise<void> {
		try {
			await faults[verb](name, argument);
			tell({type: 'fault-changed', id, active: faults.list().active});
		} catch (error) {
			tell({type: 'fault-changed', id, active: faults.list().active, failure: describeFailure(error)});
		}
	}

	async function end(): Promise<void> {
		await fleet.close();
		await emulator.close();
		tell({type: 'closed'});
		process.exit();
	}

	parentPort?.on('message', (request: LocalHubRequest) => void (request.type === 'close' ? end() : changeFault(request)));
	tell({type: 'ready', hubConnectionString: emulator.hubConnectionString, availableFaults: faults.list().available});
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
