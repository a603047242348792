import {connect} from 'node:net';
import {expect, it} from 'vitest';
import {setUpEmulator} from '../helpers/emulator.js';

const hub = setUpEmulator();
/** The first bytes of a ClientHello that says it is longer. */
const halfHello = Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]);

it.concurrent.each(['https', 'mqtts', 'amqps'] as const)('twenty clients that never finish their TLS handshake are hung up on: %s', async port => {
	const sockets = Array.from({length: 20}, () => connect({host: '127.0.0.1', port: hub.emulator.ports[port]}));
	const closed = sockets.map((socket, index) => {
		socket.on('error', () => undefined).resume();
		// Half of them say nothing at all.
		if (index % 2 === 0) socket.write(halfHello);
		return new Promise(resolve => socket.once('close', resolve));
	});
	expect(await Promise.all(closed)).toHaveLength(20);
});
