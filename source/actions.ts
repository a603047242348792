import type {Clipboard} from './clipboard.js';
import type {Doctor} from './diagnosis/types.js';
import type {FaultControl} from './fault-control.js';
import type {Fleet} from './fleet/fleet.js';
import type {Hub} from './hub/types.js';
import type {Layout} from './layout.js';
import type {Simulation} from './simulation.js';
import type {FieldId, UiStore} from './ui-state/types.js';

/** What an action may touch. */
export type ActionContext = {
	readonly hub: Hub;
	readonly ui: UiStore;
	/** Devices in the order of the list, with their states. */
	readonly fleet: Fleet;
	/** Rectangles of the screen as it stands, for paging. */
	readonly layout: Layout;
	readonly clipboard: Clipboard;
	/** Of the embedded hub; absent with any other. */
	readonly faults?: FaultControl;
	/** Devices simulated on the embedded hub; absent with any other. */
	readonly simulation?: Simulation;
	/** Examines devices; absent where nobody gave one. */
	readonly doctor?: Doctor;
	/** Leaves the program; the terminal is restored first. */
	quit(): void;
	/** Gives the terminal back to the shell until its `fg`. */
	suspend(): Promise<void>;
};

/** Something a key does. Dispatch, footer, help screen and the readme's table read the same record. */
export type Action = {
	/** `owner.verb`, such as `telemetry.pause`. */
	readonly id: string;
	/** Key names as `keymap.ts` spells them: `j`, `G`, `enter`, `escape`, `tab`, `shift+tab`, `ctrl+d`, `pageup`, `up`, `space`. */
	readonly keys: readonly string[];
	/** For the help screen, a phrase in the imperative. */
	readonly title: string;
	/** For the footer, one or two words, perhaps such as fit the moment; absent: not in the footer. */
	readonly hint?: string | ((context: ActionContext) => string);
	/** Present: live only while one of these text fields takes the typed characters. Absent: only while none does. */
	readonly fields?: readonly FieldId[];
	/** True: live from every pane, and listed with the global actions on the help screen. */
	readonly isGlobal?: boolean;
	/** True: live in every layer, over open dialogs and while typing too. */
	readonly isAlways?: boolean;
	/** Why it cannot be done now, a sentence for the status line; undefined: it can. A disabled action leaves the footer. */
	disabled?(context: ActionContext): string | undefined;
	/** A rejection ends as a notice on the status line. */
	run(context: ActionContext): void | Promise<void>;
};
