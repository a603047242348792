/** Devices that the console itself runs on the embedded hub, as those who start and stop them see them. */
import type {LiveStore} from './hub/types.js';
import type {Secret} from './secret.js';

/** A simulated device as it runs now. */
export type SimulatedNow = {
	readonly deviceId: string;
	/** Name of its behaviour. */
	readonly kind: string;
	readonly isConnected: boolean;
	/** What its program said of the last attempt, while it is not connected. Raw. */
	readonly failure?: string;
};

/** The simulated devices by id, and what can be done with them. Each change resolves when the program of the device has begun or ended. */
export type Simulation = LiveStore<ReadonlyMap<string, SimulatedNow>> & {
	/** Names of behaviours, the usual one first. */
	readonly kinds: readonly string[];
	/**
	 * Runs a device with the primary key that the hub has for it at this moment, and without a fault. One that runs already begins anew.
	 * @throws UsageError in one sentence: no such device, no such kind, a device without a key
	 */
	start(deviceId: string, kind?: string): Promise<void>;
	/** Ends the program of a device and runs it again with the key that it has, as one does after a reset. @throws UsageError when it is not simulated */
	restart(deviceId: string): Promise<void>;
	/** @throws UsageError when it is not simulated */
	stop(deviceId: string): Promise<void>;
	/** The connection string by which the program of a device signs in; undefined when it is not simulated. */
	credential(deviceId: string): Promise<Secret | undefined>;
};
