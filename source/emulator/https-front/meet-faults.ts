import type {Traffic} from '../core/faults/refusals.js';
import type {HubCore, Permission} from '../core/types.js';

const trafficOfPermissions: Partial<Readonly<Record<Permission, Traffic>>> = {
	RegistryRead: 'identities',
	RegistryWrite: 'identities',
	ServiceConnect: 'service',
};

/** Makes a call wait, or refuses it, as the hub's faults of the moment say. What devices send is judged by the core. @throws HubFault */
export async function meetFaults({faults, options}: HubCore, path: string, permission: Permission | undefined): Promise<void> {
	const delayMs = faults.answerDelayMs();
	if (delayMs > 0) await new Promise<void>(resolve => void options.clock.after(delayMs, resolve));
	const traffic = path.startsWith('/statistics/') ? 'identities' : permission && trafficOfPermissions[permission];
	if (traffic !== undefined) faults.check(traffic);
}
