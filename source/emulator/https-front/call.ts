import type {IncomingHttpHeaders} from 'node:http';
import type {HubCore} from '../core/types.js';

/** One call, with everything an operation may need. */
export type Call = {
	readonly core: HubCore;
	/** Decoded; empty where the path has none. */
	readonly deviceId: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingHttpHeaders;
	/** Text of the body; empty without one. */
	readonly body: string;
};
