import {expect, test} from 'vitest';
import type {FieldId} from '../../source/ui-state/types.js';
import {openApp} from '../helpers/app.js';
import {createManagedHub, identityOf} from '../helpers/management.js';

/** Enter, Ctrl+C, Ctrl+Z, cursor up, a bell, a C1 control, `q` and a line end, all inside of one paste. */
const hostile = 'a\r\n\u0003\u001a\u001b[A\u0007\u009bq\r\n';

test.each<readonly [FieldId, readonly string[], RegExp]>([
	['devices.filter', ['/'], /a \\x03\\x1a\\x1b\[A\\x07\\x9bq/],
	['telemetry.filter', ['2', '/'], /a \\x03/],
	['twin.name', ['3', 'A'], /a \\x03/],
	['methods.name', ['m'], /a \\x03[\s\S]*a method name is ASCII/],
	['methods.payload', ['m', 'tab'], /a \\x03[\s\S]*✕ column 1/],
	['newDevice.id', ['n'], /a \\x03[\s\S]*✕ A device id cannot contain/],
	['keys.key', ['K', 's'], /✕ A key is base64 text/],
	['sas.token', ['T'], /✕ /],
	['c2d.body', ['c'], /a \\x03/],
	['command.line', [':'], /a \\x03/],
	['help.filter', ['?'], /a \\x03/],
])('what is pasted into %s presses no key, submits nothing, and is shown or refused', async (field, keys, shown) => {
	const managed = createManagedHub([identityOf('press-01')]);
	const {press, paste, until, ui, quit} = openApp(managed);
	await until(/press-01/);
	await press(...keys);
	await expect.poll(() => ui.getState().field).toBe(field);
	const {overlay, focus} = ui.getState();
	paste(hostile);
	await expect.poll(() => ui.getState().fields[field]?.value).toBe('a \u0003\u001a\u001b[A\u0007\u009bq');
	await until(shown);
	expect(ui.getState()).toMatchObject({overlay, focus, field});
	expect(quit).not.toHaveBeenCalled();
	expect(managed.asked).toEqual([]);
});
