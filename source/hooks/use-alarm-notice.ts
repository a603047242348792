import {useEffect} from 'react';
import {alarmLine} from '../format/alarm-rows.js';
import type {Notice} from '../ui-state/types.js';
import {useConsole} from './console.js';
import {isUnanswered} from './unanswered.js';

/** Says new alarms on the status line. A warning or failure that the user has not answered with a key yet stays; the header counts the alarms. */
export const useAlarmNotice = (): void => {
	const {fleet, ui} = useConsole();
	useEffect(() => {
		let told = fleet.getState().alarms.newest;
		let own: Notice | undefined;
		return fleet.subscribe(() => {
			const {kept, newest} = fleet.getState().alarms;
			if (newest === told) return;
			const line = alarmLine(kept.filter(({number}) => number > told));
			told = newest;
			const {notice, overlay} = ui.getState();
			if (line === undefined || overlay === 'alarms' || isUnanswered(notice, own)) return;
			own = line;
			ui.dispatch({type: 'notice', notice: own});
		});
	}, [fleet, ui]);
};
