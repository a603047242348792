import {issueCertificate} from './certificate.js';
import {type Authority, createAuthority} from './certificate-authority.js';
import type {HubPort, InjectedFault} from './core/faults.js';
import type {HubCore} from './core/types.js';
import type {Gate, GateState} from './gate.js';
import type {Certificate} from './types.js';

const dayMs = 24 * 60 * 60 * 1000;
const ports: readonly HubPort[] = ['https', 'mqtts', 'amqps'];
/** Below `localhost`, because the authority may vouch for nothing else; no client calls the hub so. */
const otherHostName = 'another-hub.localhost';

type BadCertificateName = Extract<InjectedFault, {readonly name: 'unknown-ca' | 'expired-certificate' | 'wrong-host-name'}>['name'];

/** What is needed to make certificates. */
export type CertificateSource = {readonly authority: Authority; readonly hostName: string; readonly certificate: Certificate};

const badCertificates: Readonly<Record<BadCertificateName, (source: CertificateSource) => Promise<Certificate>>> = {
	'unknown-ca': async ({hostName}) => issueCertificate(await createAuthority(hostName), hostName),
	'expired-certificate': ({authority, hostName}) =>
		issueCertificate(authority, hostName, {notBefore: new Date(Date.now() - 30 * dayMs), notAfter: new Date(Date.now() - dayMs)}),
	'wrong-host-name': ({authority, hostName}) => issueCertificate(authority, hostName, {names: [otherHostName]}),
};

const isBadCertificate = (name: string): name is BadCertificateName => Object.hasOwn(badCertificates, name);

/** A port that is closed says less than one that is silent. */
function stateOf(faults: readonly InjectedFault[]): GateState {
	if (faults.some(({name}) => name === 'port-closed')) return 'shut';
	return faults.some(({name}) => name === 'port-silent') ? 'silent' : 'open';
}

/**
 * Makes the hub's listeners follow its faults: shut and silent ports and bad certificates.
 * @returns `settle` resolves when the listeners are as the faults of the moment say; it rejects when a port could not be opened again.
 * After `close` nothing is changed any more.
 */
export function followFaults(
	{faults}: HubCore,
	gates: Readonly<Record<HubPort, Gate>>,
	source: CertificateSource,
): {settle(): Promise<void>; close(): Promise<void>} {
	const presented = new Map<HubPort, BadCertificateName>();

	const follow = async (port: HubPort): Promise<void> => {
		const concerning = faults.list().filter(fault => 'port' in fault === false || fault.port === undefined || fault.port === port);
		const bad = concerning.map(({name}) => name).findLast(isBadCertificate);
		if (bad !== presented.get(port)) {
			gates[port].present(bad === undefined ? source.certificate : await badCertificates[bad](source));
			if (bad === undefined) presented.delete(port);
			else presented.set(port, bad);
		}
		await gates[port].turn(stateOf(concerning));
	};

	// One change after another, so that the last word is the present one.
	let last = Promise.resolve();
	const stop = faults.onChange(() => {
		last = last.catch(() => undefined).then(async () => void (await Promise.all(ports.map(follow))));
		// Told by `settle`.
		last.catch(() => undefined);
	});
	return {
		settle: () => last,
		async close() {
			stop();
			await last.catch(() => undefined);
			// Fronts close their own servers, not those that stand in for them.
			if (faults.list().some(({name}) => name === 'port-silent')) await Promise.all(ports.map(port => gates[port].turn('shut')));
		},
	};
}
