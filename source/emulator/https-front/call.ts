import type {IncomingHttpHeaders} from 'node:http';
import type {HubCore, Principal} from '../core/types.js';

/** One call, with everything an operation may need. */
export type Call = {
	readonly core: HubCore;
	/** Decoded; empty where the path has none. */
	readonly deviceId: string;
	/** Who asks. */
	readonly principal: Principal;
	/** Of a cloud-to-device message; empty where the path has none. */
	readonly lockToken: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingHttpHeaders;
	/** Names and values in turn, as they were written. */
	readonly rawHeaders: readonly string[];
	/** Text of the body; empty without one. */
	readonly body: string;
	/** The body of an operation that takes bytes; empty for all others. */
	readonly bytes: Buffer;
};
