import type {HubAddress} from '../../hub/address.js';
import {pause} from '../../hub/pause.js';
import {redact} from '../../hub/redact.js';
import {createByteReader} from './byte-reader.js';
import {disconnectPacket, signInOverMqtt} from './mqtt.js';
import {openTls} from './socket.js';
import {mqttUserName} from './speak.js';
import type {DeviceSignIn} from './types.js';

/** A hub that drops a device does so within this time. */
const holdMs = 1500;

/**
 * Signs in over MQTT with the identity of the device, holds the connection for a moment and leaves. The hub ends the live connection of the
 * device for it; messages that it hands over meanwhile are not acknowledged, so they stay for the device.
 */
export async function signInAsDevice(address: HubAddress, deviceId: string, token: string, signal: AbortSignal): Promise<DeviceSignIn> {
	try {
		const socket = await openTls(address, 'mqtts', signal);
		try {
			// Not `once` of node:events, whose promise also rejects, with an error of the socket, and nobody waits for it while the answer is read.
			const closed = new Promise<boolean>(resolve => socket.once('close', () => resolve(true)));
			const {code, words} = await signInOverMqtt(socket, createByteReader(socket, signal), {
				clientId: deviceId,
				userName: mqttUserName(address.hostName, deviceId),
				password: token,
			});
			if (code !== 0) return {type: 'refused', words};
			if (await Promise.race([closed, pause(holdMs, signal).then(() => false)]))
				return {type: 'dropped', words: `${words}, and the connection was ended within ${holdMs} ms`};
			socket.write(disconnectPacket);
			return {type: 'accepted', words};
		} finally {
			socket.destroySoon();
		}
	} catch (error) {
		return {type: 'failed', words: signal.aborted ? 'no answer within the time limit' : redact(error instanceof Error ? error.message : String(error))};
	}
}
