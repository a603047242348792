import {Frame, insideOf} from '../components/frame.js';
import {Rows} from '../components/rows.js';
import {equalRows} from '../format/equal-rows.js';
import {useConsole} from '../hooks/console.js';
import {useDrawn} from '../hooks/use-store.js';
import {formActions} from './method-actions/form.js';
import {resultActions} from './method-actions/results.js';
import {type MethodsView, viewMethods} from './method-view.js';
import type {Pane, PaneProps} from './pane.js';

function isSameView(before: MethodsView, after: MethodsView): boolean {
	return equalRows([before.title, before.footer, ...before.rows], [after.title, after.footer, ...after.rows]);
}

function MethodPane({rect, isFocused, headings}: PaneProps) {
	const {hub, ui, clock} = useConsole();
	const size = insideOf(rect);
	const view = useDrawn([ui, clock, hub.methods], () => viewMethods(ui.getState(), hub, size, clock.getState()), isSameView);
	return (
		<Frame rect={rect} isFocused={isFocused} headings={headings} title={view.title} footer={view.footer}>
			<Rows rows={view.rows} {...size} />
		</Frame>
	);
}

/** Calling direct methods of the selected device, and what came of it. */
export const methodPane: Pane = {id: 'methods', digit: '4', title: 'Methods', Component: MethodPane, actions: [...formActions, ...resultActions]};
