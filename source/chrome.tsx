import {Box} from 'ink';
import type {ActionContext} from './actions.js';
import {Rows, RowText} from './components/rows.js';
import {unseenCount} from './format/alarm-rows.js';
import type {Row} from './format/cells.js';
import {equalRow, equalRows} from './format/equal-rows.js';
import {headerRow} from './format/header.js';
import {outageOf} from './format/outage.js';
import {footerRow, type StatusFacts, statusRows} from './format/status.js';
import {type Console, useConsole, useLayout, useUi} from './hooks/console.js';
import {useDrawn} from './hooks/use-store.js';
import type {Layers} from './keymap.js';
import {liveActions} from './keymap.js';
import {mostStatusRows, type Rect, statusHeight} from './layout.js';
import {show} from './safe-text.js';
import type {UiState} from './ui-state/types.js';

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

type Told = Pick<Console, 'hub' | 'ui' | 'clock'>;

const statusFactsOf = ({hub, ui, clock}: Told): StatusFacts => ({
	status: hub.status.getState(),
	feed: hub.telemetry.getState(),
	notice: ui.getState().notice,
	now: clock.getState(),
});

/** Rows that the status line takes now of a terminal of this size. */
export const measureStatusLine = (told: Told, columns: number, rows: number): number => {
	const facts = statusFactsOf(told);
	return statusHeight(statusRows(facts, columns, mostStatusRows(rows)).length, rows, outageOf(facts.status, facts.feed) !== undefined);
};

type Props = {
	readonly layersOf: (state: UiState) => Layers;
	readonly findContext: () => ActionContext;
};

/** The connection or the newest notice, and the keys that are live; on one row where rows are scarce. */
export function BottomLines({layersOf, findContext}: Props) {
	const {hub, ui, fleet, clock} = useConsole();
	const {statusLine, footer, panes, rows} = useLayout();
	const hasNotice = useUi(state => state.notice !== undefined);
	const selected = useUi(state => state.selectedDeviceId);
	const status = useDrawn([hub.status, ui, clock], () => statusRows(statusFactsOf({hub, ui, clock}), statusLine.width, mostStatusRows(rows)), equalRows);
	// A twin that is not on screen is not read for its keys.
	const shownTwin = selected === undefined || panes.twin === undefined ? [] : [hub.twin(selected)];
	// Every store that an action may ask for its reason not to run.
	const keys = useDrawn(
		[ui, fleet, hub.devices, hub.methods, clock, ...shownTwin],
		() => footerRow(liveActions(layersOf(ui.getState())), findContext(), footer.width),
		equalRow,
	);
	const [first] = status;
	if (statusLine.y === footer.y) return <RowAt row={hasNotice && first !== undefined ? first : keys} rect={footer} />;
	return (
		<>
			<Box position="absolute" left={statusLine.x} top={statusLine.y}>
				<Rows rows={status} width={statusLine.width} height={statusLine.height} />
			</Box>
			<RowAt row={keys} rect={footer} />
		</>
	);
}
