/** The numbers of one kept message; the texts and bytes lie in segments. */
const names = [
	'device',
	'partition',
	'recordSegment',
	'recordStart',
	'recordLength',
	'offsetLength',
	'detailsSegment',
	'detailsStart',
	'detailsLength',
	'storedBytes',
	'sequenceNumber',
	'enqueuedAt',
	'receivedAt',
] as const;
type ColumnName = (typeof names)[number];
const width = names.length;
/** Place of a column in a row. */
const places = Object.fromEntries(names.map((name, place) => [name, place])) as Record<ColumnName, number>;

/** Numbers of the newest messages in one typed array that is written round and round; it grows until `capacity` messages fit. */
export type Columns = {
	/** Makes room for a message; `first` is the oldest that must survive. */
	reserve(first: number, index: number): void;
	set(index: number, row: Readonly<Record<ColumnName, number>>): void;
	get(column: ColumnName, index: number): number;
};

export function createColumns(capacity: number): Columns {
	let size = Math.min(256, capacity);
	let numbers = new Float64Array(size * width);

	return {
		reserve(first, index) {
			if (index - first < size || size === capacity) return;
			const newSize = Math.min(size * 2, capacity);
			const grown = new Float64Array(newSize * width);
			for (let at = first; at < index; at++) {
				const start = (at % size) * width;
				grown.set(numbers.subarray(start, start + width), (at % newSize) * width);
			}
			size = newSize;
			numbers = grown;
		},
		// Called for every message: keys that are known beforehand are several times as fast as a loop over names.
		set(index, row) {
			const start = (index % size) * width;
			numbers[start + places.device] = row.device;
			numbers[start + places.partition] = row.partition;
			numbers[start + places.recordSegment] = row.recordSegment;
			numbers[start + places.recordStart] = row.recordStart;
			numbers[start + places.recordLength] = row.recordLength;
			numbers[start + places.offsetLength] = row.offsetLength;
			numbers[start + places.detailsSegment] = row.detailsSegment;
			numbers[start + places.detailsStart] = row.detailsStart;
			numbers[start + places.detailsLength] = row.detailsLength;
			numbers[start + places.storedBytes] = row.storedBytes;
			numbers[start + places.sequenceNumber] = row.sequenceNumber;
			numbers[start + places.enqueuedAt] = row.enqueuedAt;
			numbers[start + places.receivedAt] = row.receivedAt;
		},
		get: (column, index) => numbers[(index % size) * width + places[column]] ?? 0,
	};
}
