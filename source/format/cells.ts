import type {Safe} from '../safe-text.js';

/** Semantic looks; `theme.ts` turns them into colours. */
export type Tone = 'plain' | 'muted' | 'accent' | 'good' | 'warning' | 'bad' | 'info' | 'odd' | 'key' | 'string' | 'number' | 'literal';

/** A run of cells with one look. */
export type Span = {readonly text: Safe; readonly tone?: Tone; readonly isBold?: boolean; readonly isInverse?: boolean};

/** One screen row of a pane, before it is cut and padded to the pane's width. */
export type Row = readonly Span[];
