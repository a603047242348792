import {expect, test} from 'vitest';
import {viewTwin} from '../../source/panes/twin-view.js';
import {initialUi} from '../../source/ui-state/reducer.js';
import type {UiState} from '../../source/ui-state/types.js';
import {twinOf} from '../helpers/twin.js';

const width = 38;

test.each([
	['a long key', ['温度'.repeat(30)]],
	['a deep key', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p']],
])('what is typed stays in sight beside %s', (_, path) => {
	const desired = path.reduceRight((value: object, key, at) => ({[key]: at === path.length - 1 ? 1 : value}), {});
	const twin = twinOf({desired: JSON.parse(JSON.stringify(desired))});
	const state: UiState = {
		...initialUi,
		focus: 'twin',
		selectedDeviceId: 'press-01',
		field: 'twin.value',
		fields: {'twin.value': {value: '12345678901', cursor: 11}},
		twin: {...initialUi.twin, edit: {deviceId: 'press-01', purpose: 'value', path}},
	};
	const {rows} = viewTwin(state, {status: 'ready', value: twin, fetchedAt: 0}, {width, height: 30}, 0);
	expect(rows.map(row => row.map(({text}) => text).join('')).join('\n')).toContain(' 12345678901');
});
