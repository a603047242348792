import {describe, expect, test} from 'vitest';
import {fieldOf} from '../source/ui-state/text-field.js';
import {openApp} from './helpers/app.js';
import {createFakeHub} from './helpers/fake-hub.js';

const open = async (options: Parameters<typeof openApp>[1] = {}) => {
	const app = openApp(createFakeHub([{id: 'press-01'}, {id: 'press-02'}, {id: 'pump-17'}]), options);
	await app.until(/press-01/);
	return app;
};

describe('the way back', () => {
	test.each(['escape', 'q'])('%s leaves one level at a time: filter, zoom, pane, filter of the list', async key => {
		const {press, type, until, ui, quit} = await open({start: {fields: {'devices.filter': fieldOf('press')}}});
		await press('enter', '/');
		await type('temp');
		await press('enter', 'z');
		await until(/q back/);
		const levels = () => {
			const {focus, isZoomed, fields} = ui.getState();
			return [fields['telemetry.filter']?.value, isZoomed, focus, fields['devices.filter']?.value];
		};
		expect(levels()).toEqual(['temp', true, 'telemetry', 'press']);
		await press(key);
		expect(levels()).toEqual(['', true, 'telemetry', 'press']);
		await press(key);
		expect(levels()).toEqual(['', false, 'telemetry', 'press']);
		await press(key);
		expect(levels()).toEqual(['', false, 'devices', 'press']);
		await until(/q back/);
		await press(key);
		expect(levels()).toEqual(['', false, 'devices', '']);
		await until(/q quit/);
		expect(quit).not.toHaveBeenCalled();
	});

	test('Escape at the top does nothing', async () => {
		const {press, ui, quit} = await open();
		const before = ui.getState();
		await press('escape', 'escape');
		expect(ui.getState()).toEqual(before);
		expect(quit).not.toHaveBeenCalled();
	});
});
