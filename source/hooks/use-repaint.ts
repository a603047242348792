import {useStdout} from 'ink';
import {useEffect, useRef} from 'react';
import {useUi} from './console.js';

/** Paints the whole screen anew whenever the user wishes it, the way it is done when the terminal's size has changed. */
export const useRepaint = (): void => {
	const {stdout} = useStdout();
	const wished = useUi(state => state.repaints);
	const painted = useRef(wished);
	useEffect(() => {
		if (painted.current === wished) return;
		painted.current = wished;
		stdout.emit('resize');
	}, [wished, stdout]);
};
