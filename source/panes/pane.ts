import type {ReactNode} from 'react';
import type {Action} from '../actions.js';
import type {Row} from '../format/cells.js';
import type {Rect} from '../layout.js';
import type {OverlayId, PaneId} from '../ui-state/types.js';

/** A pane draws itself, frame included, into its rectangle, and holds no key and no colour. */
export type PaneProps = {
	readonly rect: Rect;
	readonly isFocused: boolean;
	/** Digit and name for the frame's title, with the names of the panes behind it in the same rectangle; longest first. */
	readonly headings: readonly Row[];
};

export type Pane = {
	readonly id: PaneId;
	/** The digit that focuses it. */
	readonly digit: string;
	readonly title: string;
	readonly Component: (props: PaneProps) => ReactNode;
	readonly actions: readonly Action[];
};

/** A dialog over the panes: while it is open, only its actions and Ctrl+C are live. */
export type Overlay = {
	readonly id: OverlayId;
	readonly title: string;
	/** `rect` is what stands between the header and the bottom lines; the overlay takes what it needs of it. */
	readonly Component: (props: {readonly rect: Rect}) => ReactNode;
	readonly actions: readonly Action[];
};
