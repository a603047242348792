import type {Layout, Rect} from '../layout.js';

/** Where dialogs stand: the header says which hub it is and whether it can be written to, the bottom lines tell results, and both stay in sight. */
export const bodyRect = ({columns, header, statusLine}: Layout): Rect => ({
	x: 0,
	y: header.height,
	width: columns,
	height: statusLine.y - header.height,
});
