import type {ActionContext} from '../actions.js';
import type {JsonValue} from '../hub/types.js';
import {type Safe, safe, show} from '../safe-text.js';

const routeWords = {
	terminal: safe`straight to the terminal, which may ignore it`,
	tmux: safe`through tmux: allow-passthrough or set-clipboard must be on`,
	screen: safe`through GNU screen, to a terminal that may ignore it`,
};

/** Hands a text as it is to the terminal's clipboard, and says by which way. What would act by itself where it is pasted takes the key twice. */
export function copyText({clipboard, ui}: ActionContext, text: string, name: Safe): void {
	const result = clipboard.copy(text, ui.getState().askedToCopy === text);
	const isAsked = 'caution' in result;
	ui.dispatch({type: 'ask-to-copy', text: isAsked ? text : undefined});
	if ('route' in result) ui.dispatch({type: 'notice', notice: {text: safe`Copied the ${name} by OSC 52, ${routeWords[result.route]}.`, tone: 'good'}});
	else if (isAsked) ui.dispatch({type: 'notice', notice: {text: safe`▲ ${show(result.caution)}: y again copies it all the same.`, tone: 'warning'}});
	else ui.dispatch({type: 'notice', notice: {text: safe`Not copied: ${show(result.refusal)}`, tone: 'warning'}});
}

/** The same for a value: a text without its quotes, anything else as JSON. */
export const copyValue = (context: ActionContext, value: JsonValue, name: Safe): void =>
	copyText(context, typeof value === 'string' ? value : JSON.stringify(value), name);
