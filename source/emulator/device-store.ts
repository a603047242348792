import {closeSync, openSync} from 'node:fs';
import {join} from 'node:path';
import type {DatabaseSync} from 'node:sqlite';
import {isJsonObject} from './core/json.js';
import type {HubCore, StoredDevice} from './core/types.js';
import {EmulatorError} from './emulator-error.js';

/** What a hub keeps between two starts, besides its certificate authority: the keys of its policies and its devices. */
export type DeviceStore = {
	readonly devices: readonly StoredDevice[];
	/** The policy's key from an earlier start; else `create()`'s, which is kept from now on. */
	policyKey(name: string, create: () => string): string;
	/** Writes every change of a device before the core's verb returns to its caller. */
	follow(core: HubCore): void;
	close(): void;
};

const fileName = 'hub.db';
const formatVersion = 1;
/** Result codes of SQLite (https://sqlite.org/rescode.html). */
const sqlite = {busy: 5, corrupt: 11, notADatabase: 26};

function resultCodeOf(error: unknown): number | undefined {
	return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

/** Takes the file for this process: SQLite's exclusive lock goes away with the process, however it ends. */
function prepare(database: DatabaseSync, directory: string): void {
	database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; BEGIN EXCLUSIVE');
	const version = database.prepare('PRAGMA user_version').get()?.user_version;
	if (version !== 0 && version !== formatVersion) {
		throw new EmulatorError(
			`The data in ${directory} was written by another version of iot-tui (format ${version}).`,
			'Use that version, or choose another data directory.',
		);
	}
	database.exec(`
		CREATE TABLE IF NOT EXISTS policies (name TEXT PRIMARY KEY, key TEXT NOT NULL) STRICT;
		CREATE TABLE IF NOT EXISTS devices (sequence INTEGER PRIMARY KEY AUTOINCREMENT, device_id TEXT UNIQUE NOT NULL, document TEXT NOT NULL) STRICT;
		PRAGMA user_version = ${formatVersion};
		COMMIT`);
}

function readDevices(database: DatabaseSync): readonly StoredDevice[] {
	return database
		.prepare('SELECT device_id, document FROM devices ORDER BY sequence')
		.all()
		.map(row => {
			const document: unknown = JSON.parse(String(row.document));
			if (!isJsonObject(document)) throw new SyntaxError('A stored device is not an object.');
			return {deviceId: String(row.device_id), document};
		});
}

/** The error to show for whatever opening or reading a store may throw. */
function explainStoreError(error: unknown, directory: string): EmulatorError {
	if (error instanceof EmulatorError) return error;
	const code = resultCodeOf(error);
	if (code === sqlite.busy)
		return new EmulatorError(`Another local hub is using the data directory ${directory}.`, 'Stop it, or choose another data directory.');
	const isDamaged = code === sqlite.corrupt || code === sqlite.notADatabase || error instanceof SyntaxError;
	return new EmulatorError(
		isDamaged
			? `The file ${join(directory, fileName)} is damaged.`
			: `The file ${join(directory, fileName)} cannot be used: ${error instanceof Error ? error.message : 'unknown error'}.`,
		isDamaged
			? 'Move it away to start with an empty hub, or choose another data directory.'
			: 'Check the rights and the free space there, or choose another data directory.',
		{cause: error},
	);
}

/** Tells once per row of failures, on the process's warning channel: the hub goes on in memory. */
function createWarner(directory: string): (task: () => void) => void {
	let isFailing = false;
	return task => {
		try {
			task();
			isFailing = false;
		} catch (error) {
			if (!isFailing) process.emitWarning(explainStoreError(error, directory).message, 'EmulatorStoreWarning');
			isFailing = true;
		}
	};
}

/**
 * Opens the store in `directory` for this process alone.
 * @throws EmulatorError when another hub uses it, when its file is damaged, or when it cannot be written.
 */
export async function openDeviceStore(directory: string): Promise<DeviceStore> {
	// Loaded only here, because older versions of Node print a warning when they load it.
	const {DatabaseSync} = await import('node:sqlite');
	let database: DatabaseSync | undefined;
	try {
		closeSync(openSync(join(directory, fileName), 'a', 0o600));
		database = new DatabaseSync(join(directory, fileName));
		prepare(database, directory);
		return createDeviceStore(database, directory);
	} catch (error) {
		database?.close();
		throw explainStoreError(error, directory);
	}
}

function createDeviceStore(database: DatabaseSync, directory: string): DeviceStore {
	const save = database.prepare('INSERT INTO devices (device_id, document) VALUES (?, ?) ON CONFLICT (device_id) DO UPDATE SET document = excluded.document');
	const remove = database.prepare('DELETE FROM devices WHERE device_id = ?');
	const readKey = database.prepare('SELECT key FROM policies WHERE name = ?');
	const saveKey = database.prepare('INSERT INTO policies (name, key) VALUES (?, ?)');
	const attempt = createWarner(directory);
	let stopFollowing = () => {};
	return {
		devices: readDevices(database),
		policyKey(name, create) {
			const stored = readKey.get(name)?.key;
			if (typeof stored === 'string') return stored;
			const key = create();
			saveKey.run(name, key);
			return key;
		},
		follow(core) {
			stopFollowing = core.onEvent(event => {
				if (event.type === 'device-changed') attempt(() => save.run(event.deviceId, JSON.stringify(core.exportDevice(event.deviceId).document)));
				if (event.type === 'device-deleted') attempt(() => remove.run(event.deviceId));
			});
		},
		close() {
			stopFollowing();
			database.close();
		},
	};
}
