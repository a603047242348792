import {mkdir, mkdtemp, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {EmulatorError} from './emulator-error.js';

export type Directory = {readonly path: string /** Removes what was only temporary. */; close(): Promise<void>};

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
		await mkdir(path, {recursive: true, mode: 0o700});
	} catch (error) {
		throw new EmulatorError(`The data directory ${path} cannot be made: ${error instanceof Error ? error.message : 'unknown error'}.`, 'Choose another one.', {
			cause: error,
		});
	}
	// Windows has no such bits; its profile directories are private by their access lists.
	if (process.platform !== 'win32' && ((await stat(path)).mode & 0o022) !== 0) {
		throw new EmulatorError(`Other users may write to the data directory ${path}.`, `Keep the hub's keys private: chmod go-w ${path}`);
	}
	return {path, close: async () => {}};
}
