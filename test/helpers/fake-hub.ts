import type {C2dSnapshot, DeviceIdentity, HistorySnapshot, ManagementWriter} from '../../source/hub/management-types.js';
import type {
	AuthenticationType,
	DeviceActivity,
	DevicesSnapshot,
	DeviceTable,
	FeedQuery,
	FeedSnapshot,
	Hub,
	HubStatus,
	HubWriter,
	JsonObject,
	LiveStore,
	Loadable,
	MethodCall,
	TelemetryMessage,
	Twin,
} from '../../source/hub/types.js';
import {Secret} from '../../source/secret.js';

/** A live store that the test sets, and that knows how many listen. */
export type SettableStore<T> = LiveStore<T> & {set(state: T): void; patch(part: Partial<T>): void; listenerCount(): number};

export const createSettable = <T>(initial: T): SettableStore<T> => {
	let state = initial;
	const listeners = new Set<() => void>();
	const set = (next: T) => {
		state = next;
		for (const listener of [...listeners]) listener();
	};
	return {
		getState: () => state,
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		set,
		patch: part => set({...state, ...part}),
		listenerCount: () => listeners.size,
	};
};

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

/** A telemetry message before the feed numbers it. */
type FakeMessage = {
	readonly deviceId: string;
	readonly body: string | Uint8Array;
	readonly at: number;
	readonly applicationProperties?: JsonObject;
	readonly systemProperties?: JsonObject;
};

/** A feed that reads all partitions, where nothing has come so far. */
export const quietFeed: FeedSnapshot = {
	status: 'receiving',
	first: 0,
	next: 0,
	dropped: 0,
	lost: 0,
	ratePerSecond: 0,
	partitions: {open: 4, count: 4},
};

const createFeed = () => {
	const ring: TelemetryMessage[] = [];
	const activities = new Map<string, DeviceActivity>();
	const store = createSettable<FeedSnapshot>({...quietFeed, openedAt: Date.now()});
	const calls: string[] = [];
	const add = ({deviceId, body, at, applicationProperties = {}, systemProperties = {}}: FakeMessage) => {
		const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
		const index = ring.length;
		ring.push({
			index,
			deviceId,
			partitionId: '0',
			sequenceNumber: index,
			offset: String(index * 100),
			enqueuedAt: at,
			receivedAt: at + 40,
			body: bytes,
			applicationProperties,
			systemProperties,
		});
		const messageCount = (activities.get(deviceId)?.messageCount ?? 0) + 1;
		activities.set(deviceId, {messageCount, lastEnqueuedAt: at, typicalGapMs: messageCount > 2 ? 1000 : undefined});
	};

	const matches = ({deviceId, text = ''}: FeedQuery, message: TelemetryMessage | undefined): message is TelemetryMessage =>
		message !== undefined &&
		(deviceId === undefined || message.deviceId === deviceId) &&
		`${message.deviceId} ${new TextDecoder().decode(message.body)}`.toLowerCase().includes(text.toLowerCase());
	const keptFrom = (index: number) => index >= store.getState().first;
	return {
		...store,
		calls,
		message: (index: number) => (keptFrom(index) ? ring[index] : undefined),
		view(query: FeedQuery) {
			const indexes = ring.filter(message => keptFrom(message.index) && matches(query, message)).map(({index}) => index);
			return {
				length: indexes.length,
				indexAt: (position: number) => indexes[position] ?? -1,
				positionOf: (index: number) => indexes.findLastIndex(each => each <= index),
			};
		},
		activity: (deviceId: string) => activities.get(deviceId),
		setActivity: (deviceId: string, activity: DeviceActivity) => activities.set(deviceId, activity),
		reconnect: () => {
			calls.push('reconnect');
		},
		/** Messages arrive, and the feed tells once. */
		push(...messages: readonly FakeMessage[]) {
			for (const message of messages) add(message);
			store.patch({next: ring.length, lastMessageAt: messages.at(-1)?.at, lagMs: 40});
		},
		/** The oldest messages make room. */
		drop: (first: number) => store.patch({first, dropped: first}),
	};
};

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
	const hub: Hub = {
		hostName: 'contoso.azure-devices.net',
		policyName: 'iothubowner',
		consumerGroup: '$Default',
		status,
		devices: {...directory, refresh: note('devices.refresh'), loadMore: note('devices.loadMore')},
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
	return {hub, calls, status, devices: directory, telemetry, methods, twinOf, identityOf, c2d, history};
};

export type FakeHub = ReturnType<typeof createFakeHub>;
