import {alarmLog} from './alarm-log.js';
import {commandLine} from './command-line.js';
import {deviceSortMenu} from './device-sort.js';
import {doctorOverlay} from './doctor.js';
import {help} from './help.js';
import {managementOverlays} from './management/overlays.js';
import {messageView} from './message.js';
import {methodHistory} from './method-history.js';
import {methodReview} from './method-review.js';
import type {Overlay} from './pane.js';
import {quitQuestion} from './quit.js';
import {telemetryChart} from './telemetry-chart.js';
import {twinConflict} from './twin-conflict.js';
import {twinReview} from './twin-review.js';

export const overlays: readonly Overlay[] = [
	help,
	commandLine,
	quitQuestion,
	deviceSortMenu,
	messageView,
	telemetryChart,
	alarmLog,
	twinReview,
	twinConflict,
	methodReview,
	methodHistory,
	doctorOverlay,
	...managementOverlays,
];
