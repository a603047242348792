import {createServer} from 'node:tls';
import {Aedes} from 'aedes';
import {issueCertificate} from '../../source/emulator/certificate.js';
import {createAuthority} from '../../source/emulator/certificate-authority.js';

/** The broker library alone, over TLS, with no hub around it. Prints where it listens and what to trust. */
export const runBareBroker = async (): Promise<void> => {
	const broker = await Aedes.createBroker();
	const {ca, cert, key} = await issueCertificate(await createAuthority('localhost'), 'localhost');
	const server = createServer({cert, key}, socket => broker.handle(socket));
	server.listen(0, 'localhost', () => {
		const address = server.address();
		process.stdout.write(`${JSON.stringify({ca, port: typeof address === 'object' ? address?.port : 0})}\n`);
	});
	await new Promise(() => {});
};
