import {useEffect} from 'react';
import type {ActionContext} from '../../actions.js';
import {revealMs} from '../../format/secret.js';
import {useConsole, useUi} from '../../hooks/console.js';
import type {SecretText} from '../../hub/management-types.js';
import {type Safe, safe, show} from '../../safe-text.js';
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

const routeWords = {
	terminal: safe`straight to the terminal, which may ignore it`,
	tmux: safe`through tmux: allow-passthrough or set-clipboard must be on`,
	screen: safe`through GNU screen, to a terminal that may ignore it`,
};

/** Hands a secret to the terminal's clipboard, and says by which way. */
export function copySecret({clipboard, ui}: ActionContext, secret: SecretText, name: Safe): void {
	const result = clipboard.copy(secret.reveal());
	const text = 'refusal' in result ? safe`Not copied: ${show(result.refusal)}` : safe`Copied the ${name} by OSC 52, ${routeWords[result.route]}.`;
	ui.dispatch({type: 'notice', notice: {text, tone: 'refusal' in result ? 'warning' : 'good'}});
}
