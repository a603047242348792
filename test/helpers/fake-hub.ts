import type {C2dSnapshot, DeviceIdentity, HistorySnapshot, ManagementWriter} from '../../source/hub/management-types.js';
import type {AuthenticationType, DevicesSnapshot, DeviceTable, Hub, HubStatus, HubWriter, Loadable, MethodCall, Twin} from '../../source/hub/types.js';
import {Secret} from '../../source/secret.js';
import {createFeed} from './fake-feed.js';
import {createSettable, type SettableStore} from './settable.js';

export type FakeDevice = {
	readonly id: string;
	readonly isEnabled?: boolean;
	readonly isConnected?: boolean;
	readonly authentication?: AuthenticationType;
	readonly lastActivityAt?: number;
};

const tableOf = (devices: readonly FakeDevice[]): DeviceTable => {
	const rows = new Map(devices.map(({id}, row) => [id, row]));
	return {
		size: devices.length,
		id: row => devices[row]?.id ?? '',
		rowOf: deviceId => rows.get(deviceId) ?? -1,
		isEnabled: row => devices[row]?.isEnabled ?? true,
		isConnected: row => devices[row]?.isConnected ?? false,
		authentication: row => devices[row]?.authentication ?? 'sas',
		lastActivityAt: row => devices[row]?.lastActivityAt ?? 0,
		search: text => devices.flatMap(({id}, row) => (id.toLowerCase().includes(text.toLowerCase()) ? [row] : [])),
	};
};

export const devicesOf = (devices: readonly FakeDevice[], part: Partial<DevicesSnapshot> = {}): DevicesSnapshot => ({
	status: 'ready',
	value: tableOf(devices),
	isComplete: true,
	totalCount: devices.length,
	...part,
});

const refuse = async () => {
	throw new Error('The test did not ask for this.');
};
/** A writer for tests that change no identities and send nothing to devices. */
export const refusingManagement: ManagementWriter = {
	createDevice: refuse,
	changeKeys: refuse,
	setStatus: refuse,
	deleteDevice: refuse,
	sendC2d: refuse,
	purgeC2d: refuse,
};
/** What a test needs of a writer; anything else is refused. */
export type FakeWriter = Pick<HubWriter, 'patchDesired' | 'invokeMethod'> & Partial<ManagementWriter>;

const bucketMs = 10_000;
const createHistory = () => {
	const store = createSettable<HistorySnapshot>({status: 'ready', progress: 1, version: 1});
	const counts = new Map<string | undefined, Uint32Array>();
	return {
		...store,
		counts: (deviceId?: string) => ({
			bucketMs,
			startAt: (Math.floor(Date.now() / bucketMs) - 179) * bucketMs,
			counts: counts.get(deviceId) ?? new Uint32Array(180),
			inLastMinute: (counts.get(deviceId) ?? new Uint32Array()).slice(-6).reduce((sum, count) => sum + count, 0),
		}),
		/** `deviceId` undefined: the whole hub. */
		setCounts(deviceId: string | undefined, values: readonly number[]) {
			counts.set(
				deviceId,
				Uint32Array.from({length: 180}, (_, at) => values[at] ?? 0),
			);
			store.patch({version: store.getState().version + 1});
		},
	};
};

/** A hub without a network: every store is set by the test, every wish is noted. */
export const createFakeHub = (devices: readonly FakeDevice[] = [], {writer}: {readonly writer?: FakeWriter} = {}) => {
	const calls: string[] = [];
	const directory = createSettable<DevicesSnapshot>(devicesOf(devices));
	const telemetry = createFeed();
	const methods = createSettable<readonly MethodCall[]>([]);
	const status = createSettable<HubStatus>({service: 'connected', throttledCount: 0});
	const twins = new Map<string, SettableStore<Loadable<Twin>>>();
	const twinOf = (deviceId: string) => {
		const store = twins.get(deviceId) ?? createSettable<Loadable<Twin>>({status: 'loading'});
		twins.set(deviceId, store);
		return store;
	};
	const identities = new Map<string, SettableStore<Loadable<DeviceIdentity>>>();
	const identityOf = (deviceId: string) => {
		const store = identities.get(deviceId) ?? createSettable<Loadable<DeviceIdentity>>({status: 'loading'});
		identities.set(deviceId, store);
		return store;
	};
	const c2d = createSettable<C2dSnapshot>({sent: [], feedback: [], status: 'receiving'});
	const history = createHistory();
	const note = (call: string) => () => {
		calls.push(call);
	};
	/** What happens when one of these is looked up; the hub has no others. */
	const findable = new Map<string, () => void>();
	const find = async (deviceId: string) => {
		calls.push(`devices.find ${deviceId}`);
		findable.get(deviceId)?.();
		return findable.has(deviceId);
	};
	const hub: Hub = {
		hostName: 'contoso.azure-devices.net',
		policyName: 'iothubowner',
		consumerGroup: '$Default',
		status,
		devices: {...directory, refresh: note('devices.refresh'), loadMore: note('devices.loadMore'), find},
		telemetry,
		twin: deviceId => {
			const store = twinOf(deviceId);
			const refresh = async () => note(`twin.refresh ${deviceId}`)();
			return {getState: store.getState, subscribe: store.subscribe, refresh, watchClosely: () => () => {}};
		},
		methods: {
			...methods,
			abandon: id => {
				calls.push(`methods.abandon ${id}`);
				methods.set(methods.getState().map(call => (call.id === id ? {...call, state: 'abandoned'} : call)));
			},
		},
		identity: deviceId => ({...identityOf(deviceId), refresh: async () => note(`identity.refresh ${deviceId}`)()}),
		c2d,
		history,
		sas: {sign: refuse, verify: refuse},
		deviceConnectionString: (deviceId, key) => new Secret(`HostName=contoso.azure-devices.net;DeviceId=${deviceId};SharedAccessKey=${key.reveal()}`),
		...(writer && {writer: {...refusingManagement, ...writer}}),
		close: async () => note('close')(),
	};
	return {hub, calls, findable, status, devices: directory, telemetry, methods, twinOf, identityOf, c2d, history};
};

export type FakeHub = ReturnType<typeof createFakeHub>;

/** A direct method of press-01 that has not been answered yet. */
export const pendingCall: MethodCall = {
	id: 7,
	deviceId: 'press-01',
	methodName: 'reboot',
	payload: undefined,
	connectTimeoutInSeconds: 10,
	responseTimeoutInSeconds: 30,
	startedAt: Date.now(),
	state: 'pending',
};
