import {Frame, insideOf} from '../components/frame.js';
import {Rows} from '../components/rows.js';
import {equalRow, equalRows} from '../format/equal-rows.js';
import {feedFooter} from '../format/telemetry-row.js';
import {useConsole} from '../hooks/console.js';
import {useDrawn} from '../hooks/use-store.js';
import type {Pane, PaneProps} from './pane.js';
import {telemetryFeedActions} from './telemetry-feed/actions.js';
import {feedRows, feedTitle} from './telemetry-feed/view.js';

function TelemetryFeed({rect, isFocused, headings}: PaneProps) {
	const shell = useConsole();
	const {hub, ui, clock} = shell;
	const inside = insideOf(rect);
	const rows = useDrawn([hub.telemetry, hub.devices, ui, clock], () => feedRows(shell, inside, isFocused), equalRows);
	// Counters follow the clock, once a second: in a flood every message would change them.
	const title = useDrawn([ui, clock], () => feedTitle(shell, rect.width), equalRow);
	const footer = useDrawn([clock], () => feedFooter(hub.telemetry.getState(), rect.width), equalRow);
	return (
		<Frame rect={rect} isFocused={isFocused} headings={headings} title={title} footer={footer}>
			<Rows rows={rows} {...inside} />
		</Frame>
	);
}

export const telemetryFeedPane: Pane = {id: 'telemetry', digit: '2', title: 'Telemetry', Component: TelemetryFeed, actions: telemetryFeedActions};
