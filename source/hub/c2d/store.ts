import {HubError} from '../../errors.js';
import type {HubAddress} from '../address.js';
import {createLiveStore} from '../live-store.js';
import type {C2dFeedback, C2dRequest, C2dSnapshot, C2dStore} from '../management-types.js';
import type {TokenSource} from '../token.js';
import {translateError} from '../translate-error.js';
import {receiveFeedback} from './feedback.js';
import {createC2dSender} from './sender.js';

/** Records kept of each kind. */
const keptRecords = 500;

export type C2dOwner = {
	readonly store: C2dStore;
	/** @throws HubError */
	send(request: C2dRequest): Promise<void>;
	close(): Promise<void>;
};

function isSameRecord(one: C2dFeedback, other: C2dFeedback): boolean {
	return one.messageId === other.messageId && one.deviceId === other.deviceId && one.status === other.status && one.enqueuedAt === other.enqueuedAt;
}

function append<T>(records: readonly T[], added: readonly T[]): readonly T[] {
	return [...records, ...added].slice(-keptRecords);
}

/** A console that only looks takes no records from others, so it receives none. */
export function createReadOnlyC2dStore(): C2dStore {
	const error = new HubError('read-only', 'The console is read-only: receiving feedback would take it from others.', {hint: 'Start it without --read-only.'});
	return createLiveStore<C2dSnapshot>({sent: [], feedback: [], status: 'failed', error}).store;
}

/** Cloud-to-device messages sent from here, and the feedback that the hub sends while somebody looks. */
export function createC2dStore(address: HubAddress, tokens: TokenSource): C2dOwner {
	const owner = createLiveStore<C2dSnapshot>({sent: [], feedback: [], status: 'idle'}, {start});
	const sender = createC2dSender(address, tokens);
	/** The receiver before has let go of its connection. */
	let ending: Promise<void> = Promise.resolve();

	function set({error, ...change}: Partial<C2dSnapshot>): void {
		const {error: _, ...kept} = owner.latest();
		owner.set({...kept, ...change, ...(error ? {error} : {})});
	}

	function take(records: readonly C2dFeedback[]): void {
		const {feedback} = owner.latest();
		// A batch whose completion got lost comes again.
		const added = records.filter(record => !feedback.some(known => isSameRecord(known, record)));
		if (added.length > 0) owner.set({...owner.latest(), feedback: append(feedback, added)});
	}

	function start(): () => void {
		const controller = new AbortController();
		const {signal} = controller;
		const before = ending;
		ending = before.then(() =>
			receiveFeedback(
				address,
				tokens,
				{
					onConnecting: () => set({status: 'connecting'}),
					onReceiving: () => set({status: 'receiving'}),
					onFeedback: take,
					onFailure: error => set({status: 'failed', error}),
				},
				signal,
			),
		);
		return () => {
			controller.abort();
			set({status: 'idle'});
		};
	}

	return {
		store: owner.store,
		async send(request) {
			const sentAt = Date.now();
			const note = (error?: HubError) => {
				const sent = append(owner.latest().sent, [{...request, sentAt, ...(error ? {error} : {})}]);
				owner.set({...owner.latest(), sent});
			};
			try {
				await sender.send(request);
				note();
			} catch (error) {
				note(translateError(error));
				throw error;
			}
		},
		async close() {
			owner.close();
			await Promise.all([ending, sender.close()]);
		},
	};
}
