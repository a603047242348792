import {Box, useWindowSize} from 'ink';
import {useState} from 'react';
import type {ActionContext} from './actions.js';
import {BottomLines, Header, measureStatusLine} from './chrome.js';
import {type Clipboard, createClipboard} from './clipboard.js';
import {TooSmall} from './components/too-small.js';
import type {Doctor} from './diagnosis/types.js';
import type {FaultControl} from './fault-control.js';
import {createFleet} from './fleet/fleet.js';
import {paneHeadings} from './format/pane-heading.js';
import {globalActions} from './global-actions.js';
import {createClock} from './hooks/clock.js';
import {type Console, ConsoleContext, LayoutContext, ThemeContext, useConsole, useUi} from './hooks/console.js';
import {useAlarmNotice} from './hooks/use-alarm-notice.js';
import {useDoctorEnd} from './hooks/use-doctor-end.js';
import {useKeptOpen} from './hooks/use-kept-open.js';
import {useKeyboard} from './hooks/use-keyboard.js';
import {useRepaint} from './hooks/use-repaint.js';
import {useSelection} from './hooks/use-selection.js';
import {useSimulationNotice} from './hooks/use-simulation-notice.js';
import {useDrawn} from './hooks/use-store.js';
import {useSuspend} from './hooks/use-suspend.js';
import type {Hub} from './hub/types.js';
import type {Layers} from './keymap.js';
import {computeLayout, type Layout} from './layout.js';
import {bodyRect} from './panes/body-rect.js';
import {overlays} from './panes/overlays.js';
import {panes} from './panes/panes.js';
import type {Simulation} from './simulation.js';
import type {Theme} from './theme.js';
import {createUi} from './ui-state/store.js';
import type {UiState, UiStore} from './ui-state/types.js';

type Props = {
	readonly hub: Hub;
	readonly theme: Theme;
	/** Leaves the program. */
	quit(): void;
	/** Default: a store of its own. */
	readonly ui?: UiStore;
	/** Default: the clipboard of the terminal that standard output is. */
	readonly clipboard?: Clipboard;
	/** Of the embedded hub; absent with any other. */
	readonly faults?: FaultControl;
	/** Devices simulated on the embedded hub; absent with any other. */
	readonly simulation?: Simulation;
	/** Examines devices of this hub. */
	readonly doctor?: Doctor;
};

const globals = [...panes.flatMap(pane => pane.actions.filter(action => action.isGlobal)), ...globalActions];

const layersOf = ({focus, overlay, field}: UiState): Layers => ({
	overlay: overlays.find(({id}) => id === overlay)?.actions,
	pane: panes.find(({id}) => id === focus)?.actions ?? [],
	global: globals,
	field,
});

/** The whole console on one hub. */
export function App({hub, theme, quit, ui: givenUi, clipboard: givenClipboard, faults, simulation, doctor}: Props) {
	const [shell] = useState((): Console => {
		const clock = createClock();
		const ui = givenUi ?? createUi();
		return {hub, clock, fleet: createFleet(hub, clock, ui), ui, ...(faults && {faults}), ...(simulation && {simulation}), ...(doctor && {doctor})};
	});
	const [clipboard] = useState(() => givenClipboard ?? createClipboard(process.stdout, process.env));
	return (
		<ThemeContext value={theme}>
			<ConsoleContext value={shell}>
				<Screen quit={quit} clipboard={clipboard} />
			</ConsoleContext>
		</ThemeContext>
	);
}

function Screen({quit, clipboard}: Required<Pick<Props, 'quit' | 'clipboard'>>) {
	const {hub, ui, fleet, clock, faults, simulation, doctor} = useConsole();
	const {columns, rows} = useWindowSize();
	const focus = useUi(state => state.focus);
	const tab = useUi(state => state.tab);
	const isZoomed = useUi(state => state.isZoomed);
	const measureStatus = () => measureStatusLine({hub, ui, clock}, columns, rows);
	const layout = computeLayout(columns, rows, {focus, tab, isZoomed}, useDrawn([hub.status, ui, clock], measureStatus));
	// Actions ask for the layout of the moment: of several keys that come at once, each sees what the ones before did.
	const findContext = (): ActionContext => ({
		hub,
		ui,
		fleet,
		clipboard,
		...(faults && {faults}),
		...(simulation && {simulation}),
		...(doctor && {doctor}),
		layout: computeLayout(columns, rows, ui.getState(), measureStatus()),
		quit,
		suspend,
	});
	const suspend = useSuspend();
	useKeptOpen(hub);
	useKeyboard(() => layersOf(ui.getState()), findContext);
	useRepaint();
	useSelection();
	useDoctorEnd({ui, doctor});
	useAlarmNotice();
	useSimulationNotice();
	if (layout.tooSmall) return <TooSmall columns={columns} rows={rows} />;

	return (
		<LayoutContext value={layout}>
			<Box width={columns} height={rows}>
				<Header />
				<Panes layout={layout} focus={focus} />
				<BottomLines layersOf={layersOf} findContext={findContext} />
				<OpenOverlay layout={layout} />
			</Box>
		</LayoutContext>
	);
}

function Panes({layout, focus}: {readonly layout: Layout; readonly focus: UiState['focus']}) {
	return panes.map(({id, Component}) => {
		const rect = layout.panes[id];
		if (rect === undefined) return null;
		return <Component key={id} rect={rect} isFocused={id === focus} headings={paneHeadings(id, panes, layout.tabs)} />;
	});
}

function OpenOverlay({layout}: {readonly layout: Layout}) {
	const open = useUi(state => state.overlay);
	const overlay = overlays.find(({id}) => id === open);
	return overlay === undefined ? null : <overlay.Component rect={bodyRect(layout)} />;
}
