import {useEffect, useState} from 'react';
import {useUi} from './console.js';

/** Long enough for Ink to have written the short frame; what it would draw later replaces what it has not drawn yet. */
const blankMs = 40;

/**
 * True for the moment in which the screen must be drawn as one row: Ink erases the terminal when a full frame becomes a short one, and writes
 * every cell when it becomes full again. Nothing else makes it write cells that it believes to be there.
 */
export const useRepaint = (): boolean => {
	const wished = useUi(state => state.repaints);
	const [painted, setPainted] = useState(wished);
	useEffect(() => {
		if (painted === wished) return;
		const timer = setTimeout(() => setPainted(wished), blankMs);
		return () => clearTimeout(timer);
	}, [wished, painted]);
	return painted !== wished;
};
