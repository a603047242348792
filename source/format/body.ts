import {Buffer, isUtf8} from 'node:buffer';
import {type Safe, safe, show} from '../safe-text.js';
import {type Row, span, wrapRow} from './cells.js';
import {hexLine, hexRows} from './hex.js';
import {compactJson, jsonRows} from './json-lines.js';

/** A message body as the screen shows it. */
export type BodyDescription = {
	readonly kind: 'json' | 'text' | 'binary';
	/** The whole on one line, or its beginning; `cut` brings it to a width. */
	readonly line: Safe;
	/** Everything, laid out in rows of at most `width` cells. The same array for the same width. */
	rows(width: number): readonly Row[];
};

/** Characters that a line of the feed begins with. */
const lineLength = 1024;
/** Bytes that a line of the feed begins with when the body is no text. */
const lineBytes = 64;
/** Rows of a text before the rest is only counted. */
const maxTextRows = 5000;

/** A text may hold a few control characters; when every third character is one, or one is NUL, it is data that happens to be UTF-8. */
const isBinary = (text: string): boolean => {
	const sample = text.slice(0, 4096);
	const controls = sample.match(/[^\P{Cc}\n\r\t]/gu)?.length ?? 0;
	return sample.includes('\0') || controls * 3 > sample.length;
};

const isJson = (text: string): boolean => {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
};

const textRows = (text: string, width: number): readonly Row[] => {
	const rows: Row[] = [];
	const lines = text.split(/\r?\n/);
	for (const [index, line] of lines.entries()) {
		// A tab is laid out here, where its column is known to be the reader's own.
		rows.push(...wrapRow([span(show(line.replaceAll('\t', '    '), {maxLength: Number.POSITIVE_INFINITY}))], width));
		if (rows.length > maxTextRows) {
			const left = lines.length - index - 1;
			return [...rows.slice(0, maxTextRows), [span(safe`…+${left} lines`, 'muted')]];
		}
	}

	return rows;
};

const describe = (bytes: Uint8Array, contentType: string): Omit<BodyDescription, 'rows'> & {readonly layOut: (width: number) => readonly Row[]} => {
	const claimsJson = /[/+]json\b/i.test(contentType);
	const text = isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8') : undefined;
	if (text === undefined || isBinary(text)) {
		const size = safe`${bytes.length} ${bytes.length === 1 ? safe`byte` : safe`bytes`}`;
		const title = text === undefined ? safe`${size}, not UTF-8` : size;
		return {
			kind: 'binary',
			line: safe`${title}  ${hexLine(bytes, lineBytes)}`,
			layOut: width => [...wrapRow([span(title, 'warning')], width), ...hexRows(bytes, width)],
		};
	}

	if (isJson(text)) {
		return {kind: 'json', line: compactJson(text, lineLength), layOut: width => jsonRows(text, width)};
	}

	const remark: readonly Row[] = claimsJson ? [[span(safe`not JSON, though its content type says so`, 'warning')]] : [];
	return {
		kind: 'text',
		line: text === '' ? safe`(empty)` : show(text, {maxLength: lineLength}),
		layOut: width => (text === '' ? [[span(safe`(empty)`, 'muted')]] : [...remark.flatMap(row => wrapRow(row, width)), ...textRows(text, width)]),
	};
};

const known = new WeakMap<Uint8Array, {readonly contentType: string; readonly description: BodyDescription}>();

/**
 * Says what a message body is and lays it out. What it is follows from the bytes, since devices rarely set a content type and often a wrong one:
 * valid JSON, else valid UTF-8 that is mostly printable, else binary. Remembered for as long as the bytes live.
 *
 * @param bytes at most 256 KB, IoT Hub's limit; never changed afterwards
 * @param contentType the message's own claim, such as `application/json`
 */
export const describeBody = (bytes: Uint8Array, contentType = ''): BodyDescription => {
	const before = known.get(bytes);
	if (before?.contentType === contentType) {
		return before.description;
	}

	const {kind, line, layOut} = describe(bytes, contentType);
	let last: {readonly width: number; readonly rows: readonly Row[]} | undefined;
	const description: BodyDescription = {
		kind,
		line,
		rows(width) {
			if (last?.width !== width) {
				last = {width, rows: layOut(width)};
			}

			return last.rows;
		},
	};
	known.set(bytes, {contentType, description});
	return description;
};
