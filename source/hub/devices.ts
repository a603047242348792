import {HubError} from '../errors.js';
import {listAllDevices, listSize, readDevice, readDevicePage, readTotalCount} from './device-pages.js';
import {createDeviceTableBuilder, type DeviceRow, type DeviceTableBuilder, isSameTable} from './device-table.js';
import {createLiveStore} from './live-store.js';
import type {Rest} from './rest.js';
import {isConnectionFailure} from './status.js';
import {translateError} from './translate-error.js';
import type {DeviceDirectory, DevicesSnapshot, DeviceTable} from './types.js';

/** Devices per load. */
const step = 1000;
const refreshMs = 30_000;
/** The hub's claim of who is connected should not lag on screen where one short listing tells it. */
const shortRefreshMs = 5000;
const shortList = 100;
/** A query's answer counts against the daily quota: one message per 4 KB, or per half a KB on a free hub, about 25 or 3 devices. */
const queryRefreshMs = 120_000;
const queryMsPerDevice = 300;
const longestPauseMs = 10 * 60_000;
/** To ask a hub that cannot be reached costs nothing. */
const longestOutagePauseMs = 30_000;
/** Devices that were asked for by their id and are read anew one by one. */
const mostFound = 10;

type Reading = {readonly builder: DeviceTableBuilder; continuation: string | undefined; isComplete: boolean};

function createReading(): Reading {
	return {builder: createDeviceTableBuilder(), continuation: undefined, isComplete: false};
}

/** Where a device stands; new ones come last. */
function rankOf(table: DeviceTable, {deviceId}: DeviceRow): number {
	const row = table.rowOf(deviceId);
	return row < 0 ? table.size : row;
}

function rowsOf(table: DeviceTable): DeviceRow[] {
	return Array.from({length: table.size}, (_, row) => ({
		deviceId: table.id(row),
		isEnabled: table.isEnabled(row),
		isConnected: table.isConnected(row),
		authentication: table.authentication(row),
		lastActivityAt: table.lastActivityAt(row),
	}));
}

/** The device list and the way for the writer to hand in what it has just changed. */
export type DeviceDirectoryOwner = {
	readonly directory: DeviceDirectory;
	/** A device that was just registered comes last. */
	add(row: DeviceRow): void;
	/** A device that is not in the list so far stays out of it. */
	update(row: DeviceRow): void;
	remove(deviceId: string): void;
	close(): void;
};

