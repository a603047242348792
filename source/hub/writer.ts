import type {C2dOwner} from './c2d/store.js';
import {asJsonObject, asNumber} from './json-value.js';
import type {MethodCallsOwner} from './methods.js';
import {createIdentityWriter, type IdentityViews} from './registry/identity-writer.js';
import type {Rest} from './rest.js';
import {parseTwin} from './twin-document.js';
import type {HubWriter} from './types.js';

/** Where changes show. */
export type WriterViews = IdentityViews & {readonly methods: MethodCallsOwner; readonly c2d: C2dOwner | undefined};

/** What changes a hub; undefined when the REST client cannot write, or nothing may be sent. */
export function createWriter(rest: Rest, views: WriterViews): HubWriter | undefined {
	const {send} = rest;
	const {identities, twins, methods, c2d} = views;
	if (!send || !c2d) return undefined;

	/** The number of messages that wait has changed. */
	function refreshIdentity(deviceId: string): void {
		const owner = identities.find(deviceId);
		if (owner?.isWatched()) void owner.store.refresh();
	}

	return {
		...createIdentityWriter(rest, send, views),
		async patchDesired(deviceId, patch, etag) {
			const {body} = await send('PATCH', `/twins/${encodeURIComponent(deviceId)}`, {properties: {desired: patch}}, {etag});
			const twin = parseTwin(body);
			twins.open(deviceId).accept(twin);
			return twin;
		},
		invokeMethod: request => methods.invoke(send, request),
		async sendC2d(request) {
			await c2d.send(request);
			refreshIdentity(request.deviceId);
		},
		async purgeC2d(deviceId) {
			const {body} = await send('DELETE', `/devices/${encodeURIComponent(deviceId)}/commands`, undefined);
			refreshIdentity(deviceId);
			return asNumber(asJsonObject(body).totalMessagesPurged);
		},
	};
}
