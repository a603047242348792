import {expect, test} from 'vitest';
import {HubError} from '../../../source/errors.js';
import {openApp} from '../../helpers/app.js';
import {createFakeDoctor} from '../../helpers/fake-doctor.js';
import {createManagedHub, identityOf} from '../../helpers/management.js';

test.each([
	['a status', ['E', 'enter'], ['escape']],
	['a deletion', ['delete', ...'press-01'], ['escape']],
	['a new device', ['n', ...'new-01', 'enter'], ['escape', 'escape']],
	['a key', ['K', 'g'], ['escape', 'escape']],
	['a message', ['c', 'x', 'enter'], ['escape', 'escape']],
	['a purge', ['C', 'p'], ['escape', 'escape']],
] as const)('where %s is refused, the keys that are named lead to the doctor', async (_, keys, back) => {
	const managed = createManagedHub([identityOf('press-01', {c2dMessageCount: 2})]);
	const doctor = createFakeDoctor();
	const {press, until, ui} = openApp(managed, {doctor: doctor.doctor});
	await until(/› .*press-01/);
	managed.intercept(async () => {
		throw new HubError('unauthorized', 'The hub refused the sign-in.', {hint: 'Check the policy.'});
	});
	for (const key of keys) await press(key);
	await until(/›\[ Cancel \]/);
	await press('tab', 'enter');
	await until(back.length === 1 ? /→ Esc, then D asks the doctor/ : /→ Esc twice, then D asks the doctor/);
	await press(...back, 'D');
	await expect.poll(() => ui.getState().overlay).toBe('doctor');
	expect(doctor.requests).toHaveLength(1);
});
