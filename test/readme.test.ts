import {readFileSync, writeFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import type {Action} from '../source/actions.js';
import {globalActions} from '../source/global-actions.js';
import {keyLabel} from '../source/keymap.js';
import {overlays} from '../source/panes/overlays.js';
import {panes} from '../source/panes/panes.js';

const marked = /(<!-- keys: .* -->\n\n)([\s\S]*?)(\n\n<!-- \/keys -->)/;

const rowsOf = (actions: readonly Action[]) => actions.map(({keys, title}) => `| ${keys.map(key => `\`${keyLabel(key)}\``).join(' ')} | ${title} |`);
const tableOf = (name: string, actions: readonly Action[]) => [`**${name}**`, '', '| key | does |', '|---|---|', ...rowsOf(actions)].join('\n');
const idle = (actions: readonly Action[]) => actions.filter(action => action.fields === undefined);

test('the readme lists the keys of every pane, as the program knows them', () => {
	const tables = [tableOf('Everywhere', globalActions), ...panes.map(pane => tableOf(pane.title, idle(pane.actions)))].join('\n\n');
	const readme = readFileSync('readme.md', 'utf8');
	expect(readme).toMatch(marked);
	if (process.env.UPDATE_README === '1')
		writeFileSync(
			'readme.md',
			readme.replace(marked, (_, head: string, __, tail: string) => `${head}${tables}${tail}`),
		);
	expect(marked.exec(readFileSync('readme.md', 'utf8'))?.[2]).toBe(tables);
});

test('no key means two things in one pane or dialog', () => {
	for (const {title, actions} of [...panes, ...overlays]) {
		const keys = idle(actions).flatMap(action => action.keys);
		expect(new Set(keys).size, title).toBe(keys.length);
	}
});
