/**
 * Walks encoded AMQP values without building them (OASIS AMQP 1.0, part 1).
 * The wire library believes the counts that a peer claims and recurses as deep as the peer likes, so what a peer sends is measured here first.
 */

/** Bytes that are no AMQP, or AMQP beyond the limits. */
export class EncodingError extends Error {}

/** Deepest nesting of described values, lists, maps and arrays. */
const deepest = 16;
/** Most elements of an array whose elements take no bytes at all. */
const mostEmptyElements = 1024;
const describedCode = 0x00;
const fixedWidths = [0, 1, 2, 4, 8, 16];

function readSize(bytes: Buffer, at: number, width: number): number {
	if (at + width > bytes.length) throw new EncodingError('A value ends beyond its frame.');
	return bytes.readUIntBE(at, width);
}

/** Offset behind the value of type `code` whose content begins at `at`. */
function skipContent(bytes: Buffer, code: number, at: number, depth: number): number {
	const category = code >>> 4;
	const fixedWidth = fixedWidths[category - 4];
	const sizeWidth = category % 2 === 0 ? 1 : 4;
	let end = at;
	if (fixedWidth !== undefined) {
		end = at + fixedWidth;
	} else if (category === 0xa || category === 0xb) {
		end = at + sizeWidth + readSize(bytes, at, sizeWidth);
	} else if (category === 0xc || category === 0xd) {
		end = at + sizeWidth * 2;
		for (let left = readSize(bytes, at + sizeWidth, sizeWidth); left > 0; left--) end = skipValue(bytes, end, depth + 1);
	} else if (category === 0xe || category === 0xf) {
		end = skipElements(bytes, at + sizeWidth * 2, readSize(bytes, at + sizeWidth, sizeWidth), depth + 1);
	} else {
		throw new EncodingError('A value has an unknown type.');
	}
	if (end > bytes.length) throw new EncodingError('A value ends beyond its frame.');
	return end;
}

function skipElements(bytes: Buffer, at: number, count: number, depth: number): number {
	const codeAt = skipDescriptor(bytes, at, depth);
	const code = readSize(bytes, codeAt, 1);
	if (code >>> 4 === 4 && count > mostEmptyElements) throw new EncodingError('An array has too many elements.');
	let end = codeAt + 1;
	for (let left = count; left > 0; left--) end = skipContent(bytes, code, end, depth);
	return end;
}

function skipDescriptor(bytes: Buffer, at: number, depth: number): number {
	if (depth > deepest) throw new EncodingError('A value is nested too deep.');
	return readSize(bytes, at, 1) === describedCode ? skipDescriptor(bytes, skipValue(bytes, at + 1, depth + 1), depth + 1) : at;
}

/** Offset behind the value that begins at `at`. @throws EncodingError */
export function skipValue(bytes: Buffer, at: number, depth = 0): number {
	const codeAt = skipDescriptor(bytes, at, depth);
	return skipContent(bytes, readSize(bytes, codeAt, 1), codeAt + 1, depth);
}

/** A described list: what a performative, a terminus and an outcome are. Offsets are those of its fields; fields left out at the end are missing. */
export type DescribedList = {readonly descriptor: number; readonly fields: readonly number[]; readonly end: number};

/** Numeric descriptor of the value at `at`; undefined when it has none or a symbolic one. */
export function readDescriptor(bytes: Buffer, at: number): number | undefined {
	return readSize(bytes, at, 1) === describedCode ? readUint(bytes, at + 1) : undefined;
}

/** @throws EncodingError when there is anything but a list with a numeric descriptor, or when it breaks a limit. */
export function readDescribedList(bytes: Buffer, at: number): DescribedList {
	const descriptor = readDescriptor(bytes, at);
	if (descriptor === undefined) throw new EncodingError('A described list was expected.');
	const codeAt = skipValue(bytes, at + 1);
	const code = readSize(bytes, codeAt, 1);
	if (code === 0x45) return {descriptor, fields: [], end: codeAt + 1};
	if (code !== 0xc0 && code !== 0xd0) throw new EncodingError('A described list was expected.');
	const width = code === 0xc0 ? 1 : 4;
	const fields: number[] = [];
	let end = codeAt + 1 + width * 2;
	for (let left = readSize(bytes, codeAt + 1 + width, width); left > 0; left--) {
		fields.push(end);
		end = skipValue(bytes, end, 1);
	}
	return {descriptor, fields, end};
}

const uintWidths = new Map([
	[0x43, 0],
	[0x44, 0],
	[0x52, 1],
	[0x53, 1],
	[0x50, 1],
	[0x60, 2],
	[0x70, 4],
]);

/** The unsigned whole number at `at`; undefined for a missing field, null and every other type. 64-bit numbers above 2^53 are not read. */
export function readUint(bytes: Buffer, at: number | undefined): number | undefined {
	if (at === undefined) return undefined;
	const code = readSize(bytes, at, 1);
	if (code === 0x80 && at + 9 <= bytes.length) {
		const value = bytes.readBigUInt64BE(at + 1);
		return value <= Number.MAX_SAFE_INTEGER ? Number(value) : undefined;
	}
	const width = uintWidths.get(code);
	if (width === undefined) return undefined;
	return width === 0 ? 0 : readSize(bytes, at + 1, width);
}

/** Whether the field at `at` is a boolean that is true. */
export function isTrue(bytes: Buffer, at: number | undefined): boolean {
	if (at === undefined) return false;
	const code = readSize(bytes, at, 1);
	return code === 0x41 || (code === 0x56 && readSize(bytes, at + 1, 1) === 1);
}

/** Whether the field at `at` is missing or null. */
export function isNull(bytes: Buffer, at: number | undefined): boolean {
	return at === undefined || readSize(bytes, at, 1) === 0x40;
}
