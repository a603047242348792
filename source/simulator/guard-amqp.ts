import {EventEmitter} from 'node:events';
import {Socket} from 'node:net';

/** A private part of the SDK, by the names that lead there. */
function findPart(of: unknown, ...names: readonly string[]): unknown {
	return names.reduce<unknown>((part, name) => (typeof part === 'object' && part !== null ? Reflect.get(part, name) : undefined), of);
}

/**
 * Does for the device SDK's transport over AMQP what that leaves undone.
 * @param limitMs longest time in which a connection must come about, the first one and those after a loss: the SDK waits for ever
 * @returns ends the connection, whatever state the SDK is in
 */
export function guardAmqp(transport: object, limitMs: number): () => void {
	// The wire library below prints to the console whatever nobody listens for.
	const container = findPart(transport, '_amqp', '_rheaContainer');
	if (container instanceof EventEmitter) for (const event of ['disconnected', 'protocol_error']) container.on(event, () => undefined);

	// When its first links are detached or lost before they are attached, the SDK takes its listeners off links that are not there.
	const twinClient = findPart(transport, '_twinClient');
	if (typeof twinClient === 'object' && twinClient !== null)
		for (const link of ['_senderLink', '_receiverLink']) if (Reflect.get(twinClient, link) === null) Reflect.set(twinClient, link, new EventEmitter());

	function hangUp(): void {
		const socket = findPart(transport, '_amqp', '_rheaConnection', 'socket');
		if (socket instanceof Socket) {
			// The wire library hears of the end by an error only, and tells the SDK in its own words.
			socket.destroy(new Error('The device has hung up.'));
			return;
		}
		// What stands for the socket inside of a WebSocket.
		const end = findPart(socket, 'end');
		if (typeof end === 'function') end.call(socket);
	}

	let timer: NodeJS.Timeout | undefined;
	const machine = findPart(transport, '_fsm');
	const on = findPart(machine, 'on');
	if (typeof on === 'function')
		on.call(machine, 'transition', ({toState}: {readonly toState: string}) => {
			if (['connecting', 'authenticated', 'disconnected'].includes(toState)) clearTimeout(timer);
			if (toState === 'connecting') timer = setTimeout(hangUp, limitMs);
		});

	return () => {
		clearTimeout(timer);
		hangUp();
	};
}
