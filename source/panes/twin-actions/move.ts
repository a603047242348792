import type {Action, ActionContext} from '../../actions.js';
import {twinLineId} from '../../format/twin-lines/tree.js';
import {windowTop} from '../../format/window.js';
import {safe, show} from '../../safe-text.js';
import {pathText} from '../../twin-edit/json-path.js';
import {copyValue} from '../copy.js';
import {insideOfTwin, placeOf, type TwinPlace} from '../twin-cursor.js';

/** Puts the cursor on a line and scrolls as little as that takes. */
function moveTo(context: ActionContext, {lines}: TwinPlace, wished: number): void {
	const {ui} = context;
	const index = Math.max(0, Math.min(wished, lines.length - 1));
	const line = lines[index];
	if (line === undefined) return;
	const top = windowTop(ui.getState().twin.top, index, insideOfTwin(context).height, lines.length);
	ui.dispatch({type: 'twin/cursor', lineId: line.id, index, top});
}

/** What a key does where there is a twin to stand in. */
const inTwin =
	(act: (context: ActionContext, place: TwinPlace) => void): Action['run'] =>
	context => {
		const place = placeOf(context);
		if (place !== undefined) act(context, place);
	};

const move = (id: string, keys: readonly string[], title: string, wished: (place: TwinPlace, page: number) => number): Action => ({
	id: `twin.${id}`,
	keys,
	title,
	run: inTwin((context, place) => moveTo(context, place, wished(place, insideOfTwin(context).height))),
});

function toggle({ui}: ActionContext, {line}: TwinPlace): void {
	ui.dispatch({type: 'twin/toggle', lineId: line.kind === 'detail' ? twinLineId(line.section, line.path) : line.id});
}

/** The comparison has lines for values only. */
const inComparison = ({ui}: ActionContext): string | undefined =>
	ui.getState().twin.isCompared ? 'The comparison has no branches: d goes back to the tree.' : undefined;

/** Closes the line, or goes to the one it belongs to. */
function fold(context: ActionContext, place: TwinPlace): void {
	const {line, lines} = place;
	if (line.isOpen && line.kind !== 'detail') {
		toggle(context, place);
		return;
	}
	const id = twinLineId(line.section, line.kind === 'detail' ? line.path : line.path.slice(0, -1));
	const parent = lines.findIndex(each => each.id === id);
	moveTo(context, place, parent);
}

/** Moving through the twin, opening and closing its branches and long values. */
export const moveActions: readonly Action[] = [
	move('down', ['j', 'down'], 'Go to the next key', ({index}) => index + 1),
	move('up', ['k', 'up'], 'Go to the key before', ({index}) => index - 1),
	move('first', ['g', 'home'], 'Go to the first line', () => 0),
	move('last', ['G', 'end'], 'Go to the last line', ({lines}) => lines.length - 1),
	move('pageDown', ['pagedown'], 'Go one page down', ({index}, page) => index + page),
	move('pageUp', ['pageup'], 'Go one page up', ({index}, page) => index - page),
	move('halfDown', ['ctrl+d'], 'Go half a page down', ({index}, page) => index + Math.ceil(page / 2)),
	move('halfUp', ['ctrl+u'], 'Go half a page up', ({index}, page) => index - Math.ceil(page / 2)),
	{
		id: 'twin.toggle',
		keys: ['enter', 'space'],
		title: 'Open or close a branch, show a long value in full',
		hint: 'open',
		disabled: inComparison,
		run: inTwin(toggle),
	},
	{
		id: 'twin.open',
		keys: ['l', 'right'],
		title: 'Open the branch',
		disabled: inComparison,
		run: inTwin((context, place) => {
			if (!place.line.isOpen) toggle(context, place);
		}),
	},
	{
		id: 'twin.close',
		keys: ['h', 'left'],
		title: 'Close the branch, or go up to it',
		disabled: inComparison,
		run: inTwin(fold),
	},
	{
		id: 'twin.copy',
		keys: ['y'],
		title: 'Copy the value under the cursor to the clipboard of the terminal',
		run: inTwin((context, {line}) => {
			const value = line.value ?? line.edited ?? line.comparison?.reported;
			const name = line.path.length === 0 ? safe`section ${show(line.section)}` : safe`value of ${show(pathText(line.path), {maxLength: 60})}`;
			if (value !== undefined) copyValue(context, value, name);
		}),
	},
	{
		id: 'twin.compare',
		keys: ['d'],
		title: 'Compare desired with reported side by side, or show the tree again',
		hint: 'compare',
		run: ({ui}) => ui.dispatch({type: 'twin/compare'}),
	},
];
