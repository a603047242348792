import type {ActionContext} from '../actions.js';
import {Dialog} from '../components/dialog.js';
import {insideOf} from '../components/frame.js';
import {span} from '../format/cells.js';
import {equalRows} from '../format/equal-rows.js';
import {scrolledTop} from '../format/window.js';
import {globalActions} from '../global-actions.js';
import {useConsole, useUi} from '../hooks/console.js';
import {useDrawn, useStore} from '../hooks/use-store.js';
import type {Rect} from '../layout.js';
import {safe} from '../safe-text.js';
import {bodyRect} from './body-rect.js';
import {closeOverlay, type Scrolled, scrollActions} from './overlay-actions.js';
import type {Overlay} from './pane.js';
import {chartPage} from './telemetry-chart/view.js';

function TelemetryChart({rect}: {readonly rect: Rect}) {
	const shell = useConsole();
	const {hub, ui, clock, fleet} = shell;
	const scroll = useUi(state => state.overlayScroll);
	const size = insideOf(rect);
	// Kept open; drawn with the clock, once a second: in a flood every message would change the numbers.
	useStore(hub.history, ({status}) => status);
	const rows = useDrawn([clock, ui, fleet], () => chartPage(shell, size), equalRows);
	const top = scrolledTop(scroll, size.height, rows.length);
	const more = rows.length > size.height ? safe` · ${Math.min(rows.length, top + size.height)} of ${rows.length} rows` : safe``;
	return (
		<Dialog
			rect={rect}
			heading={[span(safe`Telemetry messages sent`, 'plain', {isBold: true})]}
			title={[span(safe`last 30 minutes`, 'muted')]}
			footer={[span(safe`[ ] other device · Esc close${more}`, 'muted')]}
			rows={rows.slice(top, top + size.height)}
		/>
	);
}

const measure = (context: ActionContext): Scrolled => {
	const {hub, ui, fleet, layout} = context;
	const size = insideOf(bodyRect(layout));
	const clock = {getState: Date.now, subscribe: () => () => {}};
	return {length: chartPage({hub, ui, fleet, clock}, size).length, height: size.height};
};

/** What works over the chart as it does without. */
const reachable = new Set(['console.previousDevice', 'console.nextDevice', 'console.doctor']);

/** Messages of the last 30 minutes, of the hub and of the selected device, and what is known of the way that they take. */
export const telemetryChart: Overlay = {
	id: 'telemetry-chart',
	title: 'Telemetry messages sent',
	Component: TelemetryChart,
	actions: [
		...globalActions.filter(({id}) => reachable.has(id)),
		...scrollActions('chart', measure),
		closeOverlay('chart.close', 'Close the chart', ['escape', 'q', 'enter', 'v']),
	],
};
