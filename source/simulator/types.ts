/** Simulated devices: records of behaviour that real device SDK clients run. */
export type ProfileId = 'tutorial' | 'thermostat' | 'slow' | 'silent' | 'garbled';

/** The protocols of IoT Hub for devices; `-ws` is the same inside of WebSockets. `http` has neither twins nor direct methods. */
export type DeviceProtocol = 'mqtt' | 'mqtt-ws' | 'amqp' | 'amqp-ws' | 'http';

/** What can be wrong with a device; the records in `faults.ts` say how each behaves. */
export type DeviceFault =
	| 'wrong-key'
	| 'old-key'
	| 'expired-token'
	| 'wrong-scope'
	| 'clock-ahead'
	| 'clock-behind'
	| 'wrong-case-id'
	| 'unknown-device'
	| 'duplicate-id'
	| 'flapping'
	| 'silence'
	| 'heartbeats-only'
	| 'no-method-handler'
	| 'slow-method'
	| 'failing-method'
	| 'crashing-method'
	| 'no-twin-handler'
	| 'twin-ignored'
	| 'twin-refused'
	| 'c2d-never-completed';

export type SimulatedDevice = {
	readonly deviceId: string;
	/** Device connection string; `GatewayHostName` is honoured. */
	readonly connectionString: string;
	readonly profileId: ProfileId;
	/** Default `mqtt`. */
	readonly protocol?: DeviceProtocol;
	readonly fault?: DeviceFault;
};

/** Where the sockets of devices go when that is not the hub's own name at the usual ports. */
export type HubEndpoint = {
	readonly host: string;
	readonly ports: {readonly https: number; readonly mqtts: number; readonly amqps: number};
};

/** Something a device did, for the log of `iot-tui simulate`. `text` is raw. */
export type FleetEvent = {
	readonly deviceId: string;
	readonly type: 'connected' | 'disconnected' | 'sent' | 'received' | 'method' | 'desired' | 'reported' | 'error';
	readonly text: string;
};

export type FleetOptions = {
	readonly devices: readonly SimulatedDevice[];
	/** PEM text of a CA to trust besides the system's. */
	readonly ca?: string;
	/** A local hub's, which all protocols but MQTT need; it wins over `GatewayHostName`. */
	readonly endpoint?: HubEndpoint;
	/** Connections opened per second while starting. Default 50. */
	readonly startRatePerSecond?: number;
	onEvent?(event: FleetEvent): void;
};

export type Fleet = {
	readonly connectedCount: number;
	/** Resolves when every device has connected or failed for the first time. */
	readonly started: Promise<void>;
	/** The devices as they run now, by id. */
	readonly devices: ReadonlyMap<string, SimulatedDevice>;
	/**
	 * Begins to run a device; one of the same id is stopped first, and its program starts afresh. Resolves when that is done; whether it connects
	 * is told by events.
	 */
	run(device: SimulatedDevice): Promise<void>;
	/** Stops a device, which leaves the fleet. One that is not in it is left alone. */
	stop(deviceId: string): Promise<void>;
	close(): Promise<void>;
};
