import {access, constants, mkdir, mkdtemp, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {EmulatorError} from './emulator-error.js';

export type Directory = {readonly path: string /** Removes what was only temporary. */; close(): Promise<void>};

const reasonsByCode: Readonly<Record<string, string>> = {
	EACCES: 'this user may not write there',
	EPERM: 'this user may not write there',
	EROFS: 'the file system is read-only',
	ENOENT: 'the system makes no directories there',
	ENOTDIR: 'a part of its path is a file',
	EEXIST: 'it is a file',
	ENOSPC: 'no space is left there',
	ENAMETOOLONG: 'its name is too long',
	ELOOP: 'its path leads in a circle',
};

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

function explain(path: string, error: unknown): EmulatorError {
	const code = codeOf(error);
	return new EmulatorError(`The data directory ${path} cannot be used: ${reasonsByCode[code] ?? (code || 'unknown error')}.`, 'Choose another one.', {
		cause: error,
	});
}

/** Makes a directory and those above it that are missing. Node's own recursive way never ends where a parent takes none, as in /proc. */
async function makeDirectory(path: string): Promise<void> {
	try {
		await mkdir(path, {mode: 0o700});
	} catch (error) {
		if (codeOf(error) === 'EEXIST' && (await stat(path)).isDirectory()) return;
		if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
		await makeDirectory(dirname(path));
		await mkdir(path, {mode: 0o700});
	}
}

/**
 * The directory that holds the hub's files: the given one, made private when it is new, or a private temporary one.
 * @throws EmulatorError when it cannot be made or others may write to it (they could put their own authority there).
 */
export async function openDirectory(dataDirectory: string | undefined): Promise<Directory> {
	if (dataDirectory === undefined) {
		const path = await mkdtemp(join(tmpdir(), 'iot-tui-hub-'));
		return {path, close: () => rm(path, {recursive: true, force: true})};
	}
	const path = resolve(dataDirectory);
	if (path.includes(';'))
		throw new EmulatorError(`The data directory ${path} has a ";" in its name.`, 'Choose another one: its path becomes part of connection strings.');
	try {
		await makeDirectory(path);
		await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
	} catch (error) {
		throw explain(path, error);
	}
	// Windows has no such bits; its profile directories are private by their access lists.
	if (process.platform !== 'win32' && ((await stat(path)).mode & 0o022) !== 0) {
		throw new EmulatorError(`Other users may write to the data directory ${path}.`, `Keep the hub's keys private: chmod go-w ${path}`);
	}
	return {path, close: async () => {}};
}
