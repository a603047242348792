/** What the user's fingers changed. Everything the network changed lives in `hub/`. */
import type {Safe} from '../safe-text.js';
import type {DevicesEvent, DevicesState} from './devices.js';
import type {DoctorEvent, DoctorState} from './doctor.js';
import type {ManagementEvent, ManagementState} from './management.js';
import type {MethodsEvent, MethodsState} from './methods.js';
import type {TelemetryEvent, TelemetryState} from './telemetry.js';
import type {TextEdit, TextField} from './text-field.js';
import type {TwinEvent, TwinState} from './twin-state.js';

export type PaneId = 'devices' | 'telemetry' | 'twin' | 'methods';
export type OverlayId =
	| 'help'
	| 'command'
	| 'quit'
	| 'device-sort'
	| 'device-new'
	| 'device-keys'
	| 'device-key-set'
	| 'device-status'
	| 'management-review'
	| 'sas-sign'
	| 'sas-check'
	| 'sas-token'
	| 'c2d-compose'
	| 'c2d'
	| 'message'
	| 'telemetry-chart'
	| 'alarms'
	| 'twin-review'
	| 'twin-conflict'
	| 'method-review'
	| 'method-history'
	| 'doctor';

/** Text fields, named `owner.field`. Their drafts live side by side in `UiState.fields`. */
export type FieldId =
	| 'help.filter'
	| 'command.line'
	| 'devices.filter'
	| 'devices.interval'
	| 'telemetry.filter'
	| 'twin.name'
	| 'twin.value'
	| 'doctor.credential'
	| 'doctor.device'
	| 'methods.name'
	| 'methods.payload'
	| 'methods.connectTimeout'
	| 'methods.responseTimeout'
	| 'newDevice.id'
	| 'newDevice.primaryKey'
	| 'newDevice.secondaryKey'
	| 'newDevice.primaryThumbprint'
	| 'newDevice.secondaryThumbprint'
	| 'keys.key'
	| 'status.reason'
	| 'review.deviceId'
	| 'sas.module'
	| 'sas.minutes'
	| 'sas.token'
	| 'c2d.body'
	| 'c2d.properties'
	| 'c2d.messageId'
	| 'c2d.minutes';

/** `go` does what is reviewed. */
type ReviewAnswer = 'cancel' | 'go';

/** One line for the user, shown until the next one. */
export type Notice = {readonly text: Safe; readonly tone: 'info' | 'good' | 'warning' | 'bad'};

export type UiState = {
	readonly focus: PaneId;
	/** The pane other than the list that was focused last: the one shown where they share a rectangle. */
	readonly tab: PaneId;
	readonly isZoomed: boolean;
	/** Takes all keys while it is open. */
	readonly overlay: OverlayId | undefined;
	/** First visible row of the open overlay. */
	readonly overlayScroll: number;
	/** The answer that Enter gives to the open review. */
	readonly answer: ReviewAnswer;
	/** The text field that typed characters go to. */
	readonly field: FieldId | undefined;
	readonly fields: Readonly<Partial<Record<FieldId, TextField>>>;
	/** The line of the command that is being carried out; the next one waits for its end. */
	readonly runningCommand: string | undefined;
	readonly notice: Notice | undefined;
	/** A text that acts by itself where it is pasted: asked for once, copied when it is asked for again. */
	readonly askedToCopy: string | undefined;
	/** Counts the wishes for a full repaint. */
	readonly repaints: number;
	/** Kept by id, so that the selection stays on its device when rows move. */
	readonly selectedDeviceId: string | undefined;
	readonly devices: DevicesState;
	readonly telemetry: TelemetryState;
	readonly twin: TwinState;
	readonly methods: MethodsState;
	readonly doctor: DoctorState;
	readonly management: ManagementState;
};

type ShellEvent =
	| {readonly type: 'focus'; readonly pane: PaneId}
	| {readonly type: 'zoom'}
	| {readonly type: 'open'; readonly overlay: OverlayId}
	| {readonly type: 'close'}
	| {readonly type: 'overlay-scroll'; readonly to: number}
	| {readonly type: 'answer'; readonly answer: ReviewAnswer}
	/** Gives the typed characters to a field; `value` replaces its draft. */
	| {readonly type: 'field-open'; readonly field: FieldId; readonly value?: string}
	| {readonly type: 'field-close'}
	| {readonly type: 'field-edit'; readonly edit: TextEdit}
	/** Replaces the draft of a field without giving it the typed characters. */
	| {readonly type: 'field-set'; readonly field: FieldId; readonly value: string}
	| {readonly type: 'command'; readonly running: string | undefined}
	| {readonly type: 'repaint'}
	| {readonly type: 'ask-to-copy'; readonly text: string | undefined}
	| {readonly type: 'notice'; readonly notice: Notice | undefined}
	/** `insteadOf`: the device that the filter hides, for which this one stands in until the user moves. */
	| {readonly type: 'select-device'; readonly deviceId: string | undefined; readonly insteadOf?: string};

/** Event names of a pane's own state begin with the pane's id: `telemetry/pause`. */
export type UiEvent = ShellEvent | DevicesEvent | TelemetryEvent | TwinEvent | MethodsEvent | DoctorEvent | ManagementEvent;

/** The one store of UiState; `dispatch` runs the pure reducer. */
export type UiStore = {getState(): UiState; subscribe(listener: () => void): () => void; dispatch(event: UiEvent): void};
