import type {PaneId} from './ui-state/types.js';

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
	readonly footer: Rect;
};
