/** Numbers for device ids, so that a message needs four bytes for its device. */
export type NameTable = {
	readonly size: number;
	/** The number of a name, made when it is new. */
	intern(name: string): number;
	/** -1 when the name was never met. */
	find(name: string): number;
	name(index: number): string;
};

export function createNameTable(): NameTable {
	const names: string[] = [];
	const indexes = new Map<string, number>();
	return {
		get size() {
			return names.length;
		},
		intern(name) {
			const known = indexes.get(name);
			if (known !== undefined) return known;
			indexes.set(name, names.length);
			return names.push(name) - 1;
		},
		find: name => indexes.get(name) ?? -1,
		name: index => names[index] ?? '',
	};
}
