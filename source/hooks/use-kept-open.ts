import {useEffect} from 'react';
import type {Hub} from '../hub/types.js';

const ignore = (): void => {};

/**
 * Holds the stores that work for the whole console open for as long as it runs: a pane that goes behind a tab must not close the feed, and a
 * pending call must go on.
 */
export const useKeptOpen = ({status, devices, telemetry, methods}: Hub): void => {
	useEffect(() => {
		const stops = [status, devices, telemetry, methods].map(store => store.subscribe(ignore));
		return () => {
			for (const stop of stops) stop();
		};
	}, [status, devices, telemetry, methods]);
};
