import {useEffect} from 'react';
import type {ActionContext} from '../../actions.js';
import {revealMs} from '../../format/secret.js';
import {useConsole, useUi} from '../../hooks/console.js';
import type {KeyLine} from '../../ui-state/management.js';

/** Makes a secret readable for ten seconds, or hides it again at once. */
export function toggleReveal({ui}: ActionContext, what: KeyLine | 'token'): void {
	const isShown = ui.getState().management.reveal?.what === what;
	ui.dispatch(isShown ? {type: 'management/hide'} : {type: 'management/reveal', what, until: Date.now() + revealMs});
}

/** Hides what is readable when its time is over. */
export function useHideInTime(): void {
	const {ui} = useConsole();
	const until = useUi(({management}) => management.reveal?.until);
	useEffect(() => {
		if (until === undefined) return;
		const timer = setTimeout(() => ui.dispatch({type: 'management/hide'}), Math.max(0, until - Date.now()));
		return () => clearTimeout(timer);
	}, [until, ui]);
}
