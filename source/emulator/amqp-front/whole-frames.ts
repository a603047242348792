import type {AmqpError, Connection} from 'rhea';
import {performatives} from './frame-guard.js';

/** A frame's performative as the wire library keeps it: its fields in the order of the standard, the last ones without a value left out. */
type Performative = {readonly value: unknown[]; handle_max?: number; properties?: object; error?: AmqpError};
type FrameWriter = {_write_frame(channel?: number, performative?: Performative, payload?: Buffer): void};

/** How many fields each has. */
const fieldCounts: ReadonlyMap<number, number> = new Map([
	[performatives.open, 10],
	[performatives.begin, 8],
	[performatives.attach, 14],
	[performatives.flow, 11],
	[performatives.transfer, 11],
	[performatives.disposition, 6],
	[performatives.detach, 3],
	[performatives.end, 1],
	[performatives.close, 1],
]);
const anyHandle = 4_294_967_295;

function codeOf(performative: Performative): number {
	return Number(Reflect.get(performative.constructor, 'descriptor').numeric);
}

/**
 * Has every field written, those without a value as null, as the service does. The standard lets a writer leave out the last ones, but
 * azure-eventhub for Python reads fields by their place and fails on shorter lists, on sessions that tell no highest handle, and on links
 * and errors that tell nothing more about themselves.
 */
export function writeWholeFrames(connection: Connection): void {
	const writer = connection as Connection & FrameWriter;
	const write = writer._write_frame;
	writer._write_frame = (channel, performative, payload) => {
		if (performative !== undefined) {
			const code = codeOf(performative);
			if (code === performatives.begin) performative.handle_max ??= anyHandle;
			if (code === performatives.attach) performative.properties ??= {};
			const {error} = performative;
			if (error != null) performative.error = {condition: error.condition, description: error.description, info: error.info ?? {}};
			const missing = (fieldCounts.get(code) ?? 0) - performative.value.length;
			for (let count = 0; count < missing; count++) performative.value.push(null);
		}
		write.call(connection, channel, performative, payload);
	};
}
