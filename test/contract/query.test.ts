import type {Registry} from 'azure-iothub';
import {beforeAll, describe, expect, it} from 'vitest';
import {createRegistry, requestHub, setUpEmulator} from '../helpers/emulator.js';

const count = 25;
const hub = setUpEmulator({deviceIds: Array.from({length: count}, (_, index) => `pump-${String(index).padStart(2, '0')}`)});
let registry: Registry;
beforeAll(() => {
	registry = createRegistry(hub.emulator);
	for (let index = 0; index < count; index++) {
		hub.emulator.core.twins.patch(
			`pump-${String(index).padStart(2, '0')}`,
			{tags: {site: index % 2 === 0 ? 'A' : 'B'}, properties: {desired: {rate: index}}},
			undefined,
		);
	}
});

async function readPages(text: string, pageSize?: number): Promise<readonly (readonly string[])[]> {
	const query = registry.createQuery(text, pageSize);
	const pages: string[][] = [];
	while (query.hasMoreResults) {
		const {result} = await query.nextAsTwin();
		pages.push(result.map(twin => twin.deviceId));
	}
	return pages;
}

describe('I query devices', () => {
	it('page by page, each device once, and the last page says that it is the last', async () => {
		const pages = await readPages('SELECT * FROM devices', 10);
		expect(pages.map(page => page.length)).toEqual([10, 10, 5]);
		expect(new Set(pages.flat()).size).toBe(count);
	});

	it('by tags and desired properties', async () => {
		const ids = (await readPages("SELECT * FROM devices WHERE tags.site = 'A' AND properties.desired.rate >= 20")).flat();
		expect(ids.toSorted()).toEqual(['pump-20', 'pump-22', 'pump-24']);
	});

	it('and get rows when I ask for columns', async () => {
		const answer = await requestHub(hub.emulator, 'POST', '/devices/query', {body: {query: "SELECT deviceId FROM devices WHERE deviceId = 'pump-03'"}});
		expect(answer.json).toEqual([{deviceId: 'pump-03'}]);
		expect(answer.headers['x-ms-item-type']).toBe('Raw');
		expect(answer.headers).not.toHaveProperty('x-ms-continuation');
	});

	it('and whole twins are marked as such', async () => {
		const answer = await requestHub(hub.emulator, 'POST', '/devices/query', {body: {query: 'SELECT * FROM devices'}, headers: {'x-ms-max-item-count': '3'}});
		expect(answer.json).toHaveLength(3);
		expect(answer.headers['x-ms-item-type']).toBe('Twin');
		expect(answer.headers['x-ms-continuation']).toMatch(/./);
	});

	it('with text that is no query, and am refused with a reason', async () => {
		const answer = await requestHub(hub.emulator, 'POST', '/devices/query', {body: {query: 'SELEKT * FROM devices'}});
		expect(answer.status).toBe(400);
		expect(answer.headers['iothub-errorcode']).toBe('ArgumentInvalid');
	});

	it.each([
		['no query', {body: {}}],
		['a page size of nothing', {body: {query: 'SELECT * FROM devices'}, headers: {'x-ms-max-item-count': '0'}}],
		['a continuation that the hub never gave', {body: {query: 'SELECT * FROM devices'}, headers: {'x-ms-continuation': 'made up'}}],
	])('with %s, and am refused', async (_case, request) => {
		expect((await requestHub(hub.emulator, 'POST', '/devices/query', request)).status).toBe(400);
	});
});
