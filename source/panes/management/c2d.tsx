import type {ActionContext} from '../../actions.js';
import {Dialog} from '../../components/dialog.js';
import {insideOf} from '../../components/frame.js';
import {messagesRows, queueRows} from '../../format/c2d-rows.js';
import {type Row, span} from '../../format/cells.js';
import {equalRows} from '../../format/equal-rows.js';
import {scrolledTop} from '../../format/window.js';
import {useConsole, useLayout, useUi} from '../../hooks/console.js';
import {useDrawn} from '../../hooks/use-store.js';
import type {Hub} from '../../hub/types.js';
import {safe, show} from '../../safe-text.js';
import {bodyRect} from '../body-rect.js';
import {closeOverlay, type Scrolled, scrollActions} from '../overlay-actions.js';
import type {Overlay} from '../pane.js';
import {composeMessage} from './c2d-compose.js';
import {refuseWriting} from './refusals.js';
import {openReview} from './wish.js';

function rowsOf(hub: Hub, deviceId: string, width: number, now: number): readonly Row[] {
	const {value, fetchedAt} = hub.identity(deviceId).getState();
	const queue = value === undefined ? undefined : {count: value.c2dMessageCount, readAt: fetchedAt ?? now};
	const snapshot = hub.c2d.getState();
	return [...queueRows(queue, snapshot, width, now), [], ...messagesRows(snapshot, deviceId, width, now)];
}

function C2dView() {
	const rect = bodyRect(useLayout());
	const {hub, ui, clock} = useConsole();
	const deviceId = useUi(state => state.selectedDeviceId ?? '');
	const scroll = useUi(state => state.overlayScroll);
	const {width, height} = insideOf(rect);
	const rows = useDrawn([hub.c2d, hub.identity(deviceId), ui, clock], () => rowsOf(hub, deviceId, width, clock.getState()), equalRows);
	const top = scrolledTop(scroll, height, rows.length);
	const count = safe`${Math.min(rows.length, top + height)} of ${rows.length}`;
	return (
		<Dialog
			rect={rect}
			heading={[span(safe`Messages to `, 'plain', {isBold: true}), span(show(deviceId), 'accent', {isBold: true})]}
			footer={[span(safe`n new · p purge · Esc close · ${count}`, 'muted')]}
			rows={rows.slice(top, top + height)}
		/>
	);
}

function measure({hub, ui, layout}: ActionContext): Scrolled {
	const {width, height} = insideOf(bodyRect(layout));
	return {length: rowsOf(hub, ui.getState().selectedDeviceId ?? '', width, Date.now()).length, height};
}

/** What was sent to the selected device from here, what became of it, and what waits. While it is open the hub's feedback is read. */
export const c2dView: Overlay = {
	id: 'c2d',
	title: 'Messages to a device',
	Component: C2dView,
	actions: [
		{
			id: 'c2d.new',
			keys: ['n', 'c'],
			title: 'Write a message to the device',
			hint: 'new',
			disabled: refuseWriting('sending messages'),
			run: composeMessage,
		},
		{
			id: 'c2d.purge',
			keys: ['p'],
			title: 'Throw away all messages that wait for the device, with a review',
			hint: 'purge',
			disabled: refuseWriting('purging'),
			run(context) {
				const deviceId = context.ui.getState().selectedDeviceId;
				if (deviceId !== undefined) openReview(context, {type: 'purge', deviceId});
			},
		},
		...scrollActions('c2d', measure),
		closeOverlay('c2d.close', 'Close; feedback is read no longer', ['escape', 'q', 'C']),
	],
};
