import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {Secret} from '../../../source/secret.js';
import {initialManagement, type ManagementState} from '../../../source/ui-state/management.js';
import type {FieldId, OverlayId} from '../../../source/ui-state/types.js';
import {openApp} from '../../helpers/app.js';
import {createManagedHub, identityOf} from '../../helpers/management.js';

const deviceId = `温度センサー-${'x'.repeat(100)}`;
const sizes = [
	[40, 10],
	[41, 11],
	[60, 19],
	[79, 20],
	[80, 24],
	[110, 21],
	[120, 40],
	[200, 60],
] as const;

const request = {deviceId, body: '温'.repeat(400), properties: {a: 'b'.repeat(300)}, messageId: 'm'.repeat(128), ack: 'full'} as const;
type Shown = {readonly overlay: OverlayId; readonly part?: Partial<ManagementState>; readonly field?: FieldId};

const dialogs: readonly Shown[] = [
	{overlay: 'device-new', part: {choices: {...initialManagement.choices, authentication: 'ownKeys'}}, field: 'newDevice.id'},
	{overlay: 'device-keys', part: {keyLine: 'secondaryConnection', reveal: {what: 'secondaryConnection', until: Date.now() + 600_000}}},
	{overlay: 'device-key-set', field: 'keys.key'},
	{overlay: 'device-status', field: 'status.reason'},
	{overlay: 'management-review', part: {review: {wish: {type: 'delete', deviceId}, state: 'open'}}, field: 'review.deviceId'},
	{overlay: 'sas-sign', part: {row: 'sasSigner'}},
	{overlay: 'sas-check', field: 'sas.token'},
	{overlay: 'c2d-compose', field: 'c2d.body'},
	{overlay: 'c2d'},
	{overlay: 'management-review', part: {review: {wish: {type: 'send', request}, state: 'open'}}},
];

test.each(dialogs)('the dialog $overlay fits every size', async ({overlay, part, field}) => {
	const managed = createManagedHub([identityOf(deviceId, {keys: {primary: new Secret('k'.repeat(88)), secondary: new Secret('l'.repeat(88))}})]);
	managed.c2d.patch({sent: Array.from({length: 60}, () => ({...request, sentAt: Date.now()}))});
	const fields = field && {[field]: {value: '温 '.repeat(90), cursor: 180}};
	const app = openApp(managed, {
		columns: 40,
		rows: 10,
		start: {selectedDeviceId: deviceId, overlay, management: {...initialManagement, ...part}, field, ...(fields && {fields})},
	});
	await app.until(/┌▸/);
	for (const [columns, rows] of sizes) {
		app.resize(columns, rows);
		const misfits = () => {
			const lines = app.lines();
			const framed = lines.slice(1, rows >= 20 ? -2 : -1);
			return [...(lines.length === rows ? [] : [`${lines.length} of ${rows}`]), ...framed.filter(line => stringWidth(line) !== columns)];
		};
		await expect.poll(misfits, {interval: 5}).toEqual([]);
		// The row that takes the keys, the answers, or what was asked for is in sight.
		expect(app.frame()).toMatch(/› |\[ (?:Send|Delete) \]|SharedAccessKey=l|waiting/);
	}
});
