import type {Twin} from 'azure-iot-device';
import {describe, expect, it} from 'vitest';
import {openDevice, setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {packetTypes, publishPacket, signInOverWire, subscribePacket} from '../helpers/mqtt-wire.js';

const hub = setUpEmulator({deviceIds: ['raw-01']});

function report(twin: Twin, patch: object): Promise<void> {
	return new Promise((resolve, reject) => twin.properties.reported.update(patch, (error?: Error) => (error ? reject(error) : resolve())));
}

describe('the twin of a device with the SDK', () => {
	it('shows desired and reported properties, without tags and metadata', async () => {
		const {core} = hub.emulator;
		const client = await openDevice(hub.emulator, 'reader-01');
		core.twins.patch('reader-01', {tags: {site: 'A'}, properties: {desired: {rate: 5, nested: {a: [1]}}}}, undefined);
		const {desired, reported} = (await client.getTwin()).properties;
		expect(desired).toEqual({rate: 5, nested: {a: [1]}, $version: 2});
		expect(reported).toMatchObject({$version: 1});
		expect(JSON.stringify([desired, reported])).not.toMatch(/metadata|site/);
		await client.close();
	});

	it('takes reported properties, merges them and deletes with null', async () => {
		const client = await openDevice(hub.emulator, 'reporter-01');
		const twin = await client.getTwin();
		await report(twin, {battery: 55, radio: {band: 20, rssi: -80}});
		await report(twin, {radio: {rssi: null}, seen: true});
		expect(hub.emulator.core.twins.deviceView('reporter-01').reported).toEqual({battery: 55, radio: {band: 20}, seen: true, $version: 3});
		await client.close();
	});

	it('pushes desired properties as they change', async () => {
		const {core} = hub.emulator;
		const client = await openDevice(hub.emulator, 'listener-01');
		const twin = await client.getTwin();
		const changes: unknown[] = [];
		twin.on('properties.desired', (change: object) => changes.push({...change}));
		await eventually(() => changes).toEqual([{$version: 1}]);
		await eventually(() => {
			// The subscription takes effect a moment later than the listener.
			core.twins.patch('listener-01', {properties: {desired: {probe: null}}}, undefined);
			return changes.length;
		}).toBeGreaterThan(1);
		core.twins.patch('listener-01', {properties: {desired: {rate: 9, old: null}}}, undefined);
		const version = core.twins.deviceView('listener-01').desired.$version;
		await eventually(() => changes.at(-1)).toEqual({rate: 9, old: null, $version: version});
		await client.close();
	});

	it('refuses a reported value that breaks the rules, and says which', async () => {
		const client = await openDevice(hub.emulator, 'breaker-01');
		const twin = await client.getTwin();
		await expect(report(twin, {big: 'x'.repeat(4097)})).rejects.toThrow(/big|4096|4 KB/i);
		await expect(report(twin, {'a.b': 1})).rejects.toThrow();
		expect(hub.emulator.core.twins.deviceView('breaker-01').reported).toEqual({$version: 1});
		await client.close();
	});
});

describe("twin requests in packets of one's own", () => {
	async function listen() {
		const {client} = await signInOverWire(hub.emulator, 'raw-01');
		client.send(subscribePacket([['$iothub/twin/res/#', 0]]));
		await client.next(packetTypes.suback);
		return client;
	}

	it.each([true, false])('are answered right behind the subscription, clean session %s', async isClean => {
		const {client} = await signInOverWire(hub.emulator, 'raw-01', {isClean});
		client.send(Buffer.concat([subscribePacket([['$iothub/twin/res/#', 0]]), publishPacket('$iothub/twin/GET/?$rid=1', '')]));
		expect((await client.nextPublish()).topic).toBe('$iothub/twin/res/200/?$rid=1');
		client.close();
	});

	it('answer a patch with 204, the request id and the new version', async () => {
		const client = await listen();
		client.send(publishPacket('$iothub/twin/PATCH/properties/reported/?$rid=a-1&$version=17', '{"__proto__":{"polluted":true}}'));
		const {topic, payload} = await client.nextPublish();
		expect(topic).toMatch(/^\$iothub\/twin\/res\/204\/\?\$rid=a-1&\$version=\d+$/);
		expect(payload).toHaveLength(0);
		expect(Object.keys(hub.emulator.core.twins.deviceView('raw-01').reported)).toContain('__proto__');
		expect({}).not.toHaveProperty('polluted');
		client.close();
	});

	it.each(['', 'not json', '[]', '"text"', 'null', '{"a":', '\ufffd'])('answer the patch %j with 400 and an error code in the body', async body => {
		const client = await listen();
		client.send(publishPacket('$iothub/twin/PATCH/properties/reported/?$rid=b', body));
		const {topic, payload} = await client.nextPublish();
		expect(topic).toBe('$iothub/twin/res/400/?$rid=b');
		expect(JSON.parse(payload.toString())).toEqual({
			errorCode: expect.any(Number),
			message: expect.any(String),
			trackingId: expect.stringMatching(/^[0-9A-F]{32}$/),
			timestampUtc: expect.stringMatching(/Z$/),
		});
		client.close();
	});

	it('work with and without the slash before the question mark', async () => {
		const client = await listen();
		client.send(publishPacket('$iothub/twin/GET?$rid=1', ' '));
		expect((await client.nextPublish()).topic).toBe('$iothub/twin/res/200/?$rid=1');
		client.send(publishPacket('$iothub/twin/GET/?%24rid=2', ''));
		expect((await client.nextPublish()).topic).toBe('$iothub/twin/res/200/?$rid=2');
		client.close();
	});

	it('are not answered to a device that does not listen for answers', async () => {
		const {client} = await signInOverWire(hub.emulator, 'raw-01');
		client.send(publishPacket('$iothub/twin/GET/?$rid=1', ''));
		client.send(Buffer.from([packetTypes.pingreq << 4, 0]));
		await client.next(packetTypes.pingresp);
		client.send(subscribePacket([['$iothub/twin/res/#', 0]]));
		await client.next(packetTypes.suback);
		client.send(publishPacket('$iothub/twin/GET/?$rid=2', ''));
		expect((await client.nextPublish()).topic).toBe('$iothub/twin/res/200/?$rid=2');
		client.close();
	});
});
