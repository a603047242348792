import type {JsonObject, JsonValue, TelemetryMessage} from '../hub/types.js';
import {type Safe, safe, show} from '../safe-text.js';
import {describeBody} from './body.js';
import {type Row, span, wrapRow} from './cells.js';
import {contentTypeOf} from './content-type.js';
import {hexRows} from './hex.js';
import {lagText} from './telemetry-row.js';
import {clockTime} from './time.js';

const textOf = (value: JsonValue): string => (typeof value === 'string' ? value : JSON.stringify(value));

const titleRow = (title: Safe): Row => [span(title, 'plain', {isBold: true})];

const factRows = (name: Safe, value: Safe, width: number): readonly Row[] => wrapRow([span(safe`  ${name}  `, 'key'), span(value)], width);

const propertyRows = (title: Safe, properties: JsonObject, width: number): readonly Row[] => {
	const names = Object.keys(properties);
	const rows = names.flatMap(name => factRows(show(name), show(textOf(properties[name] ?? null), {maxLength: Number.POSITIVE_INFINITY}), width));
	return [titleRow(title), ...(rows.length === 0 ? [[span(safe`  none`, 'muted')]] : rows)];
};

/** A whole message: where it stands in the hub, its properties and annotations, its body laid out or as bytes. */
export const messageRows = (message: TelemetryMessage, isHex: boolean, width: number): readonly Row[] => {
	const {deviceId, enqueuedAt, receivedAt, partitionId, sequenceNumber, offset, body} = message;
	const description = describeBody(body, contentTypeOf(message));
	return [
		...factRows(safe`device`, show(deviceId), width),
		...factRows(safe`enqueued`, safe`${clockTime(enqueuedAt)}, here ${lagText(message)} later, ${clockTime(receivedAt)}`, width),
		...factRows(safe`partition`, safe`${show(partitionId)}  sequence number ${sequenceNumber}  offset ${show(offset)}`, width),
		...propertyRows(safe`Application properties`, message.applicationProperties, width),
		...propertyRows(safe`System properties`, message.systemProperties, width),
		titleRow(safe`Body: ${show(description.kind)}, ${body.length} bytes`),
		...(isHex ? hexRows(body, width) : description.rows(width)),
	];
};
