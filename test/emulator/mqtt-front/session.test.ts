import {Duplex} from 'node:stream';
import {setImmediate} from 'node:timers/promises';
import {test} from 'vitest';
import {createMqttBroker} from '../../../source/emulator/mqtt-front/broker.js';
import {eventually} from '../../helpers/eventually.js';
import {connectPacket, createDeviceToken, packetTypes, publishPacket, subscribePacket} from '../../helpers/mqtt-wire.js';
import {openCoreWithDevice} from '../core/fixture.js';

test('a client that reads none of its answers is hung up on, however small each of them is', async () => {
	const {core} = openCoreWithDevice();
	const broker = await createMqttBroker(core, 60_000);
	let isReading = true;
	const received: Buffer[] = [];
	// A socket without the buffers of the system, in which megabytes may hide.
	const stream = new Duplex({
		read() {},
		write(chunk: Buffer, _encoding, done) {
			received.push(chunk);
			if (isReading) done();
		},
	});
	broker.accept(stream, 'Mqtt');
	stream.push(connectPacket({clientId: 'press-01', userName: 'localhost/press-01', password: createDeviceToken(core, 'press-01')}));
	stream.push(subscribePacket([['$iothub/twin/res/#', 0]]));
	await eventually(() => Buffer.concat(received).includes(packetTypes.suback << 4)).toBe(true);
	isReading = false;
	const padding = 'r'.repeat(900);
	const patches = (from: number) =>
		Array.from({length: 100}, (_, at) => publishPacket(`$iothub/twin/PATCH/properties/reported/?$rid=${from + at}${padding}`, '{"a":1}'));
	for (let count = 0; count < 6000 && !stream.destroyed; count += 100) {
		stream.push(Buffer.concat(patches(count)));
		await setImmediate();
	}
	await eventually(() => stream.destroyed).toBe(true);
	await eventually(() => core.registry.get('press-01').connectionState).toBe('Disconnected');
	await broker.close();
	core.close();
});
