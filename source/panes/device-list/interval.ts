import type {Action, ActionContext} from '../../actions.js';
import {expectedInterval} from '../../format/device-state.js';
import {intervalText, readInterval} from '../../format/interval.js';
import {safe, show} from '../../safe-text.js';

const keepInterval = ({ui, hub}: ActionContext): void => {
	const {selectedDeviceId: deviceId, fields} = ui.getState();
	if (deviceId === undefined) return;
	const reading = readInterval(fields['devices.interval']?.value ?? '');
	if ('fault' in reading) {
		ui.dispatch({type: 'notice', notice: {text: show(reading.fault), tone: 'warning'}});
		return;
	}

	ui.dispatch({type: 'devices/interval', deviceId, intervalMs: reading.intervalMs});
	ui.dispatch({type: 'field-close'});
	const expected = expectedInterval(hub.telemetry.activity(deviceId), reading.intervalMs);
	ui.dispatch({type: 'notice', notice: {text: safe`${show(deviceId)} is expected to send ${intervalText(expected)}.`, tone: 'good'}});
};

/** Setting how often a device is expected to send. */
export const intervalActions: readonly Action[] = [
	{
		id: 'devices.interval',
		keys: ['i'],
		title: 'Set how often the device is expected to send, in seconds',
		disabled: ({ui}) => (ui.getState().selectedDeviceId === undefined ? 'Select a device first.' : undefined),
		run({ui}) {
			const {selectedDeviceId, devices} = ui.getState();
			const setMs = devices.intervals.get(selectedDeviceId ?? '');
			ui.dispatch({type: 'field-open', field: 'devices.interval', value: setMs === undefined ? '' : String(setMs / 1000)});
		},
	},
	{
		id: 'devices.intervalKeep',
		keys: ['enter'],
		title: 'Keep the interval; nothing typed: learn it',
		hint: 'keep',
		fields: ['devices.interval'],
		run: keepInterval,
	},
	{
		id: 'devices.intervalLeave',
		keys: ['escape'],
		title: 'Leave the interval as it was',
		hint: 'cancel',
		fields: ['devices.interval'],
		run: ({ui}) => ui.dispatch({type: 'field-close'}),
	},
];
