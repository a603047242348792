import {useEffect, useRef, useState} from 'react';
import {App} from '../app.js';
import type {Doctor} from '../diagnosis/types.js';
import {exitCodeOf, HubError, UsageError} from '../errors.js';
import type {FaultControl} from '../fault-control.js';
import {ThemeContext} from '../hooks/console.js';
import type {Hub} from '../hub/types.js';
import type {ConsoleOptions} from '../options.js';
import {type Safe, safe, show} from '../safe-text.js';
import {Secret} from '../secret.js';
import type {Simulation} from '../simulation.js';
import {StartScreen} from '../start-screen.js';
import {selectTheme} from '../theme.js';
import type {LocalHub} from './local-hub.js';
import {type EndScreen, runScreen} from './screen.js';

/** What the console works with. */
type Opened = {
	readonly hub: Hub;
	readonly doctor: Doctor;
	readonly faults?: FaultControl;
	readonly simulation?: Simulation;
};

type Steps = {
	/** A local hub and its fleet. */
	openEmulator(onProgress: (text: Safe) => void): Promise<Opened>;
	/** @throws UsageError when the text is no connection string of a hub */
	openHub(connectionString: string): Promise<Opened>;
};

/**
 * The bare command: the console, until the user leaves it.
 * @returns the exit code
 * @throws UsageError when the configured connection string cannot be used; the terminal was not touched then
 */
export async function runConsole(options: ConsoleOptions): Promise<number> {
	const [{connectHub}, {parseHubAddress}, {createDoctor}] = await Promise.all([
		import('../hub/connect.js'),
		import('../hub/address.js'),
		import('../diagnosis/doctor.js'),
	]);
	let opened: Opened | undefined;
	let localHub: Promise<LocalHub> | undefined;
	let endScreen: EndScreen | undefined;
	const {isReadOnly, consumerGroup, deviceConnectionString} = options;
	const ambientCredential = deviceConnectionString === undefined ? undefined : new Secret(deviceConnectionString);
	const open = (connectionString: string, simulation?: Simulation): Pick<Opened, 'hub' | 'doctor'> => {
		const address = parseHubAddress(connectionString);
		const hub = connectHub(address, {isReadOnly, consumerGroup});
		const programCredential = simulation?.credential;
		return {
			hub,
			doctor: createDoctor({address, sources: hub, isReadOnly, ...(ambientCredential && {ambientCredential}), ...(programCredential && {programCredential})}),
		};
	};
	const steps: Steps = {
		async openEmulator(onProgress) {
			const onCrash = (error: unknown) => endScreen?.({error, exitCode: exitCodeOf(error)});
			localHub = import('./local-hub.js').then(({startLocalHub}) => startLocalHub({devices: options.devices}, text => onProgress(show(text)), onCrash));
			const {hubConnectionString, faults, simulation} = await localHub;
			// A fault and a device's program change the hub.
			const controls = isReadOnly ? {} : {faults, simulation};
			opened = {...open(hubConnectionString, simulation), ...controls};
			return opened;
		},
		async openHub(connectionString) {
			opened = open(connectionString);
			return opened;
		},
	};
	if (options.source.kind === 'hub') await steps.openHub(options.source.connectionString);
	return await runScreen(
		end => {
			endScreen = end;
			return <Console options={options} opened={opened} steps={steps} end={end} />;
		},
		async () => {
			const leftBehind = await opened?.doctor.close();
			if (leftBehind !== undefined) process.stderr.write(`iot-tui: ${show(leftBehind)}\n`);
			await opened?.hub.close();
			// One that is still starting, too: its files are removed by it alone.
			const started = await localHub?.catch(() => undefined);
			await started?.close();
		},
	);
}

type Props = {readonly options: ConsoleOptions; readonly opened: Opened | undefined; readonly steps: Steps; readonly end: EndScreen};

function Console({options, opened, steps, end}: Props) {
	const [ready, setReady] = useState(opened);
	const [progress, setProgress] = useState<Safe | undefined>(options.source.kind === 'emulator' ? safe`starting` : undefined);
	const [complaint, setComplaint] = useState<Safe>();
	const theme = selectTheme(options);

	// No state: the next key of the same read has to see it, too.
	const isOpening = useRef(false);
	const startEmulator = () => {
		if (isOpening.current) return;
		isOpening.current = true;
		setProgress(safe`starting`);
		steps.openEmulator(setProgress).then(setReady, (error: unknown) => end({error, exitCode: exitCodeOf(error)}));
	};
	const connect = (connectionString: string) => {
		if (isOpening.current) return;
		isOpening.current = true;
		steps.openHub(connectionString).then(setReady, (error: unknown) => {
			if (!(error instanceof UsageError || error instanceof HubError)) return end({error, exitCode: exitCodeOf(error)});
			isOpening.current = false;
			setComplaint(show(`${error.message} ${error.hint}`));
		});
	};
	useEffect(() => {
		if (options.source.kind === 'emulator') startEmulator();
	});
	return (
		<ThemeContext value={theme}>
			{ready === undefined ? (
				<StartScreen {...(progress && {progress})} {...(complaint && {complaint})} onDemo={startEmulator} onConnect={connect} onQuit={() => end()} />
			) : (
				<App
					hub={ready.hub}
					doctor={ready.doctor}
					theme={theme}
					quit={() => end()}
					{...(ready.faults && {faults: ready.faults})}
					{...(ready.simulation && {simulation: ready.simulation})}
				/>
			)}
		</ThemeContext>
	);
}
