import {Message} from 'azure-iot-common';
import {describe, expect, it} from 'vitest';
import {openConnection, putToken, receive} from '../helpers/amqp.js';
import {openDeviceClient} from '../helpers/device-clients.js';
import {createToken, setUpEmulator} from '../helpers/emulator.js';
import {eventuallyPasses} from '../helpers/eventually.js';
import {createDeviceToken, readTelemetry, signInOverWire} from '../helpers/mqtt-wire.js';

const protocols = ['Mqtt', 'MqttWs', 'Amqp', 'AmqpWs'] as const;
const hub = setUpEmulator({deviceIds: ['brief', 'raw-01', ...protocols, ...protocols.map(protocol => `clock-${protocol}`)]});
const feedback = '/messages/serviceBound/feedback';
/** Long enough to sign in on a machine that is busy with something else. */
const expiresInSeconds = 20;
const stateOf = (deviceId: string) => hub.emulator.core.registry.get(deviceId).connectionState;
const createBriefToken = (deviceId: string, seconds = expiresInSeconds) => createDeviceToken(hub.emulator.core, deviceId, {expiresInSeconds: seconds});

/** Tests here wait for the same moment, and for nothing else. */
describe.concurrent('when a token ends', () => {
	it('a device over MQTT loses its connection', async () => {
		const {client, returnCode} = await signInOverWire(hub.emulator, 'brief', {password: createBriefToken('brief')});
		expect(returnCode).toBe(0);
		await client.ended;
		expect(stateOf('brief')).toBe('Disconnected');
	});

	it('a device over AMQP loses its links', async () => {
		const connection = await openConnection(hub.emulator);
		expect(await putToken(connection, createBriefToken('raw-01'))).toBe(200);
		const {errors} = await receive(connection, '/devices/raw-01/messages/devicebound');
		expect(stateOf('raw-01')).toBe('Connected');
		await eventuallyPasses(() => expect(errors[0]?.condition).toBe('amqp:unauthorized-access'));
		expect(stateOf('raw-01')).toBe('Disconnected');
	});

	it('devices that renew it in time have lost nothing, whatever their protocol', async () => {
		const renewAndSend = async (protocol: (typeof protocols)[number]) => {
			const losses: string[] = [];
			const stop = hub.emulator.core.onEvent(event => {
				if (event.type === 'device-disconnected' && event.deviceId === protocol) losses.push(event.deviceId);
			});
			// Renewed every second, each time long before its end.
			const tokenRenewal = {tokenValidTimeInSeconds: expiresInSeconds, tokenRenewalMarginInSeconds: expiresInSeconds - 1};
			const client = await openDeviceClient(hub.emulator, protocol, protocol, {tokenRenewal});
			await client.sendEvent(new Message('before'));
			// Another token tells the time: when it ends, the first one of the client is over.
			const deviceId = `clock-${protocol}`;
			const clock = await signInOverWire(hub.emulator, deviceId, {password: createBriefToken(deviceId, expiresInSeconds + 1)});
			await clock.client.ended;
			await client.sendEvent(new Message('after'));
			stop();
			await client.close();
			return {hasLostConnection: losses.length > 0, bodies: readTelemetry(hub.emulator.core, protocol).map(({body}) => String(body))};
		};
		const bodies = ['before', 'after'];
		// Over MQTT a new token needs a new connection.
		const [renewed, reconnected] = [false, true].map(hasLostConnection => ({hasLostConnection, bodies}));
		expect(await Promise.all(protocols.map(renewAndSend))).toEqual([reconnected, reconnected, renewed, renewed]);
	});

	it('a service over AMQP loses its link and keeps its connection, and one that had put a new token in time keeps both', async () => {
		const connection = await openConnection(hub.emulator);
		await putToken(connection, createToken(hub.emulator, {expiresInSeconds}));
		const {receiver, errors} = await receive(connection, feedback);
		await putToken(connection, createToken(hub.emulator, {expiresInSeconds: 3600}));

		const other = await openConnection(hub.emulator);
		await putToken(other, createToken(hub.emulator, {expiresInSeconds}));
		const losing = await receive(other, feedback);
		expect(losing.errors).toEqual([]);
		await eventuallyPasses(() => expect(losing.errors[0]?.condition).toBe('amqp:unauthorized-access'));
		expect([other.isOpen(), connection.isOpen(), receiver.isOpen()]).toEqual([true, true, true]);
		expect(errors).toEqual([]);
	});

	it('that was the password of an AMQP connection, the connection ends', async () => {
		const password = createToken(hub.emulator, {expiresInSeconds});
		const connection = await openConnection(hub.emulator, {username: 'iothubowner@sas.root.localhost', password});
		await eventuallyPasses(() => expect(connection.isOpen()).toBe(false));
	});
});
