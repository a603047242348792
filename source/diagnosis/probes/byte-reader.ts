import type {Duplex} from 'node:stream';
import {onAbort} from '../on-abort.js';

/** Reads what a peer sends in pieces of a wished size. */
export type ByteReader = {
	/** The next bytes. @throws when the stream ends first, or the signal's reason */
	take(count: number): Promise<Buffer>;
};

/** Nobody we ask answers with more. */
const mostBytes = 65_536;

export function createByteReader(stream: Duplex, signal: AbortSignal): ByteReader {
	let waiting = Buffer.alloc(0);
	let ended: Error | undefined;
	let wake = Promise.withResolvers<void>();
	const tell = () => {
		wake.resolve();
		wake = Promise.withResolvers();
	};
	const end = (error?: Error) => {
		ended ??= error ?? new Error('The other side closed the connection without an answer.');
		tell();
	};
	stream.on('data', (chunk: Buffer) => {
		waiting = Buffer.concat([waiting, chunk]);
		if (waiting.length > mostBytes) end(new Error('The answer is longer than any that a hub gives.'));
		tell();
	});
	stream.once('end', () => end());
	stream.once('close', () => end());
	stream.once('error', end);
	onAbort(signal, () => end(new Error('No answer within the time limit.')));
	return {
		async take(count) {
			while (waiting.length < count) {
				if (ended !== undefined) throw ended;
				await wake.promise;
			}
			const taken = waiting.subarray(0, count);
			waiting = waiting.subarray(count);
			return taken;
		},
	};
}
