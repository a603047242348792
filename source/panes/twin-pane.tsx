import {useEffect} from 'react';
import {Frame, insideOf} from '../components/frame.js';
import {Rows} from '../components/rows.js';
import {equalRows} from '../format/equal-rows.js';
import {useConsole, useLayout, useUi} from '../hooks/console.js';
import {useDrawn} from '../hooks/use-store.js';
import type {Loadable, Twin, TwinStore} from '../hub/types.js';
import {closeWatchMs, reportTime, waitProgress} from '../twin-edit/wait.js';
import type {Pane, PaneProps} from './pane.js';
import {draftActions} from './twin-actions/draft.js';
import {editActions} from './twin-actions/edit.js';
import {moveActions} from './twin-actions/move.js';
import {type TwinView, viewTwin} from './twin-view.js';

const notRead: Loadable<Twin> = {status: 'idle'};

function isSameView(before: TwinView, after: TwinView): boolean {
	return equalRows([before.title, before.footer, ...before.rows], [after.title, after.footer, ...after.rows]);
}

/** Reads the twin every second while the device still has to confirm a patch, and notes that it has. */
function useWait(store: TwinStore | undefined, deviceId: string | undefined): void {
	const {ui, clock} = useConsole();
	const wait = useUi(({twin}) => (deviceId === undefined ? undefined : twin.waits.get(deviceId)));
	const isOpen = wait !== undefined && wait.reported === undefined;
	const isWatched = useDrawn([clock], () => isOpen && clock.getState() - wait.sentAt < closeWatchMs);
	const isReported = useDrawn(store === undefined ? [] : [store], () => {
		const twin = store?.getState().value;
		return isOpen && twin !== undefined && waitProgress(wait, twin).isReported;
	});
	useEffect(() => (isWatched ? store?.watchClosely() : undefined), [store, isWatched]);
	useEffect(() => {
		const twin = store?.getState().value;
		if (isReported && wait !== undefined && twin !== undefined) {
			ui.dispatch({type: 'twin/reported', deviceId: twin.deviceId, afterMs: reportTime(wait, twin)});
		}
	}, [isReported, wait, store, ui]);
}

function TwinPane({rect, isFocused, headings}: PaneProps) {
	const {hub, ui, clock} = useConsole();
	const deviceId = useUi(state => state.selectedDeviceId);
	const store = deviceId === undefined ? undefined : hub.twin(deviceId);
	const size = insideOf(rect);
	const isTabbed = useLayout().tabs.length > 0;
	useWait(store, deviceId);
	const view = useDrawn(
		store === undefined ? [ui, clock] : [ui, clock, store],
		() => viewTwin(ui.getState(), store?.getState() ?? notRead, {...size, isTabbed}, clock.getState(), hub.status.getState().service === 'failed'),
		isSameView,
	);
	return (
		<Frame rect={rect} isFocused={isFocused} headings={headings} title={view.title} footer={view.footer}>
			<Rows rows={view.rows} {...size} />
		</Frame>
	);
}

/** Desired, reported and tags of the selected device, and the way to change a desired property. */
export const twinPane: Pane = {id: 'twin', digit: '3', title: 'Twin', Component: TwinPane, actions: [...moveActions, ...editActions, ...draftActions]};
