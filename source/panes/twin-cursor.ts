import type {ActionContext} from '../actions.js';
import {comparedLines} from '../format/twin-lines/compare.js';
import {type TwinLine, twinLines} from '../format/twin-lines/tree.js';
import type {Twin} from '../hub/types.js';
import type {TwinDraft} from '../twin-edit/draft.js';
import type {TwinState} from '../ui-state/twin-state.js';

/** Cells that an opened value leaves free: gutter, indent and age. */
const aroundDetail = 14;

/** Where the twin viewer stands: the selected device's twin, its visible lines, and the one under the cursor. */
export type TwinPlace = {readonly deviceId: string; readonly twin: Twin; readonly lines: readonly TwinLine[]; readonly index: number; readonly line: TwinLine};

type Lines = Pick<TwinState, 'toggled' | 'isCompared'> & {readonly draft: TwinDraft | undefined; readonly width: number; readonly lines: readonly TwinLine[]};

/** The last lines of a twin: the footer asks every action whether it is live, and each looks at the same lines. */
const known = new WeakMap<Twin, Lines>();

/** The lines of a twin in a pane whose inside is `width` cells wide. */
export function linesAt(twin: Twin, {drafts, toggled, isCompared}: TwinState, width: number): readonly TwinLine[] {
	const draft = drafts.get(twin.deviceId);
	const last = known.get(twin);
	if (last?.draft === draft && last?.toggled === toggled && last.isCompared === isCompared && last.width === width) return last.lines;
	const lines = isCompared ? comparedLines(twin, draft) : twinLines(twin, draft, toggled, Math.max(10, width - aroundDetail));
	known.set(twin, {draft, toggled, isCompared, width, lines});
	return lines;
}

/** The cursor's line, or what stands in its place when that is gone. */
export function cursorIndexOf(lines: readonly TwinLine[], {lineId, index}: TwinState['cursor']): number {
	const found = lines.findIndex(line => line.id === lineId);
	return found === -1 ? Math.max(0, Math.min(index, lines.length - 1)) : found;
}

/** The inside of the twin viewer as it stands on screen. */
export function insideOfTwin({layout}: ActionContext): {readonly width: number; readonly height: number} {
	const rect = layout.panes.twin;
	return {width: Math.max(1, (rect?.width ?? 40) - 2), height: Math.max(1, (rect?.height ?? 12) - 2)};
}

/** Undefined while no device is selected or its twin has not been read. */
export function placeOf(context: ActionContext): TwinPlace | undefined {
	const {selectedDeviceId: deviceId, twin: state} = context.ui.getState();
	const twin = deviceId === undefined ? undefined : context.hub.twin(deviceId).getState().value;
	if (deviceId === undefined || twin === undefined) return undefined;
	const lines = linesAt(twin, state, insideOfTwin(context).width);
	const index = cursorIndexOf(lines, state.cursor);
	const line = lines[index];
	return line === undefined ? undefined : {deviceId, twin, lines, index, line};
}
