import {vi} from 'vitest';
import {App} from '../../source/app.js';
import {HubError} from '../../source/errors.js';
import type {Hub, HubWriter, JsonObject, JsonValue, Loadable, MethodCall, Twin, TwinStore} from '../../source/hub/types.js';
import {selectTheme} from '../../source/theme.js';
import {createUi} from '../../source/ui-state/store.js';
import type {PaneId} from '../../source/ui-state/types.js';
import {mergePatch} from '../twin-edit/json-document.js';
import {createFakeHub, refusingManagement} from './fake-hub.js';
import {renderAt} from './render.js';
import {createSettable} from './settable.js';

const isObject = (value: JsonValue): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

function merge(target: JsonObject, patch: JsonObject): JsonObject {
	const merged = mergePatch(target, patch);
	return isObject(merged) ? merged : {};
}

/** The hub's note beside every value of a patch that it was written. */
const stamped = (patch: JsonObject, at: number): JsonObject =>
	Object.fromEntries(
		Object.entries(patch).map(([key, value]) => [key, {$lastUpdated: new Date(at).toISOString(), ...(isObject(value) && stamped(value, at))}]),
	);

/** What the hub answers to a patch with another etag than its own. */
const conflict = () => new HubError('conflict', 'It was changed by someone else in the meantime.', {hint: 'Read it again.', code: 412001});

/** A hub in memory with the etag and merge rules of twins; the test plays the device and the other user. */
export function createTwinHub(first: readonly Twin[], options: {readonly isReadOnly?: boolean} = {}) {
	const served = new Map(first.map(twin => [twin.deviceId, twin]));
	const stores = new Map<string, TwinStore & {set(state: Loadable<Twin>): void}>();
	const watchClosely = vi.fn(() => () => {});
	const patches: {readonly deviceId: string; readonly patch: JsonObject; readonly etag: string}[] = [];
	/** Comes before the hub's own answer to a patch. */
	let intercept: (() => Promise<void>) | undefined;

	const twin = (deviceId: string) => {
		const known = stores.get(deviceId);
		if (known !== undefined) return known;
		const values = createSettable<Loadable<Twin>>({status: 'ready', value: served.get(deviceId), fetchedAt: Date.now()});
		const refresh = async () => values.set({status: 'ready', value: served.get(deviceId), fetchedAt: Date.now()});
		const store = {...values, watchClosely, refresh};
		stores.set(deviceId, store);
		return store;
	};
	const current = (deviceId: string): Twin => {
		const found = served.get(deviceId);
		if (found === undefined) throw new Error(`No twin of ${deviceId}`);
		return found;
	};
	const patchTwin = (deviceId: string, patch: JsonObject): Twin => {
		const {desired, ...rest} = current(deviceId);
		const version = desired.version + 1;
		const patched = {
			...rest,
			etag: `etag${version}`,
			desired: {values: merge(desired.values, patch), version, metadata: merge(desired.metadata, stamped(patch, Date.now()))},
		};
		served.set(deviceId, patched);
		return patched;
	};

	const {hub: base, methods} = createFakeHub(first.map(({deviceId}) => ({id: deviceId})));
	const writer: HubWriter = {
		...refusingManagement,
		async patchDesired(deviceId, patch, etag) {
			patches.push({deviceId, patch, etag});
			await intercept?.();
			if (etag !== current(deviceId).etag) throw conflict();
			const patched = patchTwin(deviceId, patch);
			await twin(deviceId).refresh();
			return patched;
		},
		invokeMethod(request) {
			const call: MethodCall = {...request, id: methods.getState().length + 1, startedAt: Date.now(), state: 'pending'};
			methods.set([...methods.getState(), call]);
			return call;
		},
	};
	const hub: Hub = {...base, twin, ...(options.isReadOnly ? {} : {writer})};
	return {
		hub,
		/** What was sent, in order. */
		patches,
		watchClosely,
		methods,
		/** Another user changes desired properties; the console has not read it yet. */
		changeDesired: patchTwin,
		/** The device reports, and the console reads it. @param at by the hub's clock */
		async report(deviceId: string, patch: JsonObject, at = Date.now()) {
			const {reported, ...rest} = current(deviceId);
			const metadata = merge(reported.metadata, stamped(patch, at));
			served.set(deviceId, {...rest, reported: {values: merge(reported.values, patch), version: reported.version + 1, metadata}});
			await twin(deviceId).refresh();
		},
		/** The last reading of the twin failed. */
		failReading(deviceId: string, error: HubError) {
			twin(deviceId).set({...twin(deviceId).getState(), status: 'failed', error});
		},
		/** What every patch waits for from now on before the hub takes it, or fails with; undefined ends that. */
		interceptPatches(settle: (() => Promise<void>) | undefined) {
			intercept = settle;
		},
		/** The newest call ends so. */
		endCall(change: Partial<MethodCall>) {
			methods.set(methods.getState().map((call, index, all) => (index === all.length - 1 ? {...call, ...change} : call)));
		},
	};
}

/** The whole console on such a hub, the pane focused and the device selected. */
export function openPane(hub: Hub, focus: PaneId, {deviceId = 'press-01', columns = 120, rows = 40} = {}) {
	const ui = createUi({focus, tab: focus, selectedDeviceId: deviceId});
	const screen = renderAt(columns, rows, <App hub={hub} ui={ui} theme={selectTheme({isAscii: false, hasColor: true})} quit={() => {}} />);
	return {...screen, ui};
}

/** Types 15 over an interval of 10, the first desired property, unsent. */
export async function editInterval(screen: ReturnType<typeof openPane>) {
	await screen.until(/interval 10/);
	await screen.press('g', 'j', 'e', 'ctrl+u');
	await screen.type('15');
	await screen.press('enter');
	await screen.until(/interval 10 -> 15/);
}
