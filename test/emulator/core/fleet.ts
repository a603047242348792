import type {HubCore, JsonValue} from '../../../source/emulator/core/types.js';
import {connect, openCore, parseJson} from './fixture.js';

/** Three devices that differ in everything a query can ask for. */
export function openFleet(): HubCore {
	const {core} = openCore();
	core.registry.put('press-01', {}, undefined);
	core.registry.put('press-02', {status: 'disabled', capabilities: {iotEdge: true}}, undefined);
	core.registry.put('pump-01', {authentication: {x509Thumbprint: {primaryThumbprint: 'A'.repeat(40)}}}, undefined);
	core.twins.patch('press-01', {tags: {site: 'A', floor: 1, where: {hall: 'north "1"'}}, properties: {desired: {rate: 5, on: true}}}, undefined);
	core.twins.patch('press-02', {tags: {site: 'B', floor: 2.5, 'odd-name': 1}, properties: {desired: {rate: 16}}}, undefined);
	core.twins.patchReported('pump-01', parseJson('{"__proto__":{"deep":"yes"},"list":[1,2],"rate":-3}'));
	connect(core, 'press-01');
	return core;
}

/** Ids of the devices that a condition finds. */
export function idsOf(core: HubCore, condition: string): JsonValue[] {
	return core.query(`SELECT * FROM devices WHERE ${condition}`).items.map(item => (item as {deviceId: string}).deviceId);
}
