import type {ActionContext} from '../actions.js';
import {centre, Dialog} from '../components/dialog.js';
import {insideOf} from '../components/frame.js';
import {type Row, span} from '../format/cells.js';
import {commandRows, completeCommand, parseCommand} from '../format/command-line.js';
import {fieldRow} from '../format/field-row.js';
import {scrolledTop} from '../format/window.js';
import {useConsole, useUi} from '../hooks/console.js';
import {type Rect, screenOf} from '../layout.js';
import {safe, show} from '../safe-text.js';
import {emptyField} from '../ui-state/text-field.js';
import {closeOverlay, scrollActions} from './overlay-actions.js';
import type {Overlay} from './pane.js';

const wished = {width: 112, height: 34};
const lineOf = ({ui}: Pick<ActionContext, 'ui'>): string => ui.getState().fields['command.line']?.value ?? '';

function CommandLine({rect}: {readonly rect: Rect}) {
	const {faults} = useConsole();
	const field = useUi(state => state.fields['command.line']) ?? emptyField;
	const scroll = useUi(state => state.overlayScroll);
	// Switching a fault changes the list and tells by a notice.
	useUi(state => state.notice);
	const place = centre(rect, wished);
	const {width, height} = insideOf(place);
	const rows = commandRows(field.value, faults);
	const top = scrolledTop(scroll, height - 2, rows.length);
	const prompt: Row = [span(safe`:`, 'accent', {isBold: true}), ...fieldRow(field, width - 1, true)];
	return (
		<Dialog
			rect={place}
			heading={[span(safe`Command`, 'plain', {isBold: true})]}
			footer={[span(safe`Enter run  Tab complete  ↑ ↓ scroll  Esc close`, 'muted')]}
			rows={[prompt, [], ...rows.slice(top, top + height - 2)]}
		/>
	);
}

const run = async (context: ActionContext): Promise<void> => {
	const {ui, faults, quit} = context;
	const command = parseCommand(lineOf(context));
	if (command.type === 'quit') return quit();
	const tell = (text: string, tone: 'good' | 'warning') => ui.dispatch({type: 'notice', notice: {text: show(text), tone}});
	if (command.type === 'help') return tell('There is no such command. Tab completes the ones listed here.', 'warning');
	if (faults === undefined) return tell('Only the embedded hub has faults: start with iot-tui --emulator.', 'warning');
	const {name, argument, isOn} = command;
	if (name === undefined) {
		if (!isOn) for (const fault of faults.list().active) await faults.clear(fault.name, fault.argument);
		return tell(isOn ? 'Type the name of a fault; Tab completes it.' : 'All faults are off.', isOn ? 'warning' : 'good');
	}
	await (isOn ? faults.set(name, argument) : faults.clear(name, argument));
	tell(`The fault ${name}${argument === undefined ? '' : `:${argument}`} is ${isOn ? 'on' : 'off'}.`, isOn ? 'warning' : 'good');
	ui.dispatch({type: 'field-set', field: 'command.line', value: 'fault '});
};

const measure = ({ui, faults, layout}: ActionContext) => {
	const {height} = insideOf(centre(screenOf(layout), wished));
	return {length: commandRows(ui.getState().fields['command.line']?.value ?? '', faults).length, height: height - 2};
};

const fields = ['command.line'] as const;

export const commandLine: Overlay = {
	id: 'command',
	title: 'Command line',
	Component: CommandLine,
	actions: [
		{id: 'command.run', keys: ['enter'], title: 'Run the command', hint: 'run', fields, run},
		{
			id: 'command.complete',
			keys: ['tab'],
			title: 'Complete the word',
			hint: 'complete',
			fields,
			run(context) {
				const names = context.faults?.list().available.map(({name}) => name) ?? [];
				context.ui.dispatch({type: 'field-set', field: 'command.line', value: completeCommand(lineOf(context), names)});
			},
		},
		...scrollActions('command', measure).map(action => ({
			...action,
			fields,
			keys: action.keys.filter(key => ['up', 'down', 'pageup', 'pagedown'].includes(key)),
		})),
		{...closeOverlay('command.close', 'Close the command line'), fields, keys: ['escape']},
	],
};
