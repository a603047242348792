import {HubFault} from '../core/fault.js';
import type {Timers} from '../core/timers.js';
import type {Principal} from '../core/types.js';

/** Tokens one connection may hold; a reader of 32 partitions holds 33. */
const mostClaims = 128;

function readSegments(path: string): readonly string[] {
	return path.split('/').filter(segment => segment !== '');
}

/** Whether the path below the host that a token was issued for is the wanted one or a parent of it, compared without case. */
function isCovering(resource: string, path: string): boolean {
	const [, ...granted] = readSegments(resource.toLowerCase());
	const wanted = readSegments(path.toLowerCase());
	return granted.every((segment, index) => segment === wanted[index]);
}

/** What one connection may do, and until when. */
export type Claims = {
	hasAny(): boolean;
	/** Takes the place of an earlier claim on the same resource: that is how tokens are renewed. @throws HubFault when there are too many */
	add(principal: Principal): void;
	/** Checks that some claim that is still good covers the path and passes the check. @throws HubFault IotHubUnauthorizedAccess */
	require(path: string, check: (principal: Principal) => void): void;
	close(): void;
};

/**
 * @param onExpired called after each time that claims have run out.
 * @param introduce called for a path that no claim covers, and may add one.
 */
export function createClaims(timers: Timers, onExpired: () => void, introduce: (path: string) => void = () => {}): Claims {
	const principals = new Map<string, Principal>();
	let cancelTimer = () => {};

	const arm = () => {
		cancelTimer();
		cancelTimer = timers.at(Math.min(...[...principals.values()].map(({expiresAt}) => expiresAt)), expire);
	};
	const expire = () => {
		for (const [resource, {expiresAt}] of principals) if (expiresAt <= timers.now()) principals.delete(resource);
		arm();
		onExpired();
	};

	return {
		hasAny: () => principals.size > 0,
		add(principal) {
			principals.set(principal.resource.toLowerCase(), principal);
			if (principals.size > mostClaims) {
				principals.delete(principal.resource.toLowerCase());
				throw new HubFault('ThrottlingException', `A connection may hold ${mostClaims} tokens.`);
			}
			arm();
		},
		require(path, check) {
			if (![...principals.values()].some(({resource}) => isCovering(resource, path))) introduce(path);
			let fault = new HubFault('IotHubUnauthorizedAccess', 'Unauthorized: no token that is valid now covers this link.');
			for (const principal of principals.values()) {
				if (!isCovering(principal.resource, path)) continue;
				try {
					return check(principal);
				} catch (error) {
					if (!(error instanceof HubFault)) throw error;
					fault = error;
				}
			}
			throw fault;
		},
		close() {
			cancelTimer();
			principals.clear();
		},
	};
}
