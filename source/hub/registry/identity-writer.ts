import {HubError} from '../../errors.js';
import {findStatusReasonFault} from '../../identity-rules.js';
import type {DeviceDirectoryOwner} from '../devices.js';
import {asText} from '../json-value.js';
import type {DeviceIdentity, ManagementWriter} from '../management-types.js';
import type {Rest} from '../rest.js';
import type {TwinStores} from '../twin.js';
import type {JsonObject} from '../types.js';
import {parseIdentity, requireDocument, toDeviceRow} from './identity-document.js';
import {type IdentityStores, identityPath} from './identity-stores.js';
import {applyKeyChange} from './key-change.js';
import {describeNewDevice} from './new-device.js';

/** Where a changed identity shows. */
export type IdentityViews = {readonly identities: IdentityStores; readonly twins: TwinStores; readonly devices: DeviceDirectoryOwner};

/** What changes identities. Whatever has changed shows at once in the list and in the identity's store. */
export function createIdentityWriter(
	rest: Rest,
	send: NonNullable<Rest['send']>,
	{identities, twins, devices}: IdentityViews,
): Pick<ManagementWriter, 'createDevice' | 'changeKeys' | 'setStatus' | 'deleteDevice'> {
	function show(body: unknown, change: 'add' | 'update'): DeviceIdentity {
		const identity = parseIdentity(body);
		identities.open(identity.deviceId).accept(identity);
		devices[change](toDeviceRow(identity));
		return identity;
	}

	/** Read, change, write under the etag of the reading; whoever else wrote in between makes it a conflict. */
	async function change(deviceId: string, apply: (document: JsonObject) => JsonObject): Promise<DeviceIdentity> {
		const {body} = await rest.get(identityPath(deviceId));
		const document = requireDocument(body);
		try {
			const answer = await send('PUT', identityPath(deviceId), apply(document), {etag: asText(document.etag)});
			return show(answer.body, 'update');
		} catch (error) {
			if (error instanceof HubError && error.kind === 'conflict') refresh(deviceId);
			throw error;
		}
	}

	/** Stores that somebody looks at are read anew. */
	function refresh(deviceId: string): void {
		for (const owner of [identities.find(deviceId), twins.find(deviceId)]) if (owner?.isWatched()) void owner.store.refresh();
	}

	/** Of the identity as somebody sees it, so that nothing is deleted that has become something else meanwhile. */
	async function findEtag(deviceId: string): Promise<string> {
		const owner = identities.find(deviceId);
		const shown = owner?.isWatched() ? owner.store.getState().value : undefined;
		if (shown) return shown.etag;
		const {body} = await rest.get(identityPath(deviceId));
		return asText(requireDocument(body).etag);
	}

	return {
		async createDevice(device) {
			const document = describeNewDevice(device);
			const {body} = await send('PUT', identityPath(device.deviceId), document);
			// The twin of an earlier device with this id is not its twin.
			twins.find(device.deviceId)?.discard();
			return show(body, 'add');
		},
		changeKeys: (deviceId, keyChange) => change(deviceId, document => applyKeyChange(document, keyChange)),
		async setStatus(deviceId, isEnabled, reason) {
			const fault = findStatusReasonFault(reason);
			if (fault !== undefined) throw new HubError('invalid', fault, {hint: 'Shorten it.'});
			const status = isEnabled ? 'enabled' : 'disabled';
			const identity = await change(deviceId, document => ({...document, status, statusReason: reason === '' ? null : reason}));
			// A disabled device is disconnected, which its twin tells.
			const twin = twins.find(deviceId);
			if (twin?.isWatched()) void twin.store.refresh();
			return identity;
		},
		async deleteDevice(deviceId) {
			try {
				await send('DELETE', identityPath(deviceId), undefined, {etag: await findEtag(deviceId)});
			} catch (error) {
				const kind = error instanceof HubError ? error.kind : undefined;
				if (kind === 'conflict' || kind === 'not-found') refresh(deviceId);
				if (kind === 'not-found') devices.remove(deviceId);
				throw error;
			}
			devices.remove(deviceId);
			identities.find(deviceId)?.discard();
			twins.find(deviceId)?.discard();
		},
	};
}
