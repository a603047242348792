import {execFileSync} from 'node:child_process';
import {chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {nodeProgram, program} from '../helpers/console.js';

let home = '';
beforeEach(() => {
	home = mkdtempSync(path.join(tmpdir(), 'iot-tui-cache-'));
});
afterEach(() => rmSync(home, {recursive: true, force: true}));

const {PATH = ''} = process.env;
const start = (environment: Readonly<Record<string, string>>): string =>
	execFileSync(nodeProgram, [program, '--version'], {encoding: 'utf8', env: {PATH, HOME: home, ...environment}});
const filesIn = (directory: string): readonly string[] =>
	readdirSync(directory, {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile())
		.map(entry => entry.name);

test('Compiled code is kept for the next start in a directory that is the user’s alone.', () => {
	const version = start({XDG_CACHE_HOME: home});
	const directory = path.join(home, 'iot-tui');
	expect(statSync(directory).mode & 0o777).toBe(0o700);
	expect(filesIn(directory).length).toBeGreaterThan(0);
	expect(start({XDG_CACHE_HOME: home})).toBe(version);
});

test('Code from a directory that others may write to is not run.', () => {
	const directory = path.join(home, 'iot-tui');
	mkdirSync(directory);
	chmodSync(directory, 0o777);
	start({XDG_CACHE_HOME: home});
	expect(filesIn(directory)).toEqual([]);
});

test('A start without a place for the cache is a start like any other.', () => {
	const file = path.join(home, 'no-directory');
	writeFileSync(file, '');
	expect(start({XDG_CACHE_HOME: file})).toMatch(/^\d+\.\d+\.\d+\n$/);
});
