import {HubFault} from '../fault.js';
import {isJsonObject, readOwn} from '../json.js';
import type {JsonObject, JsonValue} from '../types.js';
import type {Path} from './tree.js';

/** Attributes of a twin document that a query may name. */
const roots = [
	'deviceId',
	'etag',
	'deviceEtag',
	'status',
	'statusReason',
	'statusUpdateTime',
	'connectionState',
	'lastActivityTime',
	'cloudToDeviceMessageCount',
	'authenticationType',
	'x509Thumbprint',
	'modelId',
	'version',
	'tags',
	'properties',
	'capabilities',
	'deviceScope',
	'parentScopes',
];
const rootsByLowerCase = new Map(roots.map(root => [root.toLowerCase(), root]));
// The name that identities have for it; Azure IoT Explorer asks twins for it.
rootsByLowerCase.set('statusupdatedtime', 'statusUpdateTime');

/**
 * A path with its root in the spelling of the twin document; names below the root keep their case. `devices.` in front, which Azure IoT
 * Explorer writes, means the same. @throws HubFault ArgumentInvalid
 */
export function findPath(path: Path): Path {
	const [first = '', ...rest] = path.length > 1 && path[0]?.toLowerCase() === 'devices' ? path.slice(1) : path;
	const root = rootsByLowerCase.get(first.toLowerCase());
	if (root === undefined) throw new HubFault('ArgumentInvalid', `The query is invalid: devices have no attribute '${first}'.`);
	return [root, ...rest];
}

/** The value at a path; undefined when there is none. */
export function readPath(document: JsonObject, path: Path): JsonValue | undefined {
	let value: JsonValue | undefined = document;
	for (const name of path) {
		if (!isJsonObject(value)) return undefined;
		value = readOwn(value, name);
	}
	return value;
}
