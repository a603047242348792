import {Dialog} from '../components/dialog.js';
import {insideOf} from '../components/frame.js';
import {type Row, span} from '../format/cells.js';
import {equalRows} from '../format/equal-rows.js';
import {useConsole, useUi} from '../hooks/console.js';
import {useDrawn} from '../hooks/use-store.js';
import type {Rect} from '../layout.js';
import {type Safe, safe, show, widthOf} from '../safe-text.js';
import {doctorActions} from './doctor/actions.js';
import {doctorRows} from './doctor/view.js';
import type {Overlay} from './pane.js';

const noRows: readonly Row[] = [];
const typingKeys = safe`Enter examine  Esc back`;
/** Those that can be pressed: without a device, and in a console that only reads, some cannot. */
const keysOf = (hasDevice: boolean, canWrite: boolean): Safe => {
	const ofDevice = hasDevice ? safe`  c credential` : safe``;
	const writing = hasDevice && canWrite ? safe`  m method  w twin  a sign in` : safe``;
	return safe`p protocols  r again  i id${ofDevice}${writing}  Esc`;
};
const footerOf = (width: number, keys: Safe): Safe => {
	const all = safe`↑ ↓ choose  Enter evidence  ${keys} stop, close`;
	// The frame takes two cells at either end of its words.
	return widthOf(all) <= width - 4 ? all : keys;
};

function DoctorDialog({rect}: {readonly rect: Rect}) {
	const {ui, doctor} = useConsole();
	const isTyping = useUi(state => state.field !== undefined);
	const rows = useDrawn(
		doctor === undefined ? [ui] : [ui, doctor],
		() => (doctor === undefined ? noRows : doctorRows(ui.getState(), doctor, insideOf(rect))),
		equalRows,
	);
	const request = doctor?.getState().request;
	const keys = keysOf(request?.deviceId !== undefined, doctor?.canWrite ?? false);
	const object = request === undefined ? [] : [span(request.deviceId === undefined ? safe`the hub alone` : show(request.deviceId), 'accent')];
	return (
		<Dialog
			rect={rect}
			heading={[span(safe`Doctor`, 'plain', {isBold: true})]}
			title={object}
			footer={[span(isTyping ? typingKeys : footerOf(rect.width, keys), 'muted')]}
			rows={rows}
		/>
	);
}

/** What is wrong with the selected device, step by step, with one conclusion on top. */
export const doctorOverlay: Overlay = {id: 'doctor', title: 'Doctor', Component: DoctorDialog, actions: doctorActions};
