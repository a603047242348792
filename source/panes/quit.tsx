import {centre, Dialog} from '../components/dialog.js';
import {insideOf} from '../components/frame.js';
import {type Row, span} from '../format/cells.js';
import {sentenceRows} from '../format/wrap-words.js';
import {useHub, useUi} from '../hooks/console.js';
import {useStore} from '../hooks/use-store.js';
import type {Rect} from '../layout.js';
import {type Safe, safe, show} from '../safe-text.js';
import {changesOf} from '../twin-edit/draft.js';
import type {UiState} from '../ui-state/types.js';
import {closeOverlay} from './overlay-actions.js';
import type {Overlay} from './pane.js';

/** Devices that are named; of more only the number is told. */
const namedDevices = 6;
const widest = 60;

/** One line per device whose edits would be lost, as one text that is compared. */
function lostEdits({twin}: UiState): readonly Safe[] {
	const lost = [...twin.drafts].map(([deviceId, draft]) => ({deviceId, count: changesOf(draft).length})).filter(({count}) => count > 0);
	const more = lost.length - namedDevices;
	return [
		...lost.slice(0, namedDevices).map(({deviceId, count}) => safe`${count} unsent ${count === 1 ? safe`change` : safe`changes`} of ${show(deviceId)}`),
		...(more > 0 ? [safe`and ${more} more devices`] : []),
	];
}

const isSameList = (before: readonly Safe[], after: readonly Safe[]): boolean =>
	before.length === after.length && before.every((text, index) => text === after[index]);

function QuitQuestion({rect}: {readonly rect: Rect}) {
	const edits = useUi(lostEdits, isSameList);
	const calls = useStore(useHub().methods, list => list.filter(({state}) => state === 'pending').length);
	const width = Math.min(widest, rect.width);
	const rows: readonly Row[] = [
		...(calls > 0 ? sentenceRows(safe`Method calls still waiting: ${calls}. Their outcome will not be known here.`, width - 2, 'warning') : []),
		...(edits.length > 0 ? sentenceRows(safe`These edits of twins will be lost:`, width - 2, 'warning') : []),
		...edits.map(text => [span(safe`  ${text}`)]),
	];
	// The answer stays in sight where rows are scarce.
	const {height} = insideOf(centre(rect, {width, height: rows.length + 4}));
	const shown: readonly Row[] = [...rows.slice(0, Math.max(0, height - 2)), [], [span(safe`y leaves, Esc stays.`)]];
	return <Dialog rect={centre(rect, {width, height: rows.length + 4})} heading={[span(safe`Quit?`, 'plain', {isBold: true})]} rows={shown} />;
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
