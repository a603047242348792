import type {Action, ActionContext} from '../actions.js';
import {Dialog} from '../components/dialog.js';
import {insideOf} from '../components/frame.js';
import {type Row, span} from '../format/cells.js';
import {messageRows} from '../format/message-rows.js';
import {scrolledTop} from '../format/window.js';
import {useHub, useUi} from '../hooks/console.js';
import type {Hub} from '../hub/types.js';
import type {Rect} from '../layout.js';
import {safe, show} from '../safe-text.js';
import type {TelemetryState} from '../ui-state/telemetry.js';
import {bodyRect} from './body-rect.js';
import {closeOverlay, scrollActions} from './overlay-actions.js';
import type {Overlay} from './pane.js';
import {chosenIndex, copyBodyAction, leavingNow, moveInFeed} from './telemetry-feed/actions.js';

const rowsOf = (hub: Hub, {openedIndex, isHex}: TelemetryState, width: number): readonly Row[] => {
	const message = openedIndex === undefined ? undefined : hub.telemetry.message(openedIndex);
	return message === undefined ? [[span(safe`This message has made room for newer ones.`, 'warning')]] : messageRows(message, isHex, width);
};

const measure = ({hub, ui, layout}: ActionContext) => {
	const {width, height} = insideOf(bodyRect(layout));
	return {length: rowsOf(hub, ui.getState().telemetry, width).length, height};
};

function Message({rect}: {readonly rect: Rect}) {
	const hub = useHub();
	const telemetry = useUi(state => state.telemetry);
	const scroll = useUi(state => state.overlayScroll);
	const {width, height} = insideOf(rect);
	const rows = rowsOf(hub, telemetry, width);
	const top = scrolledTop(scroll, height, rows.length);
	const message = telemetry.openedIndex === undefined ? undefined : hub.telemetry.message(telemetry.openedIndex);
	return (
		<Dialog
			rect={rect}
			heading={[span(safe`Message`, 'plain', {isBold: true})]}
			title={message === undefined ? [] : [span(show(message.deviceId), 'accent')]}
			footer={[
				span(
					safe`[ ] other message  i ${telemetry.isHex ? safe`text` : safe`hex`}  y copy  Esc close  ${Math.min(rows.length, top + height)} of ${rows.length}`,
					'muted',
				),
			]}
			rows={rows.slice(top, top + height)}
		/>
	);
}

const turn = (id: string, keys: readonly string[], title: string, step: 1 | -1): Action => ({
	id: `message.${id}`,
	keys,
	title,
	run(context) {
		const {ui} = context;
		const {openedIndex, place} = ui.getState().telemetry;
		// While following, the opened message is where the turning starts, not the newest one.
		if (openedIndex !== undefined && place.mode === 'follow') {
			ui.dispatch({type: 'telemetry/place', place: {mode: 'scrolled', ...leavingNow(context), cursor: openedIndex, bottom: openedIndex}});
		}
		moveInFeed(context, step);
		const index = chosenIndex(context);
		if (index === undefined) return;
		ui.dispatch({type: 'telemetry/open', index});
		ui.dispatch({type: 'overlay-scroll', to: 0});
	},
});

export const messageView: Overlay = {
	id: 'message',
	title: 'Message',
	Component: Message,
	actions: [
		...scrollActions('message', measure),
		turn('previous', ['[', 'left', 'h'], 'Show the message before', -1),
		turn('next', [']', 'right', 'l'], 'Show the next message', 1),
		{id: 'message.hex', keys: ['i'], title: 'Show the body as bytes, or as text again', hint: 'hex', run: ({ui}) => ui.dispatch({type: 'telemetry/hex'})},
		copyBodyAction('message.copy', ({ui}) => ui.getState().telemetry.openedIndex),
		closeOverlay('message.close', 'Close the message', ['escape', 'q', 'enter']),
	],
};
