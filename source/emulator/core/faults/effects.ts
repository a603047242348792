import {HubFault} from '../fault.js';
import type {InjectedFault} from '../faults.js';
import type {CloudToDevice, Telemetry} from '../messages.js';
import type {Registry} from '../types.js';

/** What a fault does once when it begins; returns what is done when it ends. @throws HubFault */
export type FaultEffects = (fault: InjectedFault) => () => void;

const nothing = (): void => {};

/** Higher than clients choose by themselves. */
const ownerLevel = 1000;

function fillQueue(c2d: CloudToDevice, deviceId: string): () => void {
	try {
		for (let number = 1; ; number++) {
			c2d.send(deviceId, {body: Buffer.from(`filler ${number}`), system: {messageId: `filler-${number}`}, application: {}, ack: 'none'});
		}
	} catch (error) {
		if (!(error instanceof HubFault) || error.faultName !== 'DeviceMaximumQueueDepthExceeded') throw error;
	}
	return () => ignoreMissing(() => c2d.purge(deviceId));
}

function takeGroup(telemetry: Telemetry, consumerGroup: string): () => void {
	const detach: (() => void)[] = [];
	const end = () => {
		for (const detachOne of detach) detachOne();
	};
	try {
		for (let partition = 0; partition < telemetry.partitionCount; partition++) {
			detach.push(telemetry.attach({consumerGroup, partition, ownerLevel, onAppended: nothing, onStolen: nothing}));
		}
	} catch (error) {
		end();
		throw error;
	}
	return end;
}

function disable(registry: Registry, deviceId: string): () => void {
	const {authentication} = registry.get(deviceId);
	registry.put(deviceId, {deviceId, authentication, status: 'disabled', statusReason: 'disabled by a fault'}, '*');
	return () => ignoreMissing(() => registry.put(deviceId, {deviceId, authentication: registry.get(deviceId).authentication, status: 'enabled'}, '*'));
}

function remove(registry: Registry, deviceId: string): () => void {
	const {authentication, status} = registry.get(deviceId);
	registry.delete(deviceId, '*');
	return () => ignoreMissing(() => registry.put(deviceId, {deviceId, authentication, status}, undefined));
}

/** Undoing is best effort: somebody may have removed or made the device meanwhile. */
function ignoreMissing(action: () => void): void {
	try {
		action();
	} catch (error) {
		if (!(error instanceof HubFault)) throw error;
	}
}

/** The faults that are made of ordinary calls to the hub. */
export function createEffects({
	c2d,
	telemetry,
	registry,
}: {
	readonly c2d: CloudToDevice;
	readonly telemetry: Telemetry;
	readonly registry: Registry;
}): FaultEffects {
	return fault => {
		switch (fault.name) {
			case 'queue-full':
				return fillQueue(c2d, fault.deviceId);
			case 'consumer-group-taken':
				return takeGroup(telemetry, fault.consumerGroup);
			case 'disabled-device':
				return disable(registry, fault.deviceId);
			case 'deleted-device':
				return remove(registry, fault.deviceId);
			default:
				return nothing;
		}
	};
}
