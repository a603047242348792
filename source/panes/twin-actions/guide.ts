import type {Action} from '../../actions.js';
import {clockTime} from '../../format/time.js';
import type {JsonValue} from '../../hub/types.js';
import {isBeingRead, refuseEdits} from './refusals.js';

/** Name and value that Microsoft's tutorial on connectivity writes to see whether a desired property reaches the device. */
const tutorialName = 'mydesiredproperty';
const tutorialValue = 'propertyvalue';

/** What stands in the field of the value: the tutorial's own, with the time where the hub has it already, since nothing is sent then. */
export const guidedValue = (name: string, present: JsonValue | undefined): JsonValue => {
	if (name !== tutorialName) return present ?? tutorialValue;
	return present === undefined ? tutorialValue : `${tutorialValue} ${clockTime(Date.now()).slice(0, 8)}`;
};

/** Writing a desired property and waiting for the device, from the name to the review. */
export const guideAction: Action = {
	id: 'twin.guide',
	keys: ['w'],
	title: `Write a desired property, ${tutorialName} unless another is typed, and wait for the device`,
	hint: 'write+wait',
	disabled: context => (isBeingRead(context) ? undefined : refuseEdits(context)),
	run(context) {
		const {ui} = context;
		const {selectedDeviceId: deviceId} = ui.getState();
		if (deviceId === undefined) return;
		ui.dispatch({type: 'twin/edit', edit: {deviceId, purpose: 'name', path: [], isGuided: true}});
		ui.dispatch({type: 'field-open', field: 'twin.name', value: tutorialName});
	},
};
