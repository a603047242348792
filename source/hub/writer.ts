import type {MethodCallsOwner} from './methods.js';
import type {Rest} from './rest.js';
import type {createTwinStores} from './twin.js';
import {parseTwin} from './twin-document.js';
import type {HubWriter} from './types.js';

/** What changes a hub; undefined when the REST client cannot write. */
export function createWriter(rest: Rest, twins: ReturnType<typeof createTwinStores>, methods: MethodCallsOwner): HubWriter | undefined {
	const {send} = rest;
	if (!send) return undefined;
	return {
		async patchDesired(deviceId, patch, etag) {
			const {body} = await send('PATCH', `/twins/${encodeURIComponent(deviceId)}`, {properties: {desired: patch}}, {etag});
			const twin = parseTwin(body);
			twins.open(deviceId).accept(twin);
			return twin;
		},
		invokeMethod: request => methods.invoke(send, request),
	};
}
