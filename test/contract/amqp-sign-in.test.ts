import {describe, expect, it} from 'vitest';
import {closeConnectionsAfterEach, openConnection, putToken, receive} from '../helpers/amqp.js';
import {createToken, findPolicyKey, setUpEmulator} from '../helpers/emulator.js';
import {eventuallyPasses} from '../helpers/eventually.js';

const hub = setUpEmulator({deviceIds: ['press-01']});
closeConnectionsAfterEach();

const feedback = '/messages/serviceBound/feedback';
const partition = 'telemetry/ConsumerGroups/$Default/Partitions/0';

async function findRefusal(connection: Awaited<ReturnType<typeof openConnection>>, address: string): Promise<string | undefined> {
	const {errors} = await receive(connection, address);
	await eventuallyPasses(() => expect(errors).toHaveLength(1));
	return errors[0]?.condition;
}

describe('I sign in over AMQP', () => {
	it('with nothing, and every link is refused', async () => {
		const connection = await openConnection(hub.emulator);
		expect(await findRefusal(connection, feedback)).toBe('amqp:unauthorized-access');
		expect(await findRefusal(connection, partition)).toBe('amqp:unauthorized-access');
	});

	it('as an anonymous client that calls itself a policy, and every link is refused', async () => {
		const connection = await openConnection(hub.emulator, {username: 'iothubowner'});
		expect(await findRefusal(connection, feedback)).toBe('amqp:unauthorized-access');
	});

	it('with the name and the key of a policy, as old Event Hubs clients do', async () => {
		const connection = await openConnection(hub.emulator, {username: 'service', password: findPolicyKey(hub.emulator, 'service')});
		const {partition: index} = hub.emulator.core.telemetry.append('press-01', {body: Buffer.from('hello'), system: {}, application: {}});
		const {messages} = await receive(connection, `/telemetry/ConsumerGroups/$Default/Partitions/${index}`, {credit: 1});
		await eventuallyPasses(() => expect(messages).toHaveLength(1));
		expect(String(messages[0]?.message.body.content)).toBe('hello');
	});

	it('with the name of a policy and a wrong key, and the sign-in fails', async () => {
		const signIn = {username: 'service', password: findPolicyKey(hub.emulator, 'iothubowner')};
		await expect(openConnection(hub.emulator, signIn)).rejects.toMatchObject({condition: 'amqp:unauthorized-access'});
	});

	it.each([
		['expired', () => createToken(hub.emulator, {expiresInSeconds: -10})],
		['signed with another key', () => createToken(hub.emulator, {key: Buffer.from('wrong').toString('base64')})],
		['issued for another host', () => createToken(hub.emulator, {resource: 'elsewhere.azure-devices.net'})],
		['no token at all', () => 'hello'],
	])('with a token that is %s, and get 401', async (_name, makeToken) => {
		const connection = await openConnection(hub.emulator);
		expect(await putToken(connection, makeToken())).toBe(401);
		expect(await findRefusal(connection, feedback)).toBe('amqp:unauthorized-access');
	});

	it('with a token for one partition, which opens no other door', async () => {
		const connection = await openConnection(hub.emulator);
		expect(await putToken(connection, createToken(hub.emulator, {resource: `sb://localhost/${partition}`}))).toBe(200);
		expect(await findRefusal(connection, feedback)).toBe('amqp:unauthorized-access');
		expect(await findRefusal(connection, 'telemetry/ConsumerGroups/$Default/Partitions/1')).toBe('amqp:unauthorized-access');
		const {receiver, errors} = await receive(connection, partition);
		expect(receiver.isOpen()).toBe(true);
		expect(errors).toEqual([]);
	});

	it('and ask for an address that does not exist, and its name is in the answer', async () => {
		const connection = await openConnection(hub.emulator);
		await putToken(connection, createToken(hub.emulator));
		const {errors} = await receive(connection, '/messages/nowhere');
		await eventuallyPasses(() => expect(errors[0]).toMatchObject({condition: 'amqp:not-found', description: expect.stringContaining('/messages/nowhere')}));
	});
});
