import {type HubError, isOutcomeUnknown} from '../errors.js';
import type {JsonValue, MethodCall} from '../hub/types.js';
import {jsonBytes} from '../json-check.js';
import {type Safe, safe, show} from '../safe-text.js';
import {type Row, span, type Tone} from './cells.js';
import {jsonRows} from './json-lines.js';
import {clockTime, elapsed} from './time.js';
import {flowSpans, wrapWords} from './wrap-words.js';

/** IoT Hub's code for a device that did not answer in time. Devices of some SDKs do not answer calls that they have no handler for. */
const noAnswerCode = 504101;
/** What the C# SDK answers by itself for a method without a handler. */
const noHandlerStatus = 501;
const indent = safe`  `;

type Outcome = {readonly glyph: Safe; readonly word: Safe; readonly tone: Tone};

/** Which of the failures it was, in words that leave no doubt about who failed. */
function failureWord(error: HubError): Safe {
	const {kind, code} = error;
	if (kind === 'device-offline') return safe`device offline`;
	if (kind === 'not-found') return safe`device not registered`;
	if (kind === 'timeout') return code === noAnswerCode ? safe`no handler or too slow` : safe`timed out, outcome unknown`;
	if (isOutcomeUnknown(error)) return safe`connection cut, outcome unknown`;
	if (kind === 'invalid') return safe`bad request or payload`;
	if (kind === 'read-only') return safe`read-only`;
	return show(kind);
}

/** How a call stands. The status is the device's own verdict and says nothing against the hub or the way to it. */
function outcomeOf(call: MethodCall): Outcome {
	if (call.state === 'pending') return {glyph: safe`◌`, word: safe`waiting`, tone: 'info'};
	if (call.state === 'abandoned') return {glyph: safe`▲`, word: safe`abandoned, outcome unknown`, tone: 'warning'};
	if (call.state === 'failed') {
		const code = call.error?.code;
		const word = call.error === undefined ? safe`failed` : failureWord(call.error);
		return {glyph: safe`✕`, word: code === undefined ? word : safe`${word} (${code})`, tone: 'bad'};
	}
	const status = call.status ?? 0;
	const isGood = status < 400;
	return {glyph: isGood ? safe`✓` : safe`▲`, word: safe`status ${show(String(status))}`, tone: isGood ? 'good' : 'warning'};
}

/** `payload 14 B`, `payload null`, or `no payload`, which is not the same. */
export function payloadText(payload: JsonValue | undefined): Safe {
	if (payload === undefined) return safe`no payload`;
	return payload === null ? safe`payload null` : safe`payload ${jsonBytes(payload)} B`;
}

/** `TestMethod → status 200 in 38 ms`. @param now for the time a pending call has taken so far */
function callSummary(call: MethodCall, now: number): Row {
	const {glyph, word, tone} = outcomeOf(call);
	const isPending = call.state === 'pending';
	const took = isPending ? Math.floor((now - call.startedAt) / 1000) * 1000 : call.elapsedMs;
	const time = isPending ? safe` ${Math.max(0, took ?? 0) / 1000} s` : took === undefined ? safe`` : safe` in ${elapsed(took)}`;
	return [span(safe`${glyph} `, tone), span(show(call.methodName), 'plain', {isBold: true}), span(safe` → `, 'muted'), span(word, tone), span(time, 'muted')];
}

/** One line of the history: when, what, how it ended. */
export function historyRow(call: MethodCall, now: number): Row {
	return [span(safe`${show(clockTime(call.startedAt).slice(0, 8))} `, 'muted'), ...callSummary(call, now), span(safe` ${payloadText(call.payload)}`, 'muted')];
}

function textRows(text: string, width: number, tone: Tone, maxLength = 4096): readonly Row[] {
	return wrapWords(show(text, {maxLength}), Math.max(1, width - indent.length)).map(piece => [span(indent), span(piece, tone)]);
}

function explanation(call: MethodCall, width: number): readonly Row[] {
	if (call.state === 'pending') return textRows('Ctrl+C stops waiting; the device may run it all the same.', width, 'muted');
	if (call.state === 'abandoned') return textRows('The device may have run it, or may still run it.', width, 'muted');
	if (call.state === 'failed' && call.error !== undefined) {
		return [...textRows(call.error.message, width, 'plain'), ...textRows(call.error.hint, width, 'muted')];
	}
	if (call.status === noHandlerStatus) return textRows('The device answered: it has no such method.', width, 'muted');
	return (call.status ?? 0) >= 400 ? textRows('The device answered: the status is its own verdict.', width, 'muted') : [];
}

/** A call in full: the summary, what a failure means and what to do next, and the answer's payload with one member a row, or raw. */
export function callRows(call: MethodCall, width: number, now: number, isRaw = false): readonly Row[] {
	const body =
		call.state !== 'answered'
			? []
			: call.response === undefined
				? textRows('no payload in the answer', width, 'muted')
				: isRaw
					? textRows(JSON.stringify(call.response), width, 'plain', Number.POSITIVE_INFINITY)
					: jsonRows(JSON.stringify(call.response), Math.max(1, width - indent.length)).map(row => [span(indent), ...row]);
	return [...flowSpans(callSummary(call, now), width, indent.length), ...explanation(call, width), ...body];
}
