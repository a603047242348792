import type {Layout, Rect} from '../layout.js';

/** The screen without its bottom lines: results are told there, so these dialogs leave them in sight. */
export const bodyRect = ({columns, statusLine}: Layout): Rect => ({x: 0, y: 0, width: columns, height: statusLine.y});
