/** What the body of a refused request says. */
export type HubFaultBody = {
	/** IoT Hub's name of the error, such as `DeviceNotFound`. */
	readonly name?: string;
	/** Six digits. */
	readonly code?: number;
	readonly text?: string;
};

const maxBodyLength = 262_144;

function parseObject(text: unknown): Record<string, unknown> | undefined {
	if (typeof text !== 'string' || text.length > maxBodyLength) return undefined;
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? {...value} : undefined;
	} catch {
		return undefined;
	}
}

/** `{"errorCode":404103,"message":"…"}`, at top level or inside `Message`. */
function readCoded(fields: Record<string, unknown>): HubFaultBody | undefined {
	const code = Number(fields.errorCode);
	if (!Number.isInteger(code) || code < 100_000) return undefined;
	return {code, ...(typeof fields.message === 'string' ? {text: fields.message} : {})};
}

/** `ErrorCode:DeviceNotFound;text`. */
function readNamed(message: string): HubFaultBody {
	const match = /^ErrorCode:(\w+);?\s*(.*)$/s.exec(message);
	if (!match) return {text: message};
	return {...(match[1] ? {name: match[1]} : {}), ...(match[2] ? {text: match[2]} : {})};
}

/** Answer of a bulk call that failed in part: the first failed entry speaks for all. */
function readBulk(fields: Record<string, unknown>): HubFaultBody | undefined {
	if (!Array.isArray(fields.errors)) return undefined;
	const first: unknown = fields.errors[0];
	if (typeof first !== 'object' || first === null) return undefined;
	const entry: Record<string, unknown> = {...first};
	return {
		...(typeof entry.errorCode === 'string' ? {name: entry.errorCode} : {}),
		text: `${String(entry.deviceId)}: ${String(entry.errorStatus ?? entry.errorCode)}`,
	};
}

/** Reads the three shapes in which IoT Hub writes an error, and that of a bulk call. Anything else gives an empty answer. */
export function parseErrorBody(body: unknown): HubFaultBody {
	const fields = parseObject(body);
	if (!fields) return {};
	const coded = readCoded(fields) ?? readBulk(fields);
	if (coded) return coded;
	if (typeof fields.Message !== 'string') return {};
	const inner = parseObject(fields.Message);
	return (inner && readCoded(inner)) ?? readNamed(fields.Message);
}
