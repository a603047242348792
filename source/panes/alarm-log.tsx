import {useEffect, useState} from 'react';
import type {Action, ActionContext} from '../actions.js';
import {Dialog} from '../components/dialog.js';
import {insideOf} from '../components/frame.js';
import {type AlarmLog, alarmRows} from '../format/alarm-rows.js';
import {type Row, span} from '../format/cells.js';
import {scrolledTop} from '../format/window.js';
import {sentenceRows} from '../format/wrap-words.js';
import {useConsole, useUi} from '../hooks/console.js';
import {useStore} from '../hooks/use-store.js';
import type {Rect} from '../layout.js';
import {safe} from '../safe-text.js';
import {bodyRect} from './body-rect.js';
import {closeOverlay, type Scrolled, scrollActions} from './overlay-actions.js';
import type {Overlay} from './pane.js';

const explanation = safe`An alarm is a device that worked and fell silent, or sent what is not the JSON that it says or is dated ahead of the hub's clock; and one that is back from silence. Time for which the hub was not reached is no silence, nor is a device that was disabled or deleted.`;

const rowsOf = ({kept}: AlarmLog, seen: number, width: number): readonly Row[] => {
	if (kept.length > 0) return alarmRows(kept, seen, width);
	return [[span(safe`No alarm since the console was started.`, 'good')], ...sentenceRows(explanation, width, 'muted')];
};

function AlarmLogView({rect}: {readonly rect: Rect}) {
	const {fleet, ui} = useConsole();
	const log = useStore(fleet, snapshot => snapshot.alarms);
	const [seenBefore] = useState(() => ui.getState().devices.alarmsSeen);
	const scroll = useUi(state => state.overlayScroll);
	useEffect(() => {
		ui.dispatch({type: 'devices/alarms-seen', to: log.newest});
	}, [ui, log.newest]);
	const {width, height} = insideOf(rect);
	const rows = rowsOf(log, seenBefore, width);
	const top = scrolledTop(scroll, height, rows.length);
	const older = log.total - log.kept.length;
	const left = older > 0 ? safe`, ${older} older ones left out` : safe``;
	return (
		<Dialog
			rect={rect}
			heading={[span(safe`Alarms`, 'plain', {isBold: true})]}
			title={[span(safe`newest first`, 'muted')]}
			footer={[span(safe`Esc close · ${log.total} since the start${left}`, 'muted')]}
			rows={rows.slice(top, top + height)}
		/>
	);
}

const measure = ({fleet, layout}: ActionContext): Scrolled => {
	const {width, height} = insideOf(bodyRect(layout));
	return {length: rowsOf(fleet.getState().alarms, 0, width).length, height};
};

/** Every device that fell into trouble or came out of it, newest first. Looking at it makes its alarms seen. */
export const alarmLog: Overlay = {
	id: 'alarms',
	title: 'Alarms',
	Component: AlarmLogView,
	actions: [...scrollActions('alarms', measure), closeOverlay('alarms.close', 'Close the alarms', ['escape', 'q', 'enter', '!'])],
};

export const alarmLogAction: Action = {
	id: 'devices.alarms',
	keys: ['!'],
	title: 'Show the alarms: devices that fell silent or came back',
	isGlobal: true,
	run: ({ui}) => ui.dispatch({type: 'open', overlay: 'alarms'}),
};
