import type {AmqpError, Connection} from 'rhea';

/** A frame's performative as the wire library keeps it: its fields in the order of the standard, the last ones without a value left out. */
type Performative = {readonly value: unknown[]; handle_max?: number; properties?: object; error?: AmqpError};
type FrameWriter = {_write_frame(channel?: number, performative?: Performative, payload?: Buffer): void};

/** Fields of each performative, by its code (AMQP 1.0, 2.7). */
const fieldCounts: Readonly<Record<number, number>> = {
	16: 10,
	17: 8,
	18: 14,
	19: 11,
	20: 11,
	21: 6,
	22: 3,
	23: 1,
	24: 1,
};
const codes = {begin: 0x11, attach: 0x12};
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
			if (code === codes.begin) performative.handle_max ??= anyHandle;
			if (code === codes.attach) performative.properties ??= {};
			const {error} = performative;
			if (error != null) performative.error = {condition: error.condition, description: error.description, info: error.info ?? {}};
			const missing = (fieldCounts[code] ?? 0) - performative.value.length;
			for (let count = 0; count < missing; count++) performative.value.push(null);
		}
		write.call(connection, channel, performative, payload);
	};
}
