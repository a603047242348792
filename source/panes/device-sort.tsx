import type {Action} from '../actions.js';
import {centre, Dialog} from '../components/dialog.js';
import {type Row, span} from '../format/cells.js';
import {useUi} from '../hooks/console.js';
import type {Rect} from '../layout.js';
import {type Safe, safe} from '../safe-text.js';
import {type DeviceSort, deviceSorts} from '../ui-state/devices.js';
import {closeOverlay} from './overlay-actions.js';
import type {Overlay} from './pane.js';

const words: Readonly<Record<DeviceSort, {readonly key: string; readonly text: Safe}>> = {
	name: {key: 'n', text: safe`n  name`},
	state: {key: 's', text: safe`s  state: what needs a look first`},
	seen: {key: 'l', text: safe`l  last seen: newest first`},
	rate: {key: 'r', text: safe`r  rate: most messages first`},
};

function DeviceSortMenu({rect}: {readonly rect: Rect}) {
	const choice = useUi(state => state.devices.sortChoice);
	const rows: readonly Row[] = deviceSorts.map(sort => [span(safe` ${words[sort].text} `, 'plain', {isInverse: sort === choice})]);
	return (
		<Dialog
			rect={centre(rect, {width: 38, height: 2 + deviceSorts.length})}
			heading={[span(safe`Sort devices by`, 'plain', {isBold: true})]}
			footer={[span(safe`Enter choose  Esc leave`, 'muted')]}
			rows={rows}
		/>
	);
}

const move = (id: string, keys: readonly string[], title: string, step: 1 | -1): Action => ({
	id,
	keys,
	title,
	run({ui}) {
		const sort = deviceSorts[deviceSorts.indexOf(ui.getState().devices.sortChoice) + step];
		if (sort !== undefined) ui.dispatch({type: 'devices/sort-choice', sort});
	},
});

const choose = (sort: DeviceSort): Action => ({
	id: `sort.${sort}`,
	keys: [words[sort].key],
	title: `Sort by ${sort}`,
	run({ui}) {
		ui.dispatch({type: 'devices/sort', sort});
		ui.dispatch({type: 'close'});
	},
});

export const deviceSortMenu: Overlay = {
	id: 'device-sort',
	title: 'Sort devices',
	Component: DeviceSortMenu,
	actions: [
		{
			id: 'sort.choose',
			keys: ['enter', 'space'],
			title: 'Sort by the marked line',
			hint: 'choose',
			run(context) {
				void choose(context.ui.getState().devices.sortChoice).run(context);
			},
		},
		move('sort.down', ['down', 'j'], 'Mark the next line', 1),
		move('sort.up', ['up', 'k'], 'Mark the line before', -1),
		...deviceSorts.map(choose),
		closeOverlay('sort.leave', 'Leave the order as it is'),
	],
};
