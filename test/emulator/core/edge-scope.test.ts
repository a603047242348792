import {describe, expect, test} from 'vitest';
import type {JsonObject} from '../../../source/emulator/core/types.js';
import {expectFault, openCore} from './fixture.js';

const edge = {capabilities: {iotEdge: true}};

function open() {
	const {core} = openCore();
	const put = (deviceId: string, document: JsonObject) => core.registry.put(deviceId, document, undefined);
	const update = (deviceId: string, document: JsonObject) => core.registry.put(deviceId, document, '*');
	const deviceScope = put('gateway-1', edge).deviceScope ?? '';
	return {core, put, update, deviceScope};
}

describe('the scope of an edge device', () => {
	test('is made by the hub, fixed, shown by identity, twin and queries, and a new one when the device is made again', () => {
		const {core, put, update, deviceScope} = open();
		expect(deviceScope).toMatch(/^ms-azure-iot-edge:\/\/gateway-1-\d{18}$/);
		expect(update('gateway-1', {status: 'enabled', deviceScope})).toMatchObject({deviceScope, parentScopes: []});
		expect(core.twins.get('gateway-1')).toMatchObject({deviceScope, parentScopes: []});
		expect(core.query(`SELECT deviceId FROM devices WHERE deviceScope = '${deviceScope}'`).items).toEqual([{deviceId: 'gateway-1'}]);
		expectFault(() => update('gateway-1', {deviceScope: 'ms-azure-iot-edge://gateway-1-1'}), 'InvalidDeviceScope');
		core.registry.delete('gateway-1', '*');
		expect(put('gateway-1', edge).deviceScope).not.toBe(deviceScope);
	});

	test('comes with the capability and goes with it', () => {
		const {update, put} = open();
		expect(put('plain', {})).not.toHaveProperty('deviceScope');
		const {deviceScope} = update('plain', edge);
		expect(deviceScope).toContain('//plain-');
		const again = update('plain', {capabilities: {iotEdge: false}, ...(deviceScope !== undefined && {deviceScope})});
		expect(again).not.toHaveProperty('deviceScope');
		expect(again).not.toHaveProperty('parentScopes');
	});
});

describe('a device below an edge device', () => {
	test('shows its scope: a leaf as its own, an edge device as that of its parent; also after a restart', () => {
		const {core, put, deviceScope} = open();
		expect(put('leaf', {deviceScope})).toMatchObject({deviceScope});
		expect(put('lower', {...edge, parentScopes: [deviceScope]})).toMatchObject({parentScopes: [deviceScope]});
		const devices = ['gateway-1', 'leaf', 'lower'].map(deviceId => JSON.parse(JSON.stringify(core.exportDevice(deviceId))));
		expect(openCore({devices}).core.registry.list()).toEqual(core.registry.list());
	});

	test('keeps its parent until the document names another or none, also when the parent is gone', () => {
		const {core, put, update, deviceScope} = open();
		const other = put('gateway-2', edge).deviceScope ?? '';
		put('leaf', {deviceScope});
		put('lower', {...edge, parentScopes: [deviceScope]});
		expect(update('leaf', {status: 'disabled'}).deviceScope).toBe(deviceScope);
		core.registry.delete('gateway-1', '*');
		expect(update('leaf', {deviceScope}).deviceScope).toBe(deviceScope);
		expect(update('leaf', {deviceScope: other}).deviceScope).toBe(other);
		expectFault(() => update('leaf', {deviceScope}), 'InvalidDeviceScope');
		expect(update('leaf', {deviceScope: ''})).not.toHaveProperty('deviceScope');
		expect(update('lower', {parentScopes: []}).parentScopes).toEqual([]);
	});

	test.each<[title: string, document: JsonObject]>([
		['an edge device that does not exist', {deviceScope: 'ms-azure-iot-edge://nobody-1'}],
		['a number that is not that of the edge device', {deviceScope: 'ms-azure-iot-edge://gateway-1-1'}],
		['no scope at all', {deviceScope: 'gateway-1'}],
		['something that is no text', {deviceScope: 5}],
		['a list that is none', {...edge, parentScopes: 'ms-azure-iot-edge://gateway-1-1'}],
		['a list of what is no text', {...edge, parentScopes: [5]}],
		['two parents', {...edge, parentScopes: ['a', 'b']}],
	])('is refused with %s, and not registered', (_title, document) => {
		const {core, put} = open();
		expectFault(() => put('new', document), 'InvalidDeviceScope');
		expectFault(() => core.registry.get('new'), 'DeviceNotFound');
	});
});
