import type {Action, ActionContext} from '../actions.js';
import {Dialog} from '../components/dialog.js';
import {insideOf} from '../components/frame.js';
import {type Row, span} from '../format/cells.js';
import {fieldRow} from '../format/field-row.js';
import {type HelpSection, helpRows} from '../format/help-rows.js';
import {scrolledTop} from '../format/window.js';
import {globalActions} from '../global-actions.js';
import {useUi} from '../hooks/console.js';
import type {Rect} from '../layout.js';
import {safe} from '../safe-text.js';
import {emptyField} from '../ui-state/text-field.js';
import type {PaneId, UiState} from '../ui-state/types.js';
import {bodyRect} from './body-rect.js';
import {closeOverlay, scrollActions} from './overlay-actions.js';
import type {Overlay} from './pane.js';
import {panes} from './panes.js';

/** The pane's keys first, then those of everywhere; keys while typing come last of a section. */
const sectionsFor = (focus: PaneId): readonly HelpSection[] => {
	const everywhere = panes.flatMap(pane => pane.actions.filter(action => action.isGlobal));
	const pane = panes.find(({id}) => id === focus);
	const own = pane?.actions.filter(action => !action.isGlobal) ?? [];
	return [
		{title: `Keys of ${pane?.title ?? ''}`, actions: own.filter(action => action.fields === undefined)},
		{title: 'While typing there', actions: own.filter(action => action.fields !== undefined)},
		{title: 'Keys everywhere', actions: [...globalActions, ...everywhere]},
	];
};

const rowsOf = ({focus, fields}: Pick<UiState, 'focus' | 'fields'>, width: number): readonly Row[] =>
	helpRows(sectionsFor(focus), fields['help.filter']?.value ?? '', width);

/** One row of the inside belongs to the filter. */
const measure = ({ui, layout}: ActionContext) => {
	const {width, height} = insideOf(bodyRect(layout));
	return {length: rowsOf(ui.getState(), width).length, height: height - 1};
};

function Help({rect}: {readonly rect: Rect}) {
	const {width, height} = insideOf(rect);
	const focus = useUi(state => state.focus);
	const fields = useUi(state => state.fields);
	const scroll = useUi(state => state.overlayScroll);
	const rows = rowsOf({focus, fields}, width);
	const top = scrolledTop(scroll, height - 1, rows.length);
	const filter: Row = [span(safe`Type to search: `, 'muted'), ...fieldRow(fields['help.filter'] ?? emptyField, width - 16, true)];
	return (
		<Dialog
			rect={rect}
			heading={[span(safe`Help`, 'plain', {isBold: true})]}
			footer={[span(safe`↑ ↓ scroll  Esc close  ${Math.min(rows.length, top + height - 1)} of ${rows.length}`, 'muted')]}
			rows={[filter, ...rows.slice(top, top + height - 1)]}
		/>
	);
}

const keysBesideTyping = new Set(['up', 'down', 'pageup', 'pagedown']);

/** Whatever is typed filters at once, so the letters that scroll elsewhere are letters here. */
const whileTyping = (action: Action): Action => ({...action, fields: ['help.filter'], keys: action.keys.filter(key => keysBesideTyping.has(key))});

export const help: Overlay = {
	id: 'help',
	title: 'Help',
	Component: Help,
	actions: [
		...scrollActions('help', measure)
			.map(whileTyping)
			.filter(({keys}) => keys.length > 0),
		{...closeOverlay('help.close', 'Close the help', ['escape', 'enter', 'f1']), fields: ['help.filter']},
	],
};
