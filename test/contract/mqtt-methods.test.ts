import {expect, it} from 'vitest';
import {openDevice, setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {packetTypes, publishPacket, signInOverWire, subscribePacket, unsubscribePacket} from '../helpers/mqtt-wire.js';

const hub = setUpEmulator({deviceIds: ['raw-01', 'deaf-01']});
const call = {methodName: 'reboot', payload: '{"delay":5}', responseTimeoutInSeconds: 30, connectTimeoutInSeconds: 0};

it('a direct method reaches its handler and the answer comes back', async () => {
	const client = await openDevice(hub.emulator, 'press-01');
	client.onDeviceMethod('reboot', (request, response) => void response.send(207, {done: true, asked: request.payload}));
	const result = await hub.emulator.core.methods.invoke('press-01', {...call, connectTimeoutInSeconds: 20});
	expect({...result, payload: JSON.parse(result.payload)}).toEqual({status: 207, payload: {done: true, asked: {delay: 5}}});
	await client.close();
});

it('calls may overlap, and each gets its own answer', async () => {
	const client = await openDevice(hub.emulator, 'press-02');
	const answers: (() => void)[] = [];
	client.onDeviceMethod('echo', (request, response) => void answers.push(() => void response.send(200, request.payload)));
	const invoke = async (payload: string) =>
		(await hub.emulator.core.methods.invoke('press-02', {...call, methodName: 'echo', payload, connectTimeoutInSeconds: 20})).payload;
	const results = Promise.all([invoke('1'), invoke('"two"'), invoke('null')]);
	await eventually(() => answers.length).toBe(3);
	for (const answer of answers.reverse()) answer();
	expect(await results).toEqual(['1', '"two"', 'null']);
	await client.close();
});

it('a connected device without a handler counts as not online', async () => {
	const client = await openDevice(hub.emulator, 'deaf-01');
	await expect(hub.emulator.core.methods.invoke('deaf-01', call)).rejects.toMatchObject({faultName: 'DeviceNotOnline'});
	await client.close();
});

it('a device that unsubscribes is not called any more', async () => {
	const {client} = await signInOverWire(hub.emulator, 'raw-01');
	client.send(subscribePacket([['$iothub/methods/POST/#', 0]]));
	await client.next(packetTypes.suback);
	client.send(unsubscribePacket('$iothub/methods/POST/#'));
	await client.next(packetTypes.unsuback);
	await expect(hub.emulator.core.methods.invoke('raw-01', call)).rejects.toMatchObject({faultName: 'DeviceNotOnline'});
	client.close();
});

it('the wire carries name, request id and payload, and an answer without a body counts as null', async () => {
	const {client} = await signInOverWire(hub.emulator, 'raw-01');
	client.send(subscribePacket([['$iothub/methods/POST/#', 0]]));
	await client.next(packetTypes.suback);
	const answered = hub.emulator.core.methods.invoke('raw-01', call);
	const {topic, payload, qos} = await client.nextPublish();
	const requestId = /^\$iothub\/methods\/POST\/reboot\/\?\$rid=([0-9a-f]+)$/.exec(topic)?.[1];
	expect({requestId, qos, payload: payload.toString()}).toEqual({requestId: expect.any(String), qos: 0, payload: '{"delay":5}'});
	client.send(publishPacket('$iothub/methods/res/200/?$rid=ffffffff', '"to nobody"'));
	client.send(publishPacket(`$iothub/methods/res/-7/?$rid=${requestId}`, ''));
	expect(await answered).toEqual({status: -7, payload: 'null'});
	client.close();
});

it('an answer that is not JSON comes back as a text', async () => {
	const {client} = await signInOverWire(hub.emulator, 'raw-01');
	client.send(subscribePacket([['$iothub/methods/POST/#', 0]]));
	await client.next(packetTypes.suback);
	const answered = hub.emulator.core.methods.invoke('raw-01', {...call, methodName: 'a+b#c'});
	const {topic} = await client.nextPublish();
	expect(topic).toMatch(/^\$iothub\/methods\/POST\/a%2Bb%23c\/\?\$rid=/);
	client.send(publishPacket(`$iothub/methods/res/200/?$rid=${topic.split('=')[1]}`, 'ok, done'));
	expect(await answered).toEqual({status: 200, payload: '"ok, done"'});
	client.close();
});
