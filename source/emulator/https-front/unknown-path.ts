import {HubFault} from '../core/fault.js';

/** What IoT Hub offers over HTTPS and the local hub does not, by path, and by verb where the path has other operations here. */
const missingFeatures: readonly (readonly [pattern: RegExp, name: string, method?: string])[] = [
	[/^\/devices\/[^/]+\/messages\/devicebound$/i, 'sending cloud-to-device messages over HTTPS', 'POST'],
	[/^\/(devices|twins)\/[^/]+\/modules(\/|$)/, 'module identities'],
	[/^\/devices\/[^/]+\/applyConfigurationContent$/, 'edge deployments'],
	[/^\/configurations(\/|$)/, 'configurations'],
	[/^\/jobs(\/|$)/, 'jobs'],
	[/^\/digitaltwins(\/|$)/, 'digital twins'],
	[/^\/messages\/servicebound(\/|$)/i, 'feedback over HTTPS'],
	[/^\/devices\/[^/]+\/files(\/|$)/, 'file upload'],
	[/^\/devices\/keys\/regenerate$/, 'bulk key renewal'],
];
const webSocketPath = /^\/\$(iothub|servicebus)\/websocket$/;
const shownLength = 200;

/** The fault for a path that no operation has: missing here, known with other verbs, or unknown to IoT Hub too. */
export function createUnknownPathFault(method: string, path: string, isKnownPath: boolean): HubFault {
	const asked = `${method} ${path.slice(0, shownLength)}`;
	const feature = missingFeatures.find(([pattern, , only = method]) => only === method && pattern.test(path))?.[1];
	if (feature !== undefined) return new HubFault('FeatureNotSupported', `The local hub does not emulate ${feature}: ${asked}`);
	if (webSocketPath.test(path)) return new HubFault('GenericBadRequest', `There are only WebSockets here: ${asked}`);
	if (isKnownPath) return new HubFault('GenericMethodNotAllowed', `The verb is not allowed here: ${asked}`);
	return new HubFault('GenericNotFound', `There is no such operation: ${asked}`);
}
