import type {ActionContext} from '../actions.js';
import {centre, Dialog} from '../components/dialog.js';
import {insideOf} from '../components/frame.js';
import {UsageError} from '../errors.js';
import {type Row, span} from '../format/cells.js';
import {type Command, commandRows, completeCommand, describeMissingControls, parseCommand} from '../format/command-line.js';
import {fieldRow} from '../format/field-row.js';
import {scrolledTop} from '../format/window.js';
import {quitOrAsk} from '../global-actions.js';
import {useConsole, useUi} from '../hooks/console.js';
import type {Rect} from '../layout.js';
import {safe, show} from '../safe-text.js';
import type {Simulation} from '../simulation.js';
import {emptyField} from '../ui-state/text-field.js';
import {bodyRect} from './body-rect.js';
import {closeOverlay, scrollActions} from './overlay-actions.js';
import type {Overlay} from './pane.js';

const wished = {width: 112, height: 34};
const lineOf = ({ui}: Pick<ActionContext, 'ui'>): string => ui.getState().fields['command.line']?.value ?? '';

function CommandLine({rect}: {readonly rect: Rect}) {
	const {faults, simulation, hub} = useConsole();
	const field = useUi(state => state.fields['command.line']) ?? emptyField;
	const scroll = useUi(state => state.overlayScroll);
	const running = useUi(state => state.runningCommand);
	// Switching a fault changes the list and tells by a notice.
	useUi(state => state.notice);
	const place = centre(rect, wished);
	const {width, height} = insideOf(place);
	const rows = commandRows(field.value, {faults, simulation, isReadOnly: hub.writer === undefined});
	const top = scrolledTop(scroll, height - 2, rows.length);
	const prompt: Row = [span(safe`:`, 'accent', {isBold: true}), ...fieldRow(field, width - 1, true)];
	return (
		<Dialog
			rect={place}
			heading={[span(safe`Command`, 'plain', {isBold: true})]}
			footer={[running === undefined ? span(safe`Enter run  Tab complete  ↑ ↓ scroll  Esc close`, 'muted') : span(safe`Running: ${show(running)}`, 'warning')]}
			rows={[prompt, [], ...rows.slice(top, top + height - 2)]}
		/>
	);
}

type SimulateCommand = Extract<Command, {readonly type: 'simulate'}>;

/** @returns what to say of it */
const simulate = async ({verb, deviceId, kind}: SimulateCommand, simulation: Simulation): Promise<string> => {
	if (deviceId === undefined) throw new UsageError('No device is selected.', 'Write the id of one behind the command.');
	if (verb === 'start') await simulation.start(deviceId, kind);
	else await simulation[verb](deviceId);
	if (verb === 'stop') return `The program of ${deviceId} has ended.`;
	return verb === 'start'
		? `The program of ${deviceId} runs, with the device's present key.`
		: `The program of ${deviceId} runs again, with the key that it has.`;
};

type Switches = Required<Pick<ActionContext, 'faults' | 'simulation'>>;
type Switching = Extract<Command, {readonly type: 'simulate' | 'fault'}>;
type Outcome = {readonly text: string; readonly tone: 'good' | 'warning'};

/** Carries out what changes the embedded hub. @returns what to say of it */
const perform = async (command: Switching, {faults, simulation}: Switches, selectedDeviceId: string | undefined): Promise<Outcome> => {
	if (command.type === 'simulate') {
		const deviceId = command.deviceId ?? selectedDeviceId;
		return {text: await simulate({...command, ...(deviceId !== undefined && {deviceId})}, simulation), tone: 'good'};
	}
	const {name, argument, isOn} = command;
	if (name === undefined) {
		if (isOn) return {text: 'Type the name of a fault; Tab completes it.', tone: 'warning'};
		for (const fault of faults.list().active) await faults.clear(fault.name, fault.argument);
		return {text: 'All faults are off.', tone: 'good'};
	}
	await (isOn ? faults.set(name, argument) : faults.clear(name, argument));
	const object = argument === undefined ? name : `${name}:${argument}`;
	return {text: `The fault ${object} is ${isOn ? 'on' : 'off'}.`, tone: isOn ? 'warning' : 'good'};
};

const run = async (context: ActionContext): Promise<void> => {
	const {ui, faults, simulation, hub} = context;
	const line = lineOf(context);
	const command = parseCommand(line);
	if (command.type === 'quit') return quitOrAsk(context);
	const tell = ({text, tone}: Outcome) => ui.dispatch({type: 'notice', notice: {text: show(text), tone}});
	if (command.type === 'help') return tell({text: 'There is no such command. Tab completes the ones listed here.', tone: 'warning'});
	if (faults === undefined || simulation === undefined) return tell({text: describeMissingControls(hub.writer === undefined), tone: 'warning'});
	if (ui.getState().runningCommand !== undefined) return tell({text: 'The command before is still under way.', tone: 'warning'});
	ui.dispatch({type: 'command', running: line});
	try {
		tell(await perform(command, {faults, simulation}, ui.getState().selectedDeviceId));
	} finally {
		ui.dispatch({type: 'command', running: undefined});
	}
	// Meanwhile the dialog may have been left for another, or the next command begun.
	if (ui.getState().overlay !== 'command' || lineOf(context) !== line) return;
	if (command.type === 'simulate') ui.dispatch({type: 'close'});
	else if (command.name !== undefined) ui.dispatch({type: 'field-set', field: 'command.line', value: 'fault '});
};

const measure = ({ui, faults, simulation, hub, layout}: ActionContext) => {
	const {height} = insideOf(centre(bodyRect(layout), wished));
	const controls = {faults, simulation, isReadOnly: hub.writer === undefined};
	return {length: commandRows(ui.getState().fields['command.line']?.value ?? '', controls).length, height: height - 2};
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
				const {faults, simulation, hub, ui} = context;
				const table = hub.devices.getState().value;
				const words = {
					faults: faults?.list().available.map(({name}) => name) ?? [],
					deviceIds: Array.from({length: table?.size ?? 0}, (_, row) => table?.id(row) ?? ''),
					kinds: simulation?.kinds ?? [],
				};
				ui.dispatch({type: 'field-set', field: 'command.line', value: completeCommand(lineOf(context), words)});
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
