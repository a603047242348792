import type {Delivery} from 'rhea';
import type {Clock} from '../core/types.js';
import {forgetDelivery} from './settling.js';

type Lock = {readonly lockToken: string; readonly lockedUntil: number};

/** What the hub has locked and sent on one link, until the client tells what became of it or the lock ends. */
export type LockedDeliveries = {
	add(delivery: Delivery, lock: Lock): void;
	/** The lock token of a delivery that the client has told about; undefined when its lock had ended. */
	take(delivery: Delivery): string | undefined;
	/** Lets go of deliveries whose lock has ended: they are sent anew, and clients that never settle would fill the session's buffer. */
	forgetLapsed(): void;
	/** The link is gone. @returns the lock tokens of what was still locked */
	close(): readonly string[];
};

export function createLockedDeliveries(clock: Clock): LockedDeliveries {
	const locks = new Map<Delivery, Lock>();
	const forgetLapsed = () => {
		for (const [delivery, {lockedUntil}] of locks) {
			if (lockedUntil > clock.now()) continue;
			locks.delete(delivery);
			forgetDelivery(delivery);
		}
	};
	return {
		add: (delivery, lock) => locks.set(delivery, lock),
		take(delivery) {
			const lock = locks.get(delivery);
			locks.delete(delivery);
			return lock?.lockToken;
		},
		forgetLapsed,
		close() {
			forgetLapsed();
			const lockTokens = [...locks.values()].map(({lockToken}) => lockToken);
			for (const delivery of locks.keys()) forgetDelivery(delivery);
			locks.clear();
			return lockTokens;
		},
	};
}