/** The device list: read page by page, shown as it comes, and read anew now and then while somebody looks. */
export function createDeviceDirectory(rest: Rest): DeviceDirectoryOwner {
	const owner = createLiveStore<DevicesSnapshot>({status: 'idle', isComplete: false}, {start});
	let current = createReading();
	let wanted = step;
	let running: {readonly kind: 'grow' | 'refresh'; readonly controller: AbortController} | undefined;
	/** What to do when the running reading has ended. */
	let queued: 'grow' | 'refresh' | undefined;
	let timer: NodeJS.Timeout | undefined;
	let failureCount = 0;
	/** Devices beyond what has been read of the list, the one asked for last at the end. */
	const found = new Set<string>();
	/** The policy may read the registry, as far as is known. */
	let isListable = true;

	function publish(change: Partial<DevicesSnapshot>): void {
		const {error: _, ...rest} = owner.latest();
		owner.set({...rest, ...change});
	}

	function showRows(reading: Reading, status: DevicesSnapshot['status']): void {
		const table = reading.builder.build();
		const shown = owner.latest().value;
		// The same object for the same rows, so that nothing derived from it is computed again.
		const value: DeviceTable = shown && isSameTable(shown, table) ? shown : table;
		publish({status, value, isComplete: reading.isComplete, fetchedAt: Date.now()});
	}

	async function readUntilWanted(reading: Reading, signal: AbortSignal, onPage: () => void): Promise<void> {
		while (!reading.isComplete && reading.builder.size < wanted) {
			const page = await readDevicePage(rest, {
				pageSize: Math.min(step, wanted - reading.builder.size),
				continuation: reading.continuation,
				signal,
				onThrottled: error => publish({status: 'loading', error}),
			});
			signal.throwIfAborted();
			for (const row of page.rows) reading.builder.append(row);
			reading.continuation = page.continuation;
			reading.isComplete = page.continuation === undefined;
			onPage();
		}
	}

	/** What is known of a small hub is read anew by one listing; rows stay where they are. */
	async function readByListing(signal: AbortSignal): Promise<Reading | undefined> {
		if (!isListable || !current.isComplete || current.builder.size >= listSize) return undefined;
		const rows = await listAllDevices(rest, signal);
		isListable = rows !== undefined;
		if (!rows) return undefined;
		const known = current.builder.build();
		const byRow = rows.toSorted((one, other) => rankOf(known, one) - rankOf(known, other));
		const reading: Reading = {...createReading(), isComplete: true};
		for (const row of byRow) reading.builder.append(row);
		return reading;
	}

	/** Keeps what was found beyond the rows that a reading brought. */
	async function readFound(reading: Reading, signal: AbortSignal): Promise<void> {
		if (reading.isComplete) found.clear();
		for (const deviceId of found) {
			const row = await readDevice(rest, deviceId, signal);
			if (row) reading.builder.append(row);
			else found.delete(deviceId);
		}
	}

	async function find(deviceId: string): Promise<boolean> {
		const row = await readDevice(rest, deviceId);
		if (!row) return false;
		found.delete(deviceId);
		found.add(deviceId);
		for (const oldest of [...found].slice(0, -mostFound)) found.delete(oldest);
		current.builder.append(row);
		owner.set({...owner.latest(), value: current.builder.build()});
		return true;
	}

	async function read(kind: 'grow' | 'refresh', signal: AbortSignal): Promise<void> {
		const listed = kind === 'refresh' ? await readByListing(signal) : undefined;
		signal.throwIfAborted();
		const reading = listed ?? (kind === 'grow' ? current : createReading());
		await readUntilWanted(reading, signal, () => {
			if (kind === 'grow') showRows(reading, 'loading');
		});
		if (kind === 'refresh') await readFound(reading, signal);
		signal.throwIfAborted();
		current = reading;
		showRows(reading, 'ready');
		const totalCount = await readTotalCount(rest, signal);
		if (totalCount !== undefined && !signal.aborted) publish({totalCount});
	}

	async function runReading(kind: 'grow' | 'refresh'): Promise<void> {
		clearTimeout(timer);
		const controller = new AbortController();
		const run = {kind, controller};
		running = run;
		try {
			await read(kind, controller.signal);
			failureCount = 0;
		} catch (error) {
			if (controller.signal.aborted) return;
			failureCount++;
			publish({status: 'failed', error: error instanceof HubError ? error : translateError(error)});
		} finally {
			if (running === run) running = undefined;
		}
		proceed();
	}

	function proceed(): void {
		if (queued !== undefined) {
			const kind = queued;
			queued = undefined;
			void runReading(kind);
		} else if (owner.isWatched()) {
			const isCheap = isListable && current.isComplete && current.builder.size < listSize;
			const cheapMs = current.builder.size <= shortList ? shortRefreshMs : refreshMs;
			const usualMs = isCheap ? cheapMs : Math.max(queryRefreshMs, current.builder.size * queryMsPerDevice);
			const {error} = owner.latest();
			const isOutage = failureCount > 0 && error !== undefined && isConnectionFailure(error);
			const pauseMs = failureCount === 0 ? 0 : Math.min(shortRefreshMs * 2 ** failureCount, isOutage ? longestOutagePauseMs : longestPauseMs);
			const delayMs = isOutage ? pauseMs : Math.max(usualMs, pauseMs);
			timer = setTimeout(() => void runReading(current.builder.size > 0 ? 'refresh' : 'grow'), delayMs);
		}
	}

	function begin(kind: 'grow' | 'refresh'): void {
		if (running) queued = kind;
		else void runReading(kind);
	}

	/** Changes rows without asking the hub. A reading under way does not know of the change: it begins anew. */
	function amend(change: (rows: DeviceRow[], at: number) => void, deviceId: string): void {
		const {value, totalCount, ...others} = owner.latest();
		if (value) {
			const rows = rowsOf(value);
			change(rows, value.rowOf(deviceId));
			const builder = createDeviceTableBuilder();
			for (const row of rows) builder.append(row);
			current = {...current, builder};
			const count = totalCount === undefined ? {} : {totalCount: totalCount + rows.length - value.size};
			owner.set({...others, ...count, value: builder.build()});
		}
		if (!running) return;
		const {kind, controller} = running;
		controller.abort();
		void runReading(kind);
	}

	function start(): () => void {
		if (current.builder.size === 0) publish({status: 'loading'});
		begin(current.builder.size === 0 ? 'grow' : 'refresh');
		return () => {
			clearTimeout(timer);
			running?.controller.abort();
			running = undefined;
			queued = undefined;
			// A first reading that was cut short is begun again by the next reader.
			if (owner.latest().status === 'loading') publish({status: owner.latest().value ? 'ready' : 'idle'});
		};
	}

	return {
		directory: {
			...owner.store,
			refresh() {
				publish({status: 'loading'});
				begin('refresh');
			},
			loadMore() {
				if (owner.latest().isComplete || (running?.kind === 'grow' && current.builder.size < wanted)) return;
				wanted = current.builder.size + step;
				publish({status: 'loading'});
				begin('grow');
			},
			find,
		},
		add: row => amend((rows, at) => rows.splice(at < 0 ? rows.length : at, at < 0 ? 0 : 1, row), row.deviceId),
		update: row => amend((rows, at) => at >= 0 && rows.splice(at, 1, row), row.deviceId),
		remove: deviceId => amend((rows, at) => at >= 0 && rows.splice(at, 1), deviceId),
		close: () => owner.close(),
	};
}
