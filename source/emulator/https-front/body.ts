import type {IncomingMessage} from 'node:http';
import {HubFault} from '../core/fault.js';

const maxBodyBytes = 256 * 1024;
const jsonType = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** The bytes of a request; what comes after the limit is thrown away as it arrives, so that the client can still read the refusal. */
function readBytes(request: IncomingMessage): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		let size = 0;
		request.on('data', (chunk: Buffer) => {
			size += chunk.length;
			if (size <= maxBodyBytes) {
				chunks.push(chunk);
				return;
			}
			chunks.length = 0;
			reject(new HubFault('MessageTooLarge', `The body is larger than ${maxBodyBytes} bytes.`));
		});
		request.on('end', () => resolve(Buffer.concat(chunks)));
		request.on('error', reject);
		request.on('close', () => reject(new HubFault('GenericBadRequest', 'The request ended early.')));
	});
}

/** The request's body, of whatever type; empty when it has none. @throws HubFault MessageTooLarge over 256 KiB */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
	if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) throw new HubFault('MessageTooLarge', `The body is larger than ${maxBodyBytes} bytes.`);
	return readBytes(request);
}

/** @throws HubFault IotHubFormatError when the bytes are no UTF-8 */
export function decodeText(bytes: Buffer): string {
	try {
		return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
	} catch {
		throw new HubFault('IotHubFormatError', 'The body is not UTF-8.');
	}
}

/**
 * The request's body as text; empty when it has none.
 * @throws HubFault MessageTooLarge over 256 KiB, GenericUnsupportedMediaType when it is not declared to be JSON (which a web form cannot do), IotHubFormatError when it is no UTF-8.
 */
export async function readJsonBody(request: IncomingMessage): Promise<string> {
	const bytes = await readBody(request);
	if (bytes.length === 0) return '';
	if (!jsonType.test(request.headers['content-type'] ?? '')) throw new HubFault('GenericUnsupportedMediaType', 'The content type must be application/json.');
	return decodeText(bytes);
}
