import {expect, test} from 'vitest';
import {expectFault, openCore} from './fixture.js';

/** Of the clock of `openCore`. */
const startTime = openCore().clock.now();
const sha1 = 'AB'.repeat(20);
const sha256 = 'CD'.repeat(32);
const certificate = {sha1, sha256, validFrom: startTime - 1000, validTo: startTime + 1000};

function openHub(x509Thumbprint: {readonly primaryThumbprint: string; readonly secondaryThumbprint?: string}) {
	const opened = openCore();
	opened.core.registry.put('press-01', {authentication: {type: 'selfSigned', x509Thumbprint}}, undefined);
	return opened;
}

test.each([
	['the SHA-1 thumbprint in colons and small letters', {primaryThumbprint: sha1.toLowerCase().replaceAll(/..(?!$)/g, '$&:')}],
	['the SHA-256 thumbprint', {primaryThumbprint: sha256}],
	['the second thumbprint', {primaryThumbprint: 'EF'.repeat(20), secondaryThumbprint: sha1}],
])('a certificate speaks for the device that is registered with %s', (_which, thumbprints) => {
	const {core} = openHub(thumbprints);
	const principal = core.access.verifyCertificate('press-01', certificate);
	expect(principal).toEqual({scope: 'certificate', deviceId: 'press-01', resource: 'localhost/devices/press-01', expiresAt: certificate.validTo});
	core.access.requireDevice(principal, 'press-01');
	core.registry.put('press-02', {}, undefined);
	expectFault(() => core.access.requireDevice(principal, 'press-02'), 'IotHubUnauthorizedAccess');
	expectFault(() => core.access.requirePermission(principal, 'ServiceConnect'), 'IotHubUnauthorizedAccess');
});

test('a certificate speaks for nobody before its time, after it, and when it is another one', () => {
	const {core, clock} = openHub({primaryThumbprint: sha256});
	expectFault(() => core.access.verifyCertificate('press-01', {...certificate, validFrom: startTime + 1}), 'IotHubUnauthorizedAccess');
	expectFault(() => core.access.verifyCertificate('press-01', {...certificate, sha256: 'CE'.repeat(32)}), 'IotHubUnauthorizedAccess');
	expectFault(() => core.access.verifyCertificate('nobody', certificate), 'IotHubUnauthorizedAccess');
	core.access.verifyCertificate('press-01', certificate);
	clock.advance(1000);
	expectFault(() => core.access.verifyCertificate('press-01', certificate), 'IotHubUnauthorizedAccess');
});

test('a hub whose IP filter lets nobody in refuses certificates, too', () => {
	const {core} = openHub({primaryThumbprint: sha256});
	core.faults.set({name: 'ip-filter'});
	expectFault(() => core.access.verifyCertificate('press-01', certificate), 'IotHubUnauthorizedAccess');
});
