import {openApp} from './app.js';
import {createFakeDoctor} from './fake-doctor.js';
import {createFakeHub} from './fake-hub.js';

/** The console with the doctor's dialog open on a device; the test says what the doctor finds. */
export async function openDoctor(size: {readonly columns?: number; readonly rows?: number} = {}, options: {readonly canWrite?: boolean} = {}) {
	const fake = createFakeDoctor(options);
	const app = openApp(createFakeHub([{id: 'press-01', isConnected: true}]), {columns: 100, rows: 40, ...size, doctor: fake.doctor});
	await app.until(/press-01/);
	await app.press('D');
	await app.until(/Doctor {2}press-01/);
	return {...app, fake};
}
