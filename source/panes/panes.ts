import {deviceListPane} from './device-list.js';
import {methodPane} from './method-pane.js';
import type {Pane} from './pane.js';
import {telemetryFeedPane} from './telemetry-feed.js';
import {twinPane} from './twin-pane.js';

/** In the order of their digits. */
export const panes: readonly Pane[] = [deviceListPane, telemetryFeedPane, twinPane, methodPane];
