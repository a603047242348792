import {createContext, useContext} from 'react';
import type {Doctor} from '../diagnosis/types.js';
import type {FaultControl} from '../fault-control.js';
import type {Fleet} from '../fleet/fleet.js';
import type {Hub, LiveStore} from '../hub/types.js';
import type {Layout} from '../layout.js';
import type {Simulation} from '../simulation.js';
import {selectTheme, type Theme} from '../theme.js';
import type {UiState, UiStore} from '../ui-state/types.js';
import {useStore} from './use-store.js';

/** What the console is made of at its start; nothing of it is replaced while it runs. */
export type Console = {
	readonly hub: Hub;
	readonly ui: UiStore;
	readonly fleet: Fleet;
	/** Now, told once a second. */
	readonly clock: LiveStore<number>;
	/** Of the embedded hub; absent with any other. */
	readonly faults?: FaultControl;
	/** Devices simulated on the embedded hub; absent with any other. */
	readonly simulation?: Simulation;
	/** Examines devices; absent where nobody gave one. */
	readonly doctor?: Doctor;
};

export const ConsoleContext = createContext<Console | undefined>(undefined);
export const LayoutContext = createContext<Layout | undefined>(undefined);
export const ThemeContext = createContext<Theme>(selectTheme({isAscii: false, hasColor: true}));

const present = <T>(value: T | undefined): T => {
	if (value === undefined) throw new Error('Only inside <App>.');
	return value;
};

export const useConsole = (): Console => present(useContext(ConsoleContext));

/** The hub on screen. */
export const useHub = (): Hub => useConsole().hub;

/** The rectangles of the screen as it stands. */
export const useLayout = (): Layout => present(useContext(LayoutContext));

export const useTheme = (): Theme => useContext(ThemeContext);

/** A part of the user's state; draws again only when that part changes. */
export const useUi = <T>(select: (state: UiState) => T, isEqual?: (a: T, b: T) => boolean): T => useStore(useConsole().ui, select, isEqual);
