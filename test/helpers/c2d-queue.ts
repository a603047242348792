import type {C2dMessage} from '../../source/emulator/core/messages.js';
import type {Emulator} from '../../source/emulator/types.js';

/** Cloud-to-device messages as the hub sees them. */
export function followC2d(hub: {readonly emulator: Emulator}) {
	const settled: string[] = [];
	return {
		/** Ids of the messages that feedback has come for so far, each with its outcome. */
		readSettled(): readonly string[] {
			const {feedback} = hub.emulator.core;
			for (let batch = feedback.take(); batch !== undefined; batch = feedback.take()) {
				settled.push(...batch.records.map(({originalMessageId, statusCode}) => `${originalMessageId} ${statusCode}`));
			}
			return settled;
		},
		waitingFor: (deviceId: string): number => hub.emulator.core.registry.get(deviceId).cloudToDeviceMessageCount,
		/** A message that asks for all feedback; its body is its id when no other is given. */
		send: (deviceId: string, messageId: string, message: Partial<C2dMessage> = {}) =>
			hub.emulator.core.c2d.send(deviceId, {body: Buffer.from(messageId), application: {}, ack: 'full', ...message, system: {...message.system, messageId}}),
	};
}
