import {describe, expect, it} from 'vitest';
import {type AmqpLinkError, closeConnectionsAfterEach, createSignIn, openConnection, putToken, receive} from '../helpers/amqp.js';
import {createToken, findPolicyKey, setUpEmulator} from '../helpers/emulator.js';
import {closeReadersAfterEach, createConsumer} from '../helpers/event-hubs.js';
import {eventuallyPasses} from '../helpers/eventually.js';

const hub = setUpEmulator({deviceIds: ['press-01']});
closeConnectionsAfterEach();
closeReadersAfterEach();

async function askWhere(address: string, signIn = createSignIn(hub.emulator)): Promise<AmqpLinkError> {
	const connection = await openConnection(hub.emulator, signIn);
	const {errors} = await receive(connection, address);
	await eventuallyPasses(() => expect(errors).toHaveLength(1));
	const [error] = errors;
	if (error === undefined) throw new Error('No answer came.');
	return error;
}

describe('I look for the Event Hubs-compatible endpoint with the key of the IoT hub', () => {
	it.each([
		['a full address', 'amqps://localhost/messages/events/$management', '/$management'],
		['a path', 'messages/events/$management', '/$management'],
		['a path with a slash in front', '/messages/events/', '/$management'],
		['the path of a partition', 'messages/events/ConsumerGroups/$Default/Partitions/0', '/ConsumerGroups/$Default/Partitions/0'],
	])('by %s, and am sent there', async (_name, address, path) => {
		const {amqps} = hub.emulator.ports;
		expect(await askWhere(address)).toMatchObject({
			condition: 'amqp:link:redirect',
			info: {hostname: 'localhost', 'network-host': 'localhost', port: amqps, address: `amqps://localhost:${amqps}/telemetry${path}`},
		});
	});

	it('and reach it with what the answer says', async () => {
		const {info} = await askWhere('amqps://localhost/messages/events/$management');
		const address = new URL(String(info?.address).replace(/^amqps:/, 'https:'));
		const [, entity] = address.pathname.split('/');
		const connectionString = `Endpoint=sb://${address.host}/;SharedAccessKeyName=service;SharedAccessKey=${findPolicyKey(hub.emulator, 'service')};EntityPath=${entity}`;
		expect(await createConsumer(hub.emulator, {connectionString}).getPartitionIds()).toEqual(['0', '1', '2', '3']);
	});

	it('with a token that I put on $cbs', async () => {
		const connection = await openConnection(hub.emulator);
		expect(await putToken(connection, createToken(hub.emulator))).toBe(200);
		const {errors} = await receive(connection, 'messages/events/$management');
		await eventuallyPasses(() => expect(errors[0]?.condition).toBe('amqp:link:redirect'));
	});

	it('with a policy that may not connect as a service, and am refused', async () => {
		expect(await askWhere('messages/events/$management', createSignIn(hub.emulator, 'registryRead'))).toMatchObject({condition: 'amqp:unauthorized-access'});
	});

	it('with a wrong password, and the sign-in fails', async () => {
		const signIn = {...createSignIn(hub.emulator), password: createToken(hub.emulator, {key: Buffer.from('wrong').toString('base64')})};
		await expect(openConnection(hub.emulator, signIn)).rejects.toMatchObject({condition: 'amqp:unauthorized-access'});
	});

	it('with the token of another policy than the one I name, and the sign-in fails', async () => {
		const signIn = {...createSignIn(hub.emulator), password: createToken(hub.emulator, {policyName: 'service'})};
		await expect(openConnection(hub.emulator, signIn)).rejects.toMatchObject({condition: 'amqp:unauthorized-access'});
	});

	it('for the hub of another name, and the sign-in fails', async () => {
		const signIn = {...createSignIn(hub.emulator), username: 'iothubowner@sas.root.elsewhere'};
		await expect(openConnection(hub.emulator, signIn)).rejects.toMatchObject({condition: 'amqp:unauthorized-access'});
	});
});
