import {Box} from 'ink';
import type {ActionContext} from './actions.js';
import {RowText} from './components/rows.js';
import {unseenCount} from './format/alarm-rows.js';
import type {Row} from './format/cells.js';
import {equalRows} from './format/equal-rows.js';
import {headerRow} from './format/header.js';
import {footerRow, statusRow} from './format/status.js';
import {useConsole, useLayout, useUi} from './hooks/console.js';
import {useDrawn} from './hooks/use-store.js';
import type {Layers} from './keymap.js';
import {liveActions} from './keymap.js';
import type {Rect} from './layout.js';
import {show} from './safe-text.js';
import type {UiState} from './ui-state/types.js';

const equalRow = (a: Row, b: Row): boolean => equalRows([a], [b]);

function RowAt({row, rect}: {readonly row: Row; readonly rect: Rect}) {
	return (
		<Box position="absolute" left={rect.x} top={rect.y} width={rect.width} height={1}>
			<RowText row={row} width={rect.width} />
		</Box>
	);
}

/** Which hub, whether it can be written to, whether data is arriving, and how the devices are. */
export function Header() {
	const {hub, ui, fleet, clock} = useConsole();
	const {header} = useLayout();
	const row = useDrawn(
		[fleet, clock, ui],
		() => {
			const {size, counts, alarms} = fleet.getState();
			const {value, isComplete, totalCount = 0} = hub.devices.getState();
			const facts = {
				label: show(hub.hostName),
				isReadOnly: hub.writer === undefined,
				feed: hub.telemetry.getState(),
				deviceCount: value === undefined ? undefined : size,
				totalCount: !isComplete && totalCount > size ? totalCount : undefined,
				alarmCount: unseenCount(alarms, ui.getState().devices.alarmsSeen),
				counts,
				now: clock.getState(),
			};
			return headerRow(facts, header.width);
		},
		equalRow,
	);
	return <RowAt row={row} rect={header} />;
}

type Props = {
	readonly layersOf: (state: UiState) => Layers;
	readonly findContext: () => ActionContext;
};

/** The connection or the newest notice, and the keys that are live; on one row where rows are scarce. */
export function BottomLines({layersOf, findContext}: Props) {
	const {hub, ui, fleet, clock} = useConsole();
	const {statusLine, footer, panes} = useLayout();
	const hasNotice = useUi(state => state.notice !== undefined);
	const selected = useUi(state => state.selectedDeviceId);
	const status = useDrawn(
		[hub.status, ui, clock],
		() => statusRow(hub.status.getState(), hub.telemetry.getState(), ui.getState().notice, clock.getState()),
		equalRow,
	);
	// A twin that is not on screen is not read for its keys.
	const shownTwin = selected === undefined || panes.twin === undefined ? [] : [hub.twin(selected)];
	// Every store that an action may ask for its reason not to run.
	const keys = useDrawn(
		[ui, fleet, hub.devices, hub.methods, clock, ...shownTwin],
		() => footerRow(liveActions(layersOf(ui.getState())), findContext(), footer.width),
		equalRow,
	);
	if (statusLine.y === footer.y) return <RowAt row={hasNotice ? status : keys} rect={footer} />;
	return (
		<>
			<RowAt row={status} rect={statusLine} />
			<RowAt row={keys} rect={footer} />
		</>
	);
}
