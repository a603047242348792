import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import type {Action} from '../source/actions.js';
import {globalActions} from '../source/global-actions.js';
import {keyLabel} from '../source/keymap.js';
import {overlays} from '../source/panes/overlays.js';
import {panes} from '../source/panes/panes.js';

const readme = readFileSync('readme.md', 'utf8');

const rowsOf = (actions: readonly Action[]) => actions.map(({keys, title}) => `| ${keys.map(key => `\`${keyLabel(key)}\``).join(' ')} | ${title} |`);
const tableOf = (name: string, actions: readonly Action[]) => [`**${name}**`, '', '| key | does |', '|---|---|', ...rowsOf(actions)].join('\n');
const idle = (actions: readonly Action[]) => actions.filter(action => action.fields === undefined);

test('the readme lists the keys of every pane, as the program knows them', () => {
	const tables = [tableOf('Everywhere', globalActions), ...panes.map(pane => tableOf(pane.title, idle(pane.actions)))];
	expect(readme).toContain(tables.join('\n\n'));
});

test('no key means two things in one pane or dialog', () => {
	for (const {title, actions} of [...panes, ...overlays]) {
		const keys = idle(actions).flatMap(action => action.keys);
		expect(new Set(keys).size, title).toBe(keys.length);
	}
});
