import type {ActionContext} from '../../actions.js';
import {centre, Dialog} from '../../components/dialog.js';
import {insideOf} from '../../components/frame.js';
import {type Row, span} from '../../format/cells.js';
import {equalRows} from '../../format/equal-rows.js';
import {inspectedRows} from '../../format/sas-rows.js';
import {scrolledTop} from '../../format/window.js';
import {useConsole, useLayout, useUi} from '../../hooks/console.js';
import {useDrawn} from '../../hooks/use-store.js';
import {safe} from '../../safe-text.js';
import type {InspectedToken, ManagementState} from '../../ui-state/management.js';
import {bodyRect} from '../body-rect.js';
import {copyText} from '../copy.js';
import {closeOverlay, type Scrolled, scrollActions} from '../overlay-actions.js';
import type {Overlay} from '../pane.js';
import {toggleReveal, useHideInTime} from './secret-actions.js';

const widest = 96;

function rowsOf({token, reveal}: ManagementState, width: number): readonly Row[] {
	return token === undefined ? [] : inspectedRows(token, reveal?.what === 'token' ? reveal : undefined, width, Date.now());
}

function Token() {
	const screen = bodyRect(useLayout());
	const {ui, clock} = useConsole();
	useHideInTime();
	const width = Math.min(widest, screen.width);
	const rows = useDrawn([ui, clock], () => rowsOf(ui.getState().management, width - 2), equalRows);
	const scroll = useUi(state => state.overlayScroll);
	const isOwn = useUi(({management}) => management.token?.isOwn ?? false);
	const isRevealed = useUi(({management}) => management.reveal !== undefined);
	const rect = centre(screen, {width, height: rows.length + 2});
	const {height} = insideOf(rect);
	// A revealed token, the last row, must be in sight for the seconds it has.
	const top = scrolledTop(isRevealed ? rows.length : scroll, height, rows.length);
	const keys = isOwn ? safe`v show · y copy · Esc close` : safe`Esc close`;
	const heading = isOwn ? safe`The new token` : safe`The token that was pasted`;
	return <Dialog rect={rect} heading={[span(heading, 'plain', {isBold: true})]} footer={[span(keys, 'muted')]} rows={rows.slice(top, top + height)} />;
}

const tokenOf = ({ui}: ActionContext): InspectedToken | undefined => ui.getState().management.token;

const refusePasted = (context: ActionContext): string | undefined => (tokenOf(context)?.isOwn ? undefined : 'A token that was pasted is not shown again.');

function measure({ui, layout}: ActionContext): Scrolled {
	const {width, height} = insideOf({...bodyRect(layout), width: Math.min(widest, layout.columns)});
	return {length: rowsOf(ui.getState().management, width).length, height};
}

/** What a token says, what the hub would say to it, and the token itself when it was made here. */
export const sasToken: Overlay = {
	id: 'sas-token',
	title: 'Token',
	Component: Token,
	actions: [
		{
			id: 'token.reveal',
			keys: ['v', 'enter'],
			title: 'Show the token for ten seconds, or hide it',
			hint: 'show',
			disabled: refusePasted,
			run: context => toggleReveal(context, 'token'),
		},
		{
			id: 'token.copy',
			keys: ['y'],
			title: 'Copy the token to the clipboard of the terminal',
			hint: 'copy',
			disabled: refusePasted,
			run(context) {
				const token = tokenOf(context);
				if (token !== undefined) copyText(context, token.token.reveal(), safe`token`);
			},
		},
		...scrollActions('token', measure),
		closeOverlay('token.close', 'Close and forget the token'),
	],
};
