import type {Action, ActionContext} from '../actions.js';
import {centre, Dialog, type DrawnDialog, equalDialogs} from '../components/dialog.js';
import {insideOf} from '../components/frame.js';
import type {HubError} from '../errors.js';
import {buttonRow} from '../format/button-row.js';
import {type Row, span} from '../format/cells.js';
import {fieldRow} from '../format/field-row.js';
import {secondsToWait} from '../format/retry-rows.js';
import {scrolledTop} from '../format/window.js';
import {useConsole, useLayout} from '../hooks/console.js';
import {useDrawn} from '../hooks/use-store.js';
import type {Hub} from '../hub/types.js';
import type {Layout, Rect} from '../layout.js';
import {type Safe, safe, show} from '../safe-text.js';
import {emptyField} from '../ui-state/text-field.js';
import type {FieldId, OverlayId, UiState, UiStore} from '../ui-state/types.js';
import {bodyRect} from './body-rect.js';
import {alsoWhileTyping, scrollActions} from './overlay-actions.js';
import type {Overlay} from './pane.js';

/** What is about to be done, as a review shows it. */
type Reviewed = {
	readonly deviceId: string;
	readonly heading: Safe;
	/** The word that does it. */
	readonly verb: Safe;
	/** It is under way: there is nothing to choose any more. */
	readonly isRunning: boolean;
	/** Why it failed the last time. */
	readonly error?: HubError | undefined;
	/** Only with the device's id typed. */
	readonly asksForId?: boolean;
	rows(width: number): readonly Row[];
};

/** One kind of review. Dialog, keys and the rule of its answers are the same for all. */
type ReviewKind = {
	readonly id: OverlayId;
	/** The beginning of its actions' ids. */
	readonly owner: string;
	readonly title: string;
	/** What is reviewed; undefined when nothing is. */
	read(state: UiState, hub: Hub, now: number): Reviewed | undefined;
	carryOut(context: ActionContext): void | Promise<void>;
	leave(context: ActionContext): void;
};

const widest = 100;
const idField: FieldId = 'review.deviceId';
const typing: readonly FieldId[] = [idField];

/** Opens a review: with Cancel chosen, and with an empty field where the id has to be typed. */
export function openReviewDialog(ui: UiStore, overlay: OverlayId, asksForId = false): void {
	ui.dispatch({type: 'open', overlay});
	if (asksForId) ui.dispatch({type: 'field-open', field: idField, value: ''});
}

const typedId = ({fields}: UiState): string => fields[idField]?.value ?? '';

function idRow(state: UiState, {deviceId}: Reviewed, width: number): Row {
	const label = safe`device id  `;
	const isGood = typedId(state) === deviceId;
	const verdict = isGood ? safe` ✓` : typedId(state) === '' ? safe`` : safe` ✕`;
	const room = Math.max(1, width - label.length - 2);
	return [
		span(label, 'accent', {isBold: true}),
		...fieldRow(state.fields[idField] ?? emptyField, room, state.field === idField),
		span(verdict, isGood ? 'good' : 'bad'),
	];
}

/** Below the text and always in sight: how much of it is not, the id to be typed, and the answers. */
function bottomRows(state: UiState, reviewed: Reviewed, hiddenRows: number, width: number): readonly Row[] {
	const {isRunning, asksForId = false, verb} = reviewed;
	const answers = isRunning
		? [{text: safe`Close`, isFocused: true}]
		: [
				{text: safe`Cancel`, isFocused: state.answer === 'cancel'},
				{text: verb, isFocused: state.answer === 'go'},
			];
	return [
		hiddenRows > 0 ? [span(safe`↓ ${hiddenRows} more rows`, 'muted')] : [],
		...(asksForId && !isRunning ? [idRow(state, reviewed, width)] : []),
		buttonRow(answers),
	];
}

type Placed = {readonly rect: Rect; readonly text: readonly Row[]; readonly room: number};

function place(state: UiState, reviewed: Reviewed | undefined, screen: Rect): Placed {
	const width = Math.min(widest, screen.width);
	const text = reviewed?.rows(width - 2) ?? [];
	const below = reviewed === undefined ? 0 : bottomRows(state, reviewed, 0, width - 2).length;
	const rect = centre(screen, {width, height: text.length + below + 2});
	return {rect, text, room: Math.max(1, insideOf(rect).height - below)};
}

