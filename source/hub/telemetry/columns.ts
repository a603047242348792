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
/** Too large for 32 bits. */
const wideNames: ReadonlySet<ColumnName> = new Set(['sequenceNumber', 'enqueuedAt', 'receivedAt']);

/** Numbers of the newest messages in typed arrays that are written round and round; they grow until `capacity` messages fit. */
export type Columns = {
	/** Makes room for a message; `first` is the oldest that must survive. */
	reserve(first: number, index: number): void;
	set(index: number, row: Readonly<Record<ColumnName, number>>): void;
	get(column: ColumnName, index: number): number;
};

export function createColumns(capacity: number): Columns {
	let size = Math.min(256, capacity);
	let arrays = allocate(size);

	function allocate(length: number): Record<ColumnName, Float64Array | Uint32Array> {
		const make = (name: ColumnName) => (wideNames.has(name) ? new Float64Array(length) : new Uint32Array(length));
		return Object.fromEntries(names.map(name => [name, make(name)])) as Record<ColumnName, Float64Array | Uint32Array>;
	}

	return {
		reserve(first, index) {
			if (index - first < size || size === capacity) return;
			const newSize = Math.min(size * 2, capacity);
			const grown = allocate(newSize);
			for (const name of names) {
				for (let at = first; at < index; at++) grown[name][at % newSize] = arrays[name][at % size] ?? 0;
			}
			size = newSize;
			arrays = grown;
		},
		set(index, row) {
			for (const name of names) arrays[name][index % size] = row[name];
		},
		get: (column, index) => arrays[column][index % size] ?? 0,
	};
}
