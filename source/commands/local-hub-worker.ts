import {parentPort, workerData} from 'node:worker_threads';
import {planFleet} from './fleet-plan.js';
import type {LocalHubMessage, LocalHubOptions} from './local-hub.js';

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
	});
	parentPort?.once('message', async () => {
		await fleet.close();
		await emulator.close();
		tell({type: 'closed'});
		process.exit();
	});
	tell({type: 'ready', hubConnectionString: emulator.hubConnectionString});
}

function tell(message: LocalHubMessage): void {
	parentPort?.postMessage(message);
}

run(workerData as LocalHubOptions).catch((error: unknown) => {
	const hint = error instanceof Error && 'hint' in error ? String(error.hint) : 'Run iot-tui emulator to see more.';
	tell({type: 'failed', message: error instanceof Error ? error.message : String(error), hint});
	process.exitCode = 1;
});
