import type {Registry, Twin} from 'azure-iothub';
import {beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {createRegistry, requestHub, setUpEmulator} from '../helpers/emulator.js';

const hub = setUpEmulator();
let registry: Registry;
beforeAll(() => {
	registry = createRegistry(hub.emulator);
});
let counter = 0;
let deviceId = '';
beforeEach(async () => {
	deviceId = `device-${++counter}`;
	await registry.create({deviceId});
});

const getTwin = async (): Promise<Twin> => (await registry.getTwin(deviceId)).responseBody;
const patch = async (change: object, etag = '*'): Promise<Twin> => (await registry.updateTwin(deviceId, change, etag)).responseBody;
/** A section without the hub's own entries. */
function plain(section: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(section).filter(([name]) => !name.startsWith('$')));
}

describe('I look at the twin of a new device', () => {
	it('and it is empty, with both sections at version 1', async () => {
		const twin = await getTwin();
		expect(twin).toMatchObject({deviceId, version: 2, status: 'enabled', connectionState: 'Disconnected', authenticationType: 'sas'});
		expect(twin.properties.desired).toMatchObject({$version: 1, $metadata: {$lastUpdated: expect.any(String)}});
		expect(twin.properties.reported).toMatchObject({$version: 1});
		const {headers} = await requestHub(hub.emulator, 'GET', `/twins/${deviceId}`);
		expect(headers.etag).toBe(`"${twin.etag}"`);
	});

	it('of no device, and am told so', async () => {
		await expect(registry.getTwin('never-made')).rejects.toMatchObject({name: 'DeviceNotFoundError'});
	});
});

describe('I change desired properties and tags', () => {
	it('and objects merge, null deletes, arrays and values replace', async () => {
		await patch({tags: {site: 'A', line: {no: 1}}, properties: {desired: {fan: {speed: 3, mode: 'auto'}, limits: [1, 2], old: true}}});
		const twin = await patch({tags: {line: {no: 2}}, properties: {desired: {fan: {speed: 5}, limits: [9], old: null}}});
		expect(plain(twin.properties.desired)).toEqual({fan: {speed: 5, mode: 'auto'}, limits: [9]});
		expect(twin.tags).toEqual({site: 'A', line: {no: 2}});
		expect(twin.properties.desired.$version).toBe(3);
		expect(twin.properties.desired.$metadata).toMatchObject({fan: {speed: {$lastUpdated: expect.any(String)}}});
		expect(await getTwin()).toMatchObject({etag: twin.etag, version: 4});
	});

	it('and null for a whole section empties it', async () => {
		await patch({tags: {site: 'A'}, properties: {desired: {rate: 5}}});
		const twin = await patch({tags: null, properties: {desired: null}});
		expect(plain(twin.properties.desired)).toEqual({});
		expect(twin.tags ?? {}).toEqual({});
	});

	it('only if nobody else did in the meantime', async () => {
		const {etag} = await getTwin();
		const changed = await patch({tags: {site: 'A'}}, etag);
		expect(changed.etag).not.toBe(etag);
		await expect(registry.updateTwin(deviceId, {tags: {site: 'B'}}, etag)).rejects.toMatchObject({name: 'InvalidEtagError'});
		expect((await getTwin()).tags).toEqual({site: 'A'});
	});

	it('with keys that JavaScript gives a meaning to, and they are ordinary keys', async () => {
		const body = '{"properties":{"desired":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}}';
		const {status, text} = await requestHub(hub.emulator, 'PATCH', `/twins/${deviceId}`, {body});
		expect(status).toBe(200);
		expect(text).toContain('"__proto__":{"polluted":1}');
		expect(text).toContain('"constructor":{"prototype":{"polluted":1}}');
		expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
	});

	it.each([
		['a key with a dot', {'a.b': 1}],
		['a key with a dollar sign', {$secret: 1}],
		['a text of more than 4 KB', {text: 'x'.repeat(4097)}],
		['eleven levels', {a: {b: {c: {d: {e: {f: {g: {h: {i: {j: {k: {l: 1}}}}}}}}}}}}],
	])('with %s, and am refused', async (_case, desired) => {
		await expect(registry.updateTwin(deviceId, {properties: {desired}}, '*')).rejects.toMatchObject({name: 'ArgumentError'});
		expect(plain((await getTwin()).properties.desired)).toEqual({});
	});

	it('beyond 32 KB, and am refused with the section named', async () => {
		const desired = Object.fromEntries(Array.from({length: 9}, (_, index) => [`text${index}`, 'x'.repeat(4000)]));
		const {status, headers, text} = await requestHub(hub.emulator, 'PATCH', `/twins/${deviceId}`, {body: {properties: {desired}}});
		expect(status).toBe(403);
		expect(headers['iothub-errorcode']).toBe('DeviceModelMaxPropertiesExceeded');
		expect(text).toMatch(/desired/i);
	});
});

describe('I replace a twin', () => {
	it('and what I leave out of a section is gone, while a section I do not give stays', async () => {
		await patch({tags: {site: 'A', line: 1}, properties: {desired: {rate: 5, mode: 'auto'}}});
		const answer = await requestHub(hub.emulator, 'PUT', `/twins/${deviceId}`, {body: {properties: {desired: {rate: 6}}}, headers: {'if-match': '*'}});
		expect(answer.status).toBe(200);
		const twin = await getTwin();
		expect(plain(twin.properties.desired)).toEqual({rate: 6});
		expect(twin.tags).toEqual({site: 'A', line: 1});
		expect(answer.json).toMatchObject({etag: twin.etag, version: 4});
	});

	it('only if nobody else changed it in the meantime', async () => {
		const {status} = await requestHub(hub.emulator, 'PUT', `/twins/${deviceId}`, {body: {tags: {}}, headers: {'if-match': '"stale"'}});
		expect(status).toBe(412);
	});
});
