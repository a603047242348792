import type {PaneId, UiState} from './ui-state/types.js';

/** Cells, counted from the top left corner of the screen. */
export type Rect = {readonly x: number; readonly y: number; readonly width: number; readonly height: number};

/** Where everything stands. A pane without a rectangle is hidden behind a tab; `tooSmall` draws one line and nothing else. */
export type Layout = {
	readonly columns: number;
	readonly rows: number;
	readonly tooSmall: boolean;
	readonly header: Rect;
	readonly panes: Readonly<Partial<Record<PaneId, Rect>>>;
	/** Panes that share one rectangle, the shown one first. */
	readonly tabs: readonly PaneId[];
	readonly statusLine: Rect;
	/** The same rectangle as the status line where rows are scarce. */
	readonly footer: Rect;
};

export const smallest = {columns: 40, rows: 10} as const;

/** Whether a terminal has room for one line only, which says so. */
export const isTooSmall = (columns: number, rows: number): boolean => columns < smallest.columns || rows < smallest.rows;

/** Fewer rows than this: status line and footer share one, and no pane stands over another. */
const roomyRows = 20;
const twoColumns = 80;
const threePanes = 110;
const threeColumns = 170;

const behindTabs: readonly PaneId[] = ['telemetry', 'twin', 'methods'];
const all: readonly PaneId[] = ['devices', ...behindTabs];

const listWidth = (columns: number): number => {
	if (columns >= threeColumns) return Math.floor(columns * 0.3);
	return columns >= threePanes ? 34 : 28 + Math.floor((columns - twoColumns) / 5);
};

/** The rectangle left and right of a vertical cut. */
const cutAcross = (rect: Rect, width: number): readonly [Rect, Rect] => [
	{...rect, width},
	{...rect, x: rect.x + width, width: rect.width - width},
];

/** The rectangle above and below a horizontal cut. */
const cutDown = (rect: Rect, height: number): readonly [Rect, Rect] => [
	{...rect, height},
	{...rect, y: rect.y + height, height: rect.height - height},
];

const shownFirst = (panes: readonly PaneId[], shown: PaneId): readonly PaneId[] => [shown, ...panes.filter(pane => pane !== shown)];

const placePanes = (body: Rect, rows: number, {focus, tab, isZoomed}: Pick<UiState, 'focus' | 'tab' | 'isZoomed'>): Pick<Layout, 'panes' | 'tabs'> => {
	if (isZoomed || body.width < twoColumns) return {panes: {[focus]: body}, tabs: shownFirst(all, focus)};
	const [devices, rest] = cutAcross(body, listWidth(body.width));
	if (body.width < threePanes || rows < roomyRows) return {panes: {devices, [tab]: rest}, tabs: shownFirst(behindTabs, tab)};
	if (body.width < threeColumns) {
		const [telemetry, below] = cutDown(rest, Math.ceil(rest.height / 2));
		const [twin, methods] = cutAcross(below, Math.ceil(below.width * 0.54));
		return {panes: {devices, telemetry, twin, methods}, tabs: []};
	}

	const [telemetry, right] = cutAcross(rest, rest.width - Math.floor(body.width * 0.28));
	const [twin, methods] = cutDown(right, Math.ceil(right.height / 2));
	return {panes: {devices, telemetry, twin, methods}, tabs: []};
};

/** Rows that the status line may take of a screen with so many. */
export const mostStatusRows = (rows: number): number => (rows < roomyRows ? 2 : 4);

/** Rows of a status line that needs so many; 0: it takes the footer's for as long as it has something to say, which an outage has for too long. */
export const statusHeight = (needed: number, rows: number, isOutage: boolean): number => (rows < roomyRows && needed === 1 && !isOutage ? 0 : needed);

/**
 * The rectangles for a terminal of this size. Together they cover every cell once, shared rectangles apart. `statusHeight` 0: the status line
 * shares the footer's row.
 */
export const computeLayout = (
	columns: number,
	rows: number,
	state: Pick<UiState, 'focus' | 'tab' | 'isZoomed'>,
	statusHeight = rows < roomyRows ? 0 : 1,
): Layout => {
	const screen: Rect = {x: 0, y: 0, width: columns, height: rows};
	const [header, below] = cutDown(screen, 1);
	const [body, bottom] = cutDown(below, below.height - statusHeight - 1);
	const [statusLine, footer] = statusHeight > 0 ? cutDown(bottom, statusHeight) : [bottom, bottom];
	const tooSmall = isTooSmall(columns, rows);
	return {columns, rows, tooSmall, header, statusLine, footer, ...(tooSmall ? {panes: {}, tabs: []} : placePanes(body, rows, state))};
};
