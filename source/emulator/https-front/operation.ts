import type {Permission} from '../core/types.js';
import type {Answer, ErrorShape} from './answer.js';
import type {Call} from './call.js';

/** One verb on one path. */
export type Operation = {
	readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	readonly path: string;
	/** DeviceConnect: to act as the device in the path, as its own token allows. */
	readonly permission: Permission;
	/** How faults of `run` are worded. Default `text`. */
	readonly errorShape?: ErrorShape;
	/** Whether the body may be of any type; it comes as bytes then. Otherwise it must be JSON. */
	readonly takesBytes?: boolean;
	run(call: Call): Answer | Promise<Answer>;
};
