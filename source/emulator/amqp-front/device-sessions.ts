import type {AmqpError} from 'rhea';
import {HubFault} from '../core/fault.js';
import type {DeviceConnection, DeviceFeature, DeviceProtocol, HubCore, JsonObject, MethodRequest, Principal} from '../core/types.js';
import {toAmqpError} from './conditions.js';

/** One link of a device, as its session sees it. What the core has for the device goes to the link that listens for it. */
type DeviceLinkHandlers = {
	end(error: AmqpError): void;
	deliverMethod?(request: MethodRequest): void;
	deliverDesired?(patch: JsonObject): void;
	notifyC2d?(): void;
};

/** A link's place in the session of its device. */
export type JoinedLink = {
	/** Whether what belongs to the feature is to be handed to this link. */
	setListening(feature: DeviceFeature, isListening: boolean): void;
	/** The link is closed. The session ends with its last link. */
	leave(): void;
};

/** The devices that one connection speaks for: nearly always one, and many when a gateway signs in for its devices. */
export type DeviceSessions = {
	/** Checks that the principal may act as the device. A newer token moves the end of a session that is open. @throws HubFault */
	authorize(principal: Principal, deviceId: string): void;
	/** Adds a link of a device that was just authorized. With its first link the device is connected, and connections of it elsewhere are ended. @throws HubFault */
	join(deviceId: string, handlers: DeviceLinkHandlers): JoinedLink;
	/** Whose key the device's sender signed in with. */
	scopeOf(deviceId: string): Principal['scope'];
};

type Session = {readonly links: Map<DeviceLinkHandlers, Set<DeviceFeature>>; readonly connection: DeviceConnection};

/** AMQP has its own code for a client that was replaced by another (409002, "Understand and resolve IoT Hub errors"); other faults keep theirs. */
function toLinkError(fault: HubFault): AmqpError {
	if (fault.faultName !== 'ConnectionForcefullyClosedOnNewConnection') return toAmqpError(fault);
	return toAmqpError(new HubFault('LinkCreationConflict', 'LinkCreationConflict (409002): another client connected with the same identity.'));
}

export function createDeviceSessions(core: HubCore, protocol: DeviceProtocol): DeviceSessions {
	const sessions = new Map<string, Session>();
	const principals = new Map<string, Principal>();

	const openSession = (deviceId: string): Session => {
		const links: Session['links'] = new Map();
		const listener = (feature: DeviceFeature) => [...links].findLast(([, features]) => features.has(feature))?.[0];
		const connection = core.connections.open(
			deviceId,
			{
				protocol,
				close(fault) {
					sessions.delete(deviceId);
					principals.delete(deviceId);
					for (const link of [...links.keys()]) link.end(toLinkError(fault));
				},
				deliverMethod: request => listener('methods')?.deliverMethod?.(request),
				deliverDesired: patch => listener('desired')?.deliverDesired?.(patch),
				notifyC2d: () => listener('c2d')?.notifyC2d?.(),
			},
			principals.get(deviceId)?.expiresAt ?? 0,
		);
		const session = {links, connection};
		sessions.set(deviceId, session);
		return session;
	};

	return {
		authorize(principal, deviceId) {
			core.access.requireDevice(principal, deviceId);
			principals.set(deviceId, principal);
			sessions.get(deviceId)?.connection.renew(principal.expiresAt);
		},
		join(deviceId, handlers) {
			const session = sessions.get(deviceId) ?? openSession(deviceId);
			const {links, connection} = session;
			const features = new Set<DeviceFeature>();
			links.set(handlers, features);
			const tell = (feature: DeviceFeature) =>
				connection.setListening(
					feature,
					[...links.values()].some(others => others.has(feature)),
				);
			return {
				setListening(feature, isListening) {
					if (isListening) features.add(feature);
					else features.delete(feature);
					tell(feature);
				},
				leave() {
					links.delete(handlers);
					for (const feature of features) tell(feature);
					if (links.size > 0 || sessions.get(deviceId) !== session) return;
					sessions.delete(deviceId);
					principals.delete(deviceId);
					connection.close();
				},
			};
		},
		scopeOf: deviceId => principals.get(deviceId)?.scope ?? 'device',
	};
}
