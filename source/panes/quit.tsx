import {centre, Dialog} from '../components/dialog.js';
import {type Row, span} from '../format/cells.js';
import {useHub, useUi} from '../hooks/console.js';
import {useStore} from '../hooks/use-store.js';
import type {Rect} from '../layout.js';
import {safe} from '../safe-text.js';
import {changesOf} from '../twin-edit/draft.js';
import type {UiState} from '../ui-state/types.js';
import {closeOverlay} from './overlay-actions.js';
import type {Overlay} from './pane.js';

const countEdits = ({twin}: UiState): number => [...twin.drafts.values()].reduce((sum, draft) => sum + changesOf(draft).length, 0);

function QuitQuestion({rect}: {readonly rect: Rect}) {
	const edits = useUi(countEdits);
	const calls = useStore(useHub().methods, list => list.filter(({state}) => state === 'pending').length);
	const rows: readonly Row[] = [
		...(calls > 0 ? [[span(safe`Method calls still waiting: ${calls}. Their outcome`, 'warning')], [span(safe`will not be known here.`, 'warning')]] : []),
		...(edits > 0 ? [[span(safe`Unsent changes of twins: ${edits}. They will be lost.`, 'warning')]] : []),
		[],
		[span(safe`y leaves, Esc stays.`)],
	];
	return <Dialog rect={centre(rect, {width: 50, height: rows.length + 2})} heading={[span(safe`Quit?`, 'plain', {isBold: true})]} rows={rows} />;
}

export const quitQuestion: Overlay = {
	id: 'quit',
	title: 'Quit',
	Component: QuitQuestion,
	actions: [
		{id: 'quit.leave', keys: ['y'], title: 'Quit and lose what is not sent', hint: 'quit', run: ({quit}) => quit()},
		closeOverlay('quit.stay', 'Stay', ['escape', 'n', 'q', 'enter']),
	],
};
