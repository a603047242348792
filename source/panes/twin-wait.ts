import {type Row, span} from '../format/cells.js';
import {flowSpans, wrapWords} from '../format/wrap-words.js';
import type {Twin} from '../hub/types.js';
import {safe, show} from '../safe-text.js';
import {type JsonPath, pathText} from '../twin-edit/json-path.js';
import {patienceMs, type TwinWait, type WaitProgress, waitProgress} from '../twin-edit/wait.js';

/** UTF-16 units of the paths that a sentence names. */
const longestNames = 80;

const seconds = (ms: number) => Math.max(0, Math.floor(ms / 1000));

const names = (paths: readonly JsonPath[]) => paths.map(pathText).join(', ').slice(0, longestNames);

/** What there is to know about a device that keeps silent; not one of it says that something failed. */
function whyNot({silent, different}: WaitProgress, twin: Twin): readonly string[] {
	if (!twin.isConnected) return ['The hub says it is not connected: it reads the change when it comes back.'];
	return [
		...(different.length === 0 ? [] : [`It still reports another value for ${names(different)}.`]),
		...(silent.length === 0 ? [] : [`It has not reported ${names(silent)}; not every device reports what it applies.`]),
	];
}

/** `sent v13, waiting for the device 8 s`, and what there is to know about a device that keeps silent. */
export function waitRows(wait: TwinWait, twin: Twin, now: number, width: number): readonly Row[] {
	if (wait.reported !== undefined) {
		const {afterMs} = wait.reported;
		return [[span(safe`✓ v${wait.version} reported by the device${afterMs === undefined ? safe`` : safe` after ${seconds(afterMs)} s`}`, 'good')]];
	}
	const waited = now - wait.sentAt;
	const progress = waitProgress(wait, twin);
	const refusals = progress.refused.map(
		({path, code, description}) => `It refused ${names([path])} with ${code}${description === '' ? '' : `: ${description}`}.`,
	);
	const more = waited < patienceMs && twin.isConnected ? [] : whyNot(progress, twin);
	const sentences = [...refusals, ...more].flatMap(text => wrapWords(show(text), Math.max(1, width - 2)));
	return [
		...flowSpans([span(safe`◌ sent v${wait.version}, waiting for the device`, 'info'), span(safe` ${seconds(waited)} s`, 'info')], width, 2),
		...sentences.map(text => [span(safe`  ${text}`, 'muted')]),
	];
}