function draw(state: UiState, reviewed: Reviewed | undefined, screen: Rect): DrawnDialog {
	const {rect, text, room} = place(state, reviewed, screen);
	if (reviewed === undefined) return {rect, rows: text};
	const top = scrolledTop(state.overlayScroll, room, text.length);
	return {rect, rows: [...text.slice(top, top + room), ...bottomRows(state, reviewed, text.length - room - top, rect.width - 2)]};
}

function ReviewDialog({kind}: {readonly kind: ReviewKind}) {
	const {hub, ui, clock} = useConsole();
	const layout: Layout = useLayout();
	const read = () => kind.read(ui.getState(), hub, clock.getState());
	const {rect, rows} = useDrawn([ui, clock], () => draw(ui.getState(), read(), bodyRect(layout)), equalDialogs);
	const heading = read()?.heading ?? safe`Nothing is left to review`;
	return (
		<Dialog rect={rect} heading={[span(heading, 'plain', {isBold: true})]} footer={[span(safe`Tab choose · Enter answer · Esc cancel`, 'muted')]} rows={rows} />
	);
}

const readIn = (kind: ReviewKind, {ui, hub}: ActionContext): Reviewed | undefined => kind.read(ui.getState(), hub, Date.now());

async function answer(kind: ReviewKind, context: ActionContext): Promise<void> {
	const {ui} = context;
	const reviewed = readIn(kind, context);
	if (reviewed === undefined || reviewed.isRunning || ui.getState().answer === 'cancel') {
		kind.leave(context);
	} else if (reviewed.asksForId && typedId(ui.getState()) !== reviewed.deviceId) {
		ui.dispatch({type: 'field-open', field: idField});
		ui.dispatch({
			type: 'notice',
			notice: {text: safe`Not done: type the id of the device first, ${show(reviewed.deviceId)}; capitals count.`, tone: 'warning'},
		});
	} else if (reviewed.error !== undefined && secondsToWait(reviewed.error, Date.now()) > 0) {
		ui.dispatch({type: 'notice', notice: {text: safe`Not done: the hub asks to wait ${secondsToWait(reviewed.error, Date.now())} s more.`, tone: 'warning'}});
	} else {
		ui.dispatch({type: 'field-close'});
		await kind.carryOut(context);
	}
}

function actionsOf(kind: ReviewKind): readonly Action[] {
	const {owner} = kind;
	const typedToo = (action: Action) => alsoWhileTyping(action, typing);
	return [
		...typedToo({
			id: `${owner}.choose`,
			keys: ['tab', 'shift+tab'],
			title: 'Choose between Cancel and doing it',
			hint: 'choose',
			disabled: context => (readIn(kind, context)?.isRunning ? 'It is under way.' : undefined),
			run: ({ui}) => ui.dispatch({type: 'answer', answer: ui.getState().answer === 'cancel' ? 'go' : 'cancel'}),
		}),
		{
			id: `${owner}.cancelSide`,
			keys: ['left', 'h'],
			title: 'Choose Cancel',
			run: ({ui}) => ui.dispatch({type: 'answer', answer: 'cancel'}),
		},
		{
			id: `${owner}.goSide`,
			keys: ['right', 'l'],
			title: 'Choose doing it',
			disabled: context => (readIn(kind, context)?.isRunning ? 'It is under way.' : undefined),
			run: ({ui}) => ui.dispatch({type: 'answer', answer: 'go'}),
		},
		...typedToo({id: `${owner}.answer`, keys: ['enter'], title: 'Give the chosen answer', hint: 'answer', run: context => answer(kind, context)}),
		...typedToo({id: `${owner}.close`, keys: ['escape', 'q'], title: 'Close without doing it', hint: 'cancel', run: context => kind.leave(context)}),
		// Without a hint in the footer: the dialog itself says how many rows are out of sight, and most have none.
		...scrollActions(owner, context => {
			const {text, room} = place(context.ui.getState(), readIn(kind, context), bodyRect(context.layout));
			return {length: text.length, height: room};
		}).flatMap(({hint: _, ...action}) => (action.keys.some(key => ['up', 'down', 'pageup', 'pagedown'].includes(key)) ? typedToo(action) : [action])),
	];
}

/**
 * The dialog before anything is written: what is done to which device of which hub. Cancel is chosen when it opens, after a failure and after a change
 * underneath, so that Enter pressed by habit never does it; what erases or interrupts also wants the device's id.
 */
export const reviewOverlay = (kind: ReviewKind): Overlay => ({
	id: kind.id,
	title: kind.title,
	Component: () => <ReviewDialog kind={kind} />,
	actions: actionsOf(kind),
});
