import type {HubError, HubErrorKind} from '../errors.js';
import {createLiveStore, type LiveStoreOwner} from './live-store.js';
import type {RestObserver} from './rest.js';
import type {TokenSource} from './token.js';
import type {HubStatus, LiveStore} from './types.js';

/** Failures of the way to the hub; with any other the hub has answered. */
const connectionFailures: ReadonlySet<HubErrorKind> = new Set(['unreachable', 'untrusted', 'unauthorized']);

/** Whether the hub was not reached, or did not let this console in. */
export function isConnectionFailure(error: HubError): boolean {
	// A timeout with a code is the hub's own answer about a device.
	return connectionFailures.has(error.kind) || (error.kind === 'timeout' && error.code === undefined);
}

export type StatusKeeper = RestObserver & {readonly owner: LiveStoreOwner<HubStatus>};

/** Follows all calls of a hub and keeps what the status line shows. */
export function createStatusKeeper(tokens: TokenSource): StatusKeeper {
	const owner = createLiveStore<HubStatus>({service: 'idle', throttledCount: 0});
	function set(change: Partial<HubStatus>): void {
		const {error: _, ...rest} = owner.latest();
		const tokenRenewsAt = tokens.renewsAt();
		owner.set({...rest, ...(tokenRenewsAt === undefined ? {} : {tokenRenewsAt}), ...change});
	}
	return {
		owner,
		started() {
			if (owner.latest().service === 'idle') set({service: 'connecting'});
		},
		succeeded() {
			set({service: 'connected'});
		},
		failed(error) {
			if (error.kind === 'cancelled') return;
			if (isConnectionFailure(error)) set({service: 'failed', error});
			else set({service: 'connected', throttledCount: owner.latest().throttledCount + (error.kind === 'throttled' ? 1 : 0)});
		},
	};
}

/** Tells when a call gets through after one did not. @returns how to stop */
export function followRecovery(status: LiveStore<HubStatus>, onRecovery: () => void): () => void {
	let before = status.getState().service;
	return status.subscribe(() => {
		const {service} = status.getState();
		const isBack = before === 'failed' && service === 'connected';
		before = service;
		if (isBack) onRecovery();
	});
}
