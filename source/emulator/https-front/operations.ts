import {HubFault} from '../core/fault.js';
import {type Answer, answerDocument, answerJson} from './answer.js';
import type {Call} from './call.js';
import {deviceOperations} from './device-operations.js';
import {invokeMethod} from './invoke-method.js';
import {parseObject, parseObjects} from './json-text.js';
import type {Operation} from './operation.js';
import {queryDevices} from './query-devices.js';

function listDevices({core, query}: Call): Answer {
	const top = query.get('top');
	return answerJson(core.registry.list(top === null ? undefined : Number(top)));
}

function changeInBulk({core, body}: Call): Answer {
	const errors = core.registry.bulk(parseObjects(body));
	const isSuccessful = errors.length === 0;
	const answer = answerJson({isSuccessful, errors, warnings: []});
	if (isSuccessful) return answer;
	const fault = new HubFault('BulkRegistryOperationFailure');
	return {...answer, status: fault.status, headers: {'iothub-errorcode': fault.faultName}};
}

/** Every operation of the REST interface that the local hub has: the service's ("IoT Hub service REST API") and the devices' own. */
export const operations: readonly Operation[] = [
	{method: 'GET', path: '/devices', permission: 'RegistryRead', run: listDevices},
	{method: 'POST', path: '/devices', permission: 'RegistryWrite', run: changeInBulk},
	{method: 'GET', path: '/devices/:deviceId', permission: 'RegistryRead', run: ({core, deviceId}) => answerDocument(core.registry.get(deviceId))},
	{
		method: 'PUT',
		path: '/devices/:deviceId',
		permission: 'RegistryWrite',
		run: ({core, deviceId, body, headers}) => answerDocument(core.registry.put(deviceId, parseObject(body), headers['if-match'])),
	},
	{
		method: 'DELETE',
		path: '/devices/:deviceId',
		permission: 'RegistryWrite',
		run({core, deviceId, headers}) {
			core.registry.delete(deviceId, headers['if-match']);
			return {status: 204};
		},
	},
	{method: 'POST', path: '/devices/query', permission: 'ServiceConnect', run: queryDevices},
	{method: 'GET', path: '/twins/:deviceId', permission: 'ServiceConnect', run: ({core, deviceId}) => answerDocument(core.twins.get(deviceId))},
	{
		method: 'PATCH',
		path: '/twins/:deviceId',
		permission: 'ServiceConnect',
		run: ({core, deviceId, body, headers}) => answerDocument(core.twins.patch(deviceId, parseObject(body), headers['if-match'])),
	},
	{
		method: 'PUT',
		path: '/twins/:deviceId',
		permission: 'ServiceConnect',
		run: ({core, deviceId, body, headers}) => answerDocument(core.twins.replace(deviceId, parseObject(body), headers['if-match'])),
	},
	{method: 'POST', path: '/twins/:deviceId/methods', permission: 'ServiceConnect', errorShape: 'nested', run: invokeMethod},
	{
		method: 'DELETE',
		path: '/devices/:deviceId/commands',
		permission: 'ServiceConnect',
		run: ({core, deviceId}) => answerJson({deviceId, totalMessagesPurged: core.c2d.purge(deviceId)}),
	},
	{method: 'GET', path: '/statistics/devices', permission: 'RegistryRead', run: ({core}) => answerJson(core.registry.statistics())},
	{method: 'GET', path: '/statistics/service', permission: 'ServiceConnect', run: ({core}) => answerJson({connectedDeviceCount: core.connections.count})},
	...deviceOperations,
];
