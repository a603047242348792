import type {DeviceMessage} from './messages.js';

/**
 * Size of a message in bytes: body, values of system properties, names and values of application properties ("Create and read IoT Hub messages").
 * Annotations that its sender wrote are system properties, such as the component.
 */
export function measureMessage({body, system, application, annotations}: DeviceMessage): number {
	let size = body.length + measureTexts(application);
	for (const value of Object.values(system)) size += typeof value === 'string' ? Buffer.byteLength(value) : 8;
	if (annotations !== undefined) for (const value of Object.values(annotations)) size += Buffer.byteLength(value);
	return size;
}

function measureTexts(texts: Readonly<Record<string, string>>): number {
	let size = 0;
	for (const name of Object.keys(texts)) size += Buffer.byteLength(name) + Buffer.byteLength(texts[name] ?? '');
	return size;
}
