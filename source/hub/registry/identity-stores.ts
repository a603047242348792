import {createDocumentStores, type DocumentStores} from '../document-store.js';
import type {DeviceIdentity} from '../management-types.js';
import type {Rest} from '../rest.js';
import {isSameIdentity, parseIdentity} from './identity-document.js';

/** The identity stores of a hub. */
export type IdentityStores = DocumentStores<DeviceIdentity>;

/** Where the registry keeps a device. */
export function identityPath(deviceId: string): string {
	return `/devices/${encodeURIComponent(deviceId)}`;
}

export function createIdentityStores(rest: Rest): IdentityStores {
	return createDocumentStores(deviceId => ({
		async read(signal) {
			const {body} = await rest.get(identityPath(deviceId), {signal});
			return parseIdentity(body);
		},
		isSame: isSameIdentity,
	}));
}
