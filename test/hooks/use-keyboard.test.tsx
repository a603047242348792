import fc from 'fast-check';
import {describe, expect, test, vi} from 'vitest';
import {App} from '../../source/app.js';
import {selectTheme} from '../../source/theme.js';
import {createUi} from '../../source/ui-state/store.js';
import type {UiStore} from '../../source/ui-state/types.js';
import {createFakeHub} from '../helpers/fake-hub.js';
import {renderInTerminal} from '../helpers/tty.js';

const open = async () => {
	const quit = vi.fn();
	const ui = createUi();
	const fake = createFakeHub(['press-01', 'press-02', 'press-03', 'press-04'].map(id => ({id})));
	const terminal = renderInTerminal(100, 30, <App hub={fake.hub} theme={selectTheme({isAscii: false, hasColor: false})} quit={quit} ui={ui} />);
	await expect.poll(() => ui.getState().selectedDeviceId).toBe('press-01');
	return {...terminal, ui, quit, fake};
};

describe('the keyboard', () => {
	test('keys that come in one piece act one after another, each on what the ones before did', async () => {
		const {send, ui} = await open();
		send('jjk/03\rz');
		await expect.poll(() => ui.getState()).toMatchObject({selectedDeviceId: 'press-03', field: undefined, isZoomed: true});
		expect(ui.getState().fields['devices.filter']?.value).toBe('03');
	});

	test('what is typed together with a refused key presses nothing, but for keys with Ctrl', async () => {
		const {send, ui, quit} = await open();
		// Nothing has been called yet: there is nothing to repeat, and `jq` was not meant for the pane.
		send('4.jq2');
		await expect.poll(() => ui.getState().notice?.text).toMatch(/called yet|read-only/);
		expect(ui.getState()).toMatchObject({focus: 'methods', selectedDeviceId: 'press-01'});
		expect(quit).not.toHaveBeenCalled();
		send('4.\u0003');
		await expect.poll(() => quit.mock.calls.length).toBe(1);
	});

	test('a burst of keys that do something leaves what the same keys leave one by one', async () => {
		const keys = fc.string({unit: fc.constantFrom(...'jjkkgG/pr0123\r\tsSnzaf[]'), minLength: 1, maxLength: 25});
		const whatIsLeft = ({getState}: UiStore) => {
			const {notice: _, repaints: __, ...state} = getState();
			return state;
		};
		await fc.assert(
			fc.asyncProperty(keys, async burst => {
				const [together, apart] = [await open(), await open()];
				together.send(burst);
				let isRefused = false;
				for (const key of burst) {
					apart.send(key);
					await apart.settle();
					isRefused ||= apart.ui.getState().notice?.tone === 'warning';
				}
				// What comes together with a refused key presses nothing.
				if (!isRefused) await expect.poll(() => whatIsLeft(together.ui)).toEqual(whatIsLeft(apart.ui));
				together.unmount();
				apart.unmount();
				fc.pre(!isRefused);
			}),
			{numRuns: 8},
		);
	});

	test.each(['\u001bOP', '\u001b[11~', '\u001b[[A'])('F1 opens the help, as %j', async bytes => {
		const {send, ui} = await open();
		send(bytes);
		await expect.poll(() => ui.getState().overlay).toBe('help');
	});

	test('other function keys, mouse reports and answers of the terminal do nothing', async () => {
		const {send, ui, quit} = await open();
		const before = ui.getState();
		for (const bytes of ['\u001bOQ', '\u001b[15~', '\u001b[24~', '\u001b[<0;10;10M', '\u001b[12;40R', '\u001b[?62;22c', '\u001b[I']) send(bytes);
		send('j');
		await expect.poll(() => ui.getState().selectedDeviceId).toBe('press-02');
		expect({...ui.getState(), devices: before.devices, selectedDeviceId: 'press-01', notice: before.notice}).toEqual(before);
		expect(quit).not.toHaveBeenCalled();
	});

	test('a paste that arrives in pieces presses nothing', async () => {
		const {send, ui, quit} = await open();
		send('\u001b[20');
		send('0~q\r');
		send('jj\u001b[201');
		send('~');
		await expect.poll(() => ui.getState().notice?.text).toBe('Nothing here takes pasted text.');
		expect(ui.getState().selectedDeviceId).toBe('press-01');
		expect(quit).not.toHaveBeenCalled();
	});

	test('an action that fails ends as a notice, not as a crash', async () => {
		const {send, ui, fake} = await open();
		vi.spyOn(fake.hub.devices, 'refresh').mockImplementation(() => {
			throw new Error('broken \u001b[2J');
		});
		send('r');
		await expect.poll(() => ui.getState().notice).toEqual({text: 'broken \\x1b[2J', tone: 'bad'});
	});
});
