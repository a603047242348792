import {Frame, insideOf} from '../components/frame.js';
import {Rows} from '../components/rows.js';
import {type Row, span} from '../format/cells.js';
import {trendFrom} from '../format/device-row.js';
import {equalRow, equalRows} from '../format/equal-rows.js';
import {useConsole, useUi} from '../hooks/console.js';
import {useDrawn} from '../hooks/use-store.js';
import {safe} from '../safe-text.js';
import type {UiState} from '../ui-state/types.js';
import {deviceListActions} from './device-list/actions.js';
import {listFooter, listRows} from './device-list/view.js';
import type {Pane, PaneProps} from './pane.js';

const sortWords = {name: safe`by name`, state: safe`by state`, seen: safe`by last seen`, rate: safe`by rate`};

const titleOf = ({devices: {sort, isReversed}}: UiState): Row => {
	const isUsual = sort === 'name' && !isReversed;
	return isUsual ? [] : [span(safe`${sortWords[sort]}${isReversed ? safe` ↑` : safe``}`, 'muted')];
};

function DeviceList({rect, isFocused, headings}: PaneProps) {
	const shell = useConsole();
	const {hub, ui, fleet, clock} = shell;
	const inside = insideOf(rect);
	// The past is read back only for a trend that is shown; the clock draws it, as messages would draw it all the time.
	useDrawn(inside.width >= trendFrom ? [hub.history] : [], () => undefined);
	const rows = useDrawn([fleet, hub.devices, ui, clock], () => listRows(shell, inside, isFocused), equalRows);
	const footer = useDrawn([fleet, hub.devices, ui, clock], () => listFooter(shell, inside.width), equalRow);
	const title = useUi(titleOf, equalRow);
	return (
		<Frame rect={rect} isFocused={isFocused} headings={headings} title={title} footer={footer}>
			<Rows rows={rows} {...inside} />
		</Frame>
	);
}

export const deviceListPane: Pane = {id: 'devices', digit: '1', title: 'Devices', Component: DeviceList, actions: deviceListActions};
