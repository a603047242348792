import type {Message} from './messages.js';

/** Size of a message in bytes: body, values of system properties, names and values of application properties ("Create and read IoT Hub messages"). */
export function measureMessage({body, system, application}: Message): number {
	let size = body.length;
	for (const value of Object.values(system)) size += typeof value === 'string' ? Buffer.byteLength(value) : 8;
	for (const name of Object.keys(application)) size += Buffer.byteLength(name) + Buffer.byteLength(application[name] ?? '');
	return size;
}
