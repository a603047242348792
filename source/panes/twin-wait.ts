import {type Row, span, wrapRow} from '../format/cells.js';
import type {Twin} from '../hub/types.js';
import {safe, show} from '../safe-text.js';
import {pathText} from '../twin-edit/json-path.js';
import {patienceMs, type TwinWait, waitProgress} from '../twin-edit/wait.js';

const seconds = (ms: number) => Math.max(0, Math.floor(ms / 1000));

/** `sent v13, waiting for the device 8 s`, and what there is to know about a device that keeps silent. */
export function waitRows(wait: TwinWait, twin: Twin, now: number, width: number): readonly Row[] {
	if (wait.reportedAt !== undefined) {
		return [[span(safe`✓ v${wait.version} reported by the device after ${seconds(wait.reportedAt - wait.sentAt)} s`, 'good')]];
	}
	const {silent, different} = waitProgress(wait, twin);
	const row: Row = [span(safe`◌ sent v${wait.version}, waiting for the device ${seconds(now - wait.sentAt)} s`, 'info')];
	if (!twin.isConnected) return wrapRow([...row, span(safe`; it is not connected and reads the change when it comes back`, 'warning')], width);
	if (now - wait.sentAt < patienceMs) return [row];
	const names = (paths: readonly (readonly string[])[]) => show(paths.map(pathText).join(', '), {maxLength: 80});
	const more = [
		...(different.length === 0 ? [] : [span(safe`; it still reports another value for ${names(different)}`, 'muted')]),
		...(silent.length === 0 ? [] : [span(safe`; it has not reported ${names(silent)}, and not every device reports what it applies`, 'muted')]),
	];
	return wrapRow([...row, ...more], width);
}
