import type {AuthenticationType, DeviceTable} from './types.js';

const authenticationTypes = ['sas', 'selfSigned', 'certificateAuthority', 'none'] as const satisfies readonly AuthenticationType[];
const enabledFlag = 1;
const connectedFlag = 2;
const authenticationShift = 2;
const newline = 10;

export type DeviceRow = {
	readonly deviceId: string;
	readonly isEnabled: boolean;
	readonly isConnected: boolean;
	readonly authentication: AuthenticationType;
	/** 0: never. */
	readonly lastActivityAt: number;
};

/** A growing table. Rows are only ever appended, so that a table handed out stays true. */
export type DeviceTableBuilder = {
	readonly size: number;
	/** A device that is already there is left as it is: the hub's pages may overlap when devices come and go. */
	append(row: DeviceRow): void;
	/** The rows so far; later rows do not appear in it. */
	build(): DeviceTable;
};

function lowerAscii(bytes: Buffer): Buffer {
	for (let at = 0; at < bytes.length; at++) {
		const byte = bytes[at] ?? 0;
		if (byte >= 65 && byte <= 90) bytes[at] = byte + 32;
	}
	return bytes;
}

function hash(text: string): number {
	let value = 0x811c9dc5;
	for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
	return value >>> 0;
}

/** Ids as lines of two slabs, as they are and in lower case; numbers in typed arrays. About 50 bytes per device. */
export function createDeviceTableBuilder(): DeviceTableBuilder {
	let size = 0;
	let ids = Buffer.allocUnsafeSlow(4096);
	let lowered = Buffer.allocUnsafeSlow(4096);
	/** starts[row + 1] is behind the newline of a row's id. */
	let starts = new Uint32Array(129);
	let flags = new Uint8Array(128);
	let activity = new Float64Array(128);
	/** Open addressing: row + 1, 0 is free; never more than half full. */
	let slots = new Int32Array(256);

	function readId(row: number): string {
		return ids.toString('utf8', starts[row], (starts[row + 1] ?? 1) - 1);
	}

	function findSlot(deviceId: string): number {
		const mask = slots.length - 1;
		for (let slot = hash(deviceId) & mask; ; slot = (slot + 1) & mask) {
			const row = (slots[slot] ?? 0) - 1;
			if (row < 0 || readId(row) === deviceId) return slot;
		}
	}

	function growRows(): void {
		const capacity = flags.length * 2;
		const copy = <T extends Uint8Array | Uint32Array | Float64Array>(from: T, to: T): T => {
			to.set(from);
			return to;
		};
		starts = copy(starts, new Uint32Array(capacity + 1));
		flags = copy(flags, new Uint8Array(capacity));
		activity = copy(activity, new Float64Array(capacity));
		slots = new Int32Array(capacity * 2);
		for (let row = 0; row < size; row++) slots[findSlot(readId(row))] = row + 1;
	}

	function growSlabs(end: number): void {
		const capacity = Math.max(ids.length * 2, end);
		const [newIds, newLowered] = [Buffer.allocUnsafeSlow(capacity), Buffer.allocUnsafeSlow(capacity)];
		ids.copy(newIds);
		lowered.copy(newLowered);
		ids = newIds;
		lowered = newLowered;
	}

	/** The row of a place in the slabs, by bisection. */
	function rowAt(position: number, from: number, count: number): number {
		let [low, high] = [from, count];
		while (high - low > 1) {
			const middle = (low + high) >>> 1;
			if ((starts[middle] ?? 0) <= position) low = middle;
			else high = middle;
		}
		return low;
	}

	function search(text: string, count: number): readonly number[] {
		if (text === '') return Array.from({length: count}, (_, row) => row);
		const needle = lowerAscii(Buffer.from(text));
		const rows: number[] = [];
		if (needle.includes(newline)) return rows;
		const end = starts[count] ?? 0;
		let next = 0;
		for (let at = lowered.indexOf(needle); at >= 0 && at < end; at = lowered.indexOf(needle, starts[next] ?? 0)) {
			const row = at < (starts[next + 1] ?? 0) ? next : rowAt(at, next, count);
			rows.push(row);
			next = row + 1;
			if (next >= count) break;
		}
		return rows;
	}

	return {
		get size() {
			return size;
		},
		append(row) {
			const slot = findSlot(row.deviceId);
			if (slots[slot] !== 0) return;
			slots[slot] = size + 1;
			const id = Buffer.from(row.deviceId);
			const start = starts[size] ?? 0;
			const end = start + id.length + 1;
			if (end > ids.length) growSlabs(end);
			id.copy(ids, start);
			lowerAscii(id).copy(lowered, start);
			ids[end - 1] = newline;
			lowered[end - 1] = newline;
			starts[size + 1] = end;
			flags[size] =
				(row.isEnabled ? enabledFlag : 0) | (row.isConnected ? connectedFlag : 0) | (authenticationTypes.indexOf(row.authentication) << authenticationShift);
			activity[size] = row.lastActivityAt;
			size++;
			if (size === flags.length) growRows();
		},
		build() {
			const count = size;
			return {
				size: count,
				id: row => (row >= 0 && row < count ? readId(row) : ''),
				rowOf(deviceId) {
					const row = (slots[findSlot(deviceId)] ?? 0) - 1;
					return row < count ? row : -1;
				},
				isEnabled: row => ((flags[row] ?? 0) & enabledFlag) !== 0,
				isConnected: row => ((flags[row] ?? 0) & connectedFlag) !== 0,
				authentication: row => authenticationTypes[(flags[row] ?? 0) >> authenticationShift] ?? 'none',
				lastActivityAt: row => activity[row] ?? 0,
				search: text => search(text, count),
			};
		},
	};
}

/** Whether two tables say the same about the same devices in the same order. */
export function isSameTable(one: DeviceTable, other: DeviceTable): boolean {
	if (one.size !== other.size) return false;
	for (let row = 0; row < one.size; row++) {
		if (one.lastActivityAt(row) !== other.lastActivityAt(row) || one.isConnected(row) !== other.isConnected(row)) return false;
		if (one.isEnabled(row) !== other.isEnabled(row) || one.authentication(row) !== other.authentication(row)) return false;
		if (one.id(row) !== other.id(row)) return false;
	}
	return true;
}
