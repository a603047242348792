/** Where bytes lie: the number of a segment, a place in it and a length. */
export type Slice = {readonly segment: number; readonly start: number; readonly length: number};

type Segment = {readonly bytes: Buffer; used: number; readonly texts: Map<string, Slice>};

/** Bytes of UTF-8 for one unit of a string. */
const mostBytesPerUnit = 3;

/**
 * Bytes in the order of their arrival, in blocks that are given back as a whole once everything in them is old. A block is never
 * written twice, so a view of it stays true for as long as somebody holds it.
 */
export type Segments = {
	/** Number of the block that is written to. */
	readonly current: number;
	/** The bytes and behind them a text as UTF-8, in one block. */
	write(bytes: Uint8Array, text?: string): Slice;
	/** A text that the current block holds already is not written again: properties hardly change from message to message. */
	writeText(text: string): {readonly slice: Slice; readonly isNew: boolean};
	read(slice: Slice): Buffer;
	/** Gives back all blocks before this one. */
	release(segment: number): void;
};

export function createSegments(segmentBytes: number): Segments {
	const segments: Segment[] = [];
	/** Number of `segments[0]`. */
	let base = 0;

	function makeRoom(length: number): Segment {
		const last = segments.at(-1);
		if (last && last.used + length <= last.bytes.length) return last;
		last?.texts.clear();
		const segment = {bytes: Buffer.allocUnsafeSlow(Math.max(segmentBytes, length)), used: 0, texts: new Map<string, Slice>()};
		segments.push(segment);
		return segment;
	}

	function write(bytes: Uint8Array, text = ''): Slice {
		const segment = makeRoom(bytes.length + text.length * mostBytesPerUnit);
		const start = segment.used;
		segment.bytes.set(bytes, start);
		segment.used = start + bytes.length;
		if (text !== '') segment.used += segment.bytes.write(text, segment.used);
		return {segment: base + segments.length - 1, start, length: segment.used - start};
	}

	return {
		get current() {
			return base + Math.max(segments.length - 1, 0);
		},
		write,
		writeText(text) {
			const known = segments.at(-1)?.texts.get(text);
			if (known) return {slice: known, isNew: false};
			const slice = write(Buffer.from(text));
			segments.at(-1)?.texts.set(text, slice);
			return {slice, isNew: true};
		},
		read({segment, start, length}) {
			return segments[segment - base]?.bytes.subarray(start, start + length) ?? Buffer.alloc(0);
		},
		release(segment) {
			const count = Math.min(segment - base, segments.length);
			if (count <= 0) return;
			segments.splice(0, count);
			base += count;
		},
	};
}
