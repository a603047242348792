import type {HubErrorKind} from '../../errors.js';

/** One known failure: what it means and what to do. */
export type ErrorEntry = {
	readonly kind: HubErrorKind;
	readonly message: string;
	readonly hint: string;
	readonly isRetryable?: boolean;
	/** The hub's own text adds something and follows the message. */
	readonly showsText?: boolean;
	/** IoT Hub's six-digit code, where there is one. */
	readonly code?: number;
};
/** IoT Hub's code, its name in the header `iothub-errorcode`, and what both mean. The name is empty where none is known. */
export type CodedEntry = ErrorEntry & {readonly code: number; readonly name: string};

type Row = readonly [code: number, name: string, message: string, hint: string, change?: Partial<ErrorEntry>];

/** Rows of a family with what they have in common. */
export function createFamily(shared: Pick<ErrorEntry, 'kind' | 'isRetryable' | 'showsText'>, rows: readonly Row[]): readonly CodedEntry[] {
	return rows.map(([code, name, message, hint, change]) => ({...shared, code, name, message, hint, ...change}));
}

export const retryHint = 'Try again in a moment.';
export const permissionHint =
	'Check the key, and that the policy has the permission: registry read or write, service connect. The clock of this machine must be right, too.';
