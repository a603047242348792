/** Simulated devices: records of behaviour that real device SDK clients run. */
export type ProfileId = 'tutorial' | 'thermostat' | 'slow' | 'silent' | 'garbled';

export type SimulatedDevice = {
	readonly deviceId: string;
	/** Device connection string; `GatewayHostName` is honoured. */
	readonly connectionString: string;
	readonly profileId: ProfileId;
};

/** Something a device did, for the log of `iot-tui simulate`. `text` is raw. */
export type FleetEvent = {
	readonly deviceId: string;
	readonly type: 'connected' | 'disconnected' | 'sent' | 'method' | 'desired' | 'reported' | 'error';
	readonly text: string;
};

export type FleetOptions = {
	readonly devices: readonly SimulatedDevice[];
	/** PEM text of a CA to trust besides the system's. */
	readonly ca?: string;
	/** Connections opened per second while starting. Default 50. */
	readonly startRatePerSecond?: number;
	onEvent?(event: FleetEvent): void;
};

export type Fleet = {
	readonly connectedCount: number;
	/** Resolves when every device has connected or failed for the first time. */
	readonly started: Promise<void>;
	close(): Promise<void>;
};
