/** Faults on purpose, as those who switch them see them: of the embedded hub and of its simulated devices. */

/** A fault that can be set. */
export type AvailableFault = {
	readonly name: string;
	readonly on: 'hub' | 'device';
	/** One phrase. */
	readonly summary: string;
	/** What its argument is; in brackets when it may be left out. */
	readonly argument?: string;
};
/** A fault that is set. */
export type ActiveFault = {readonly name: string; readonly argument?: string};

export type FaultControl = {
	list(): {readonly available: readonly AvailableFault[]; readonly active: readonly ActiveFault[]};
	/**
	 * Resolves when the hub, or the simulated device, has the fault. A fault of a device without an argument goes to all of them.
	 * @throws UsageError in one sentence: unknown name, bad argument, unknown device
	 */
	set(name: string, argument?: string): Promise<void>;
	/** Ends a fault; without an argument wherever it is set. @throws UsageError for an unknown name */
	clear(name: string, argument?: string): Promise<void>;
};
