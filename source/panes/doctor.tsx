import {Dialog} from '../components/dialog.js';
import {insideOf} from '../components/frame.js';
import {type Row, span} from '../format/cells.js';
import {equalRows} from '../format/equal-rows.js';
import {useConsole} from '../hooks/console.js';
import {useDrawn} from '../hooks/use-store.js';
import type {Rect} from '../layout.js';
import {safe, show} from '../safe-text.js';
import {doctorActions} from './doctor/actions.js';
import {doctorRows} from './doctor/view.js';
import type {Overlay} from './pane.js';

const noRows: readonly Row[] = [];
const footer = safe`↑ ↓ choose  Enter evidence  p protocols  r again  i id  c credential  m method  w twin  a sign in  Esc stop, close`;

function DoctorDialog({rect}: {readonly rect: Rect}) {
	const {ui, doctor} = useConsole();
	const rows = useDrawn(
		doctor === undefined ? [ui] : [ui, doctor],
		() => (doctor === undefined ? noRows : doctorRows(ui.getState(), doctor, insideOf(rect))),
		equalRows,
	);
	const request = doctor?.getState().request;
	const object = request === undefined ? [] : [span(request.deviceId === undefined ? safe`the hub alone` : show(request.deviceId), 'accent')];
	return <Dialog rect={rect} heading={[span(safe`Doctor`, 'plain', {isBold: true})]} title={object} footer={[span(footer, 'muted')]} rows={rows} />;
}

/** What is wrong with the selected device, step by step, with one conclusion on top. */
export const doctorOverlay: Overlay = {id: 'doctor', title: 'Doctor', Component: DoctorDialog, actions: doctorActions};
