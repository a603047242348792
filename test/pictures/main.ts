import {existsSync} from 'node:fs';
import {mkdir, writeFile} from 'node:fs/promises';
import {startTerminal, type Terminal} from '../helpers/terminal.js';
import {type Scene, scenes} from './scenes.js';
import {toSvg} from './svg.js';

const folder = 'media';

/** Data is arriving, and of the devices only the one that never connects is still new. The status line may tell of an alarm by then. */
const hasAppeared = (screen: string): boolean => /\d\/s │/.test(screen) && (screen.match(/◌ NEW/g)?.length ?? 0) === 1;

const select = async (terminal: Terminal, deviceId: string): Promise<void> => {
	await terminal.press('1', '/');
	await terminal.type(deviceId);
	await terminal.press('enter', 'g');
	await terminal.see(new RegExp(`│› .*${deviceId}`));
	await terminal.press('escape');
	await terminal.see(/13 shown of 13/);
};

const take = async ({name, title, columns = 120, rows = 40, deviceId, prepare}: Scene): Promise<void> => {
	const terminal = startTerminal(process.execPath, ['dist/cli.js', '--emulator'], {columns, rows});
	try {
		await terminal.see(hasAppeared, 60_000);
		if (deviceId !== undefined) await select(terminal, deviceId);
		await prepare(terminal);
		await writeFile(`${folder}/${name}.svg`, toSvg(terminal.terminal, title));
		process.stdout.write(`${folder}/${name}.svg  ${columns}x${rows}\n`);
	} finally {
		await terminal.close();
	}
};

/** Takes the pictures of the documents from the built program; with names as arguments, only those. */
export const main = async (): Promise<void> => {
	if (!existsSync('dist/cli.js')) {
		throw new Error('There is no built program. Run npm run build first.');
	}

	const names = process.argv.slice(2);
	await mkdir(folder, {recursive: true});
	for (const scene of scenes.filter(({name}) => names.length === 0 || names.includes(name))) {
		await take(scene);
	}
};
