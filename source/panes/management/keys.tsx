import type {Action, ActionContext} from '../../actions.js';
import {centre, Dialog} from '../../components/dialog.js';
import {insideOf} from '../../components/frame.js';
import {type Row, span} from '../../format/cells.js';
import {equalRows} from '../../format/equal-rows.js';
import {failureRows} from '../../format/failure-rows.js';
import {isConnectionLine, keyOfLine, keyRows, lineNames} from '../../format/key-rows.js';
import {windowTop} from '../../format/window.js';
import {useConsole, useLayout, useUi} from '../../hooks/console.js';
import {useDrawn, useStore} from '../../hooks/use-store.js';
import type {DeviceIdentity, KeyChange} from '../../hub/management-types.js';
import type {Hub} from '../../hub/types.js';
import {safe, show} from '../../safe-text.js';
import {type KeyLine, keyLines} from '../../ui-state/management.js';
import type {UiState} from '../../ui-state/types.js';
import {bodyRect} from '../body-rect.js';
import {copyText} from '../copy.js';
import {closeOverlay} from '../overlay-actions.js';
import type {Overlay} from '../pane.js';
import {keySetForm} from './device-forms.js';
import {openForm} from './form.js';
import {toggleReveal, useHideInTime} from './secret-actions.js';
import {openReview} from './wish.js';

const widest = 96;
/** Room for a revealed connection string, so that the dialog does not jump. */
const leastHeight = 14;

function rowsOf(state: UiState, hub: Hub, width: number, now: number): readonly Row[] {
	const deviceId = state.selectedDeviceId;
	if (deviceId === undefined) return [];
	const {value, error, status, fetchedAt} = hub.identity(deviceId).getState();
	const failed = status === 'failed' && error !== undefined ? failureRows(error, width) : [];
	if (value === undefined) return failed.length > 0 ? failed : [[span(safe`◌ reading the identity`, 'muted')]];
	const facts = {
		identity: value,
		state: state.management,
		connectionOf: (key: Parameters<Hub['deviceConnectionString']>[1]) => hub.deviceConnectionString(deviceId, key),
	};
	return [...failed, ...keyRows(facts, width, now, fetchedAt ?? now)];
}

function Keys() {
	const screen = bodyRect(useLayout());
	const {hub, ui, clock} = useConsole();
	const deviceId = useUi(state => state.selectedDeviceId ?? '');
	useHideInTime();
	const width = Math.min(widest, screen.width);
	// The tick of the clock draws; the time of the moment is what a readable secret must not outlive.
	const rows = useDrawn([ui, clock, hub.identity(deviceId)], () => rowsOf(ui.getState(), hub, width - 2, Date.now()), equalRows);
	const rect = centre(screen, {width, height: Math.max(leastHeight, rows.length + 2)});
	const {height} = insideOf(rect);
	const isRevealed = useUi(({management}) => management.reveal !== undefined);
	const chosen = rows.findIndex(([first]) => first?.text.startsWith('› '));
	const top = windowTop(0, isRevealed ? rows.length - 1 : chosen, height, rows.length);
	const hasKeys = useStore(hub.identity(deviceId), ({value}) => value?.keys !== undefined);
	const own = hasKeys ? safe`v show · y copy · ` : safe``;
	const changes = hasKeys && hub.writer !== undefined ? safe`g new key · x swap · s set · ` : safe``;
	return (
		<Dialog
			rect={rect}
			heading={[span(safe`Keys of `, 'plain', {isBold: true}), span(show(deviceId), 'accent', {isBold: true})]}
			footer={[span(safe`${own}${changes}Esc close`, 'muted')]}
			rows={rows.slice(top, top + height)}
		/>
	);
}

const identityOf = ({hub, ui}: ActionContext): DeviceIdentity | undefined => {
	const {selectedDeviceId} = ui.getState();
	return selectedDeviceId === undefined ? undefined : hub.identity(selectedDeviceId).getState().value;
};

const withoutKeys = (context: ActionContext): string | undefined => {
	const identity = identityOf(context);
	if (identity === undefined) return 'The identity of the device has not been read.';
	return identity.keys === undefined ? 'The device signs in with a certificate: it has no keys.' : undefined;
};

const refuseChange = (context: ActionContext): string | undefined =>
	context.hub.writer === undefined ? 'The hub is opened read-only: changing keys is off.' : withoutKeys(context);

const lineOf = ({ui}: ActionContext): KeyLine => ui.getState().management.keyLine;

const move = (id: string, keys: readonly string[], title: string, step: 1 | -1): Action => ({
	id: `keys.${id}`,
	keys,
	title,
	run(context) {
		const line = keyLines[keyLines.indexOf(lineOf(context)) + step];
		if (line !== undefined) context.ui.dispatch({type: 'management/key-line', line});
	},
});

function copyLine(context: ActionContext): void {
	const identity = identityOf(context);
	const line = lineOf(context);
	const key = identity?.keys?.[keyOfLine(line)];
	if (identity === undefined || key === undefined) return;
	const secret = isConnectionLine(line) ? context.hub.deviceConnectionString(identity.deviceId, key) : key;
	copyText(context, secret.reveal(), lineNames[line]);
}

function review(context: ActionContext, change: KeyChange): void {
	const identity = identityOf(context);
	if (identity !== undefined) openReview(context, {type: 'keys', deviceId: identity.deviceId, change});
}

/** The two keys of the selected device and its connection strings, masked until they are asked for. */
export const deviceKeys: Overlay = {
	id: 'device-keys',
	title: 'Keys of a device',
	Component: Keys,
	actions: [
		move('down', ['down', 'j'], 'Go to the next line', 1),
		move('up', ['up', 'k'], 'Go to the line before', -1),
		{
			id: 'keys.reveal',
			keys: ['v', 'enter', 'space'],
			title: 'Show the secret for ten seconds, or hide it',
			hint: 'show',
			disabled: withoutKeys,
			run: context => toggleReveal(context, lineOf(context)),
		},
		{id: 'keys.copy', keys: ['y'], title: 'Copy the secret to the clipboard of the terminal', hint: 'copy', disabled: withoutKeys, run: copyLine},
		{
			id: 'keys.regenerate',
			keys: ['g'],
			title: 'Make a new key in the place of the marked one, with a review',
			hint: 'new key',
			disabled: refuseChange,
			run: context => review(context, {type: 'regenerate', which: keyOfLine(lineOf(context))}),
		},
		{
			id: 'keys.swap',
			keys: ['x'],
			title: 'Swap primary and secondary key, with a review',
			hint: 'swap',
			disabled: refuseChange,
			run: context => review(context, {type: 'swap'}),
		},
		{
			id: 'keys.set',
			keys: ['s'],
			title: 'Set the marked key to a given one, with a review',
			hint: 'set',
			disabled: refuseChange,
			run(context) {
				context.ui.dispatch({type: 'management/which', which: keyOfLine(lineOf(context))});
				openForm(context, keySetForm);
			},
		},
		closeOverlay('keys.close', 'Close the keys', ['escape', 'q', 'K']),
	],
};
