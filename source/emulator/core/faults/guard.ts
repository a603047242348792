import {HubFault} from '../fault.js';
import type {Faults} from '../faults.js';
import type {CloudToDevice, Telemetry} from '../messages.js';
import type {Access, Connections, Principal, Twins} from '../types.js';

/** How long a hub without quota keeps a connection that it has taken. */
const cutAfterMs = 100;

type GuardedVerbs = {
	readonly access: Access;
	readonly telemetry: Telemetry;
	readonly twins: Twins;
	readonly c2d: CloudToDevice;
	readonly connections: Connections;
};

/**
 * The verbs that devices and messages come through, with the faults of the moment in front. What the hub does for itself goes past them.
 * @param schedule runs a task later on the hub's clock
 * @param cut ends the device's connection
 */
export function guardVerbs(
	{access, telemetry, twins, c2d, connections}: GuardedVerbs,
	faults: Faults,
	{
		eventHubName,
		schedule,
		cut,
	}: {
		readonly eventHubName: string;
		readonly schedule: (delayMs: number, task: () => void) => void;
		readonly cut: (deviceId: string, fault: HubFault) => void;
	},
): GuardedVerbs {
	/** Tokens of the telemetry endpoint name it; the rules for the hub do not concern that one. */
	const isForEvents = ({resource}: Principal) => resource.split('/')[1]?.toLowerCase() === eventHubName.toLowerCase();
	const findConnectionFault = (): HubFault | undefined => {
		try {
			faults.check('connection');
			return undefined;
		} catch (error) {
			if (error instanceof HubFault) return error;
			throw error;
		}
	};

	return {
		access: {
			...access,
			verifyToken(text) {
				const principal = access.verifyToken(text);
				if (!isForEvents(principal)) faults.check('sign-in');
				return principal;
			},
			verifyCertificate(...given) {
				const principal = access.verifyCertificate(...given);
				faults.check('sign-in');
				return principal;
			},
		},
		telemetry: {
			...telemetry,
			append(...given) {
				faults.check('telemetry');
				return telemetry.append(...given);
			},
		},
		twins: {
			...twins,
			deviceView(deviceId) {
				faults.check('twin');
				return twins.deviceView(deviceId);
			},
			patchReported(deviceId, patch) {
				faults.check('twin');
				return twins.patchReported(deviceId, patch);
			},
		},
		c2d: {
			...c2d,
			send(deviceId, message) {
				faults.check('service');
				c2d.send(deviceId, message);
			},
			receive: (deviceId, lockMs) => (faults.isQueueHeld(deviceId) ? undefined : c2d.receive(deviceId, lockMs)),
		},
		connections: {
			get count() {
				return connections.count;
			},
			open(...given) {
				const connection = connections.open(...given);
				const fault = findConnectionFault();
				if (fault !== undefined) schedule(cutAfterMs, () => cut(connection.deviceId, fault));
				return connection;
			},
		},
	};
}
