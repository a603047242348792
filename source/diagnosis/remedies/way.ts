import type {Remedy} from './remedy.js';

const webSocket = 'Open it in the firewall, or let the device use WebSocket on port 443.';

/** What is wrong between a machine and the hub: name, ports, TLS, clock. */
export const wayRemedies = {
	'name-not-resolving': {
		title: 'The host name of the hub does not resolve',
		cause: 'The name is misspelled, or the name service (DNS) that this machine uses does not know it or does not answer.',
		nextStep: "Compare HostName with the hub's overview page (suffix azure-devices.net, .us or .cn), then ask the site's DNS for it.",
		az: 'az iot hub show -n {hub} --query properties.hostName',
	},
	'https-port-blocked': {
		title: 'The HTTPS port cannot be reached',
		cause:
			'The name resolves, but no TCP connection comes about: a firewall or a proxy lets nothing through, or nothing listens there. It is not a matter of keys.',
		nextStep: "Open the outbound port in the firewall; WebSocket and HTTPS need it, and without it the hub's service API cannot be asked at all.",
	},
	'mqtt-port-blocked': {
		title: 'The MQTT port cannot be reached',
		cause:
			'The name resolves, but no TCP connection to the MQTT port comes about: a firewall lets nothing through. Device SDKs report this as "not authorized"; it is not a matter of keys.',
		nextStep: webSocket,
	},
	'amqp-port-blocked': {
		title: 'The AMQP port cannot be reached',
		cause:
			'The name resolves, but no TCP connection to the AMQP port comes about: a firewall lets nothing through. Telemetry is read over this port, too. It is not a matter of keys.',
		nextStep: webSocket,
	},
	'port-silent': {
		title: 'The port is open, and what is sent to it is swallowed',
		cause:
			'A TCP connection comes about, and then nothing comes back, not even the start of TLS: a firewall or a proxy on the way takes the connection and drops what goes through it. It is no refusal, and not a matter of keys.',
		nextStep: 'Let traffic to the hub pass unread in the firewall or proxy. Where only MQTT or AMQP is swallowed, devices can use WebSocket on port 443.',
	},
	'ca-unknown': {
		title: 'The certificate is signed by an unknown authority',
		cause:
			'Either a proxy opens TLS and shows its own certificate, or the authority of the hub is not among those that are trusted here. A device that trusts only an old root sees the same.',
		nextStep:
			"Look at the issuer in the evidence: for a proxy, let the hub's name pass unopened; for Azure, trust DigiCert Global Root G2 and Microsoft RSA Root 2017; for a local hub, correct CaFile.",
		az: 'az iot hub certificate root-authority show -n {hub}',
	},
	'certificate-expired': {
		title: 'The certificate has expired',
		cause: 'The certificate that is shown at this address is past its last day, or the clock of this machine is ahead.',
		nextStep: 'Check the clock of this machine first. A local hub makes a new certificate when it is started again; in between, a proxy may show an old one.',
	},
	'certificate-not-yet-valid': {
		title: 'The certificate is not valid yet',
		cause: 'Its first day lies in the future: as a rule the clock of this machine is behind.',
		nextStep: 'Set the clock of this machine (NTP).',
	},
	'certificate-other-name': {
		title: 'The certificate is for another host name',
		cause: 'What answers at this address is not the hub: a proxy, a wrong DNS entry, or a local hub under another name.',
		nextStep: 'Compare the names in the evidence with HostName in the connection string.',
	},
	'tls-reset': {
		title: 'The connection is cut during the TLS handshake',
		cause:
			'TCP connects, and then somebody hangs up: a firewall or a proxy on the way that looks into TLS, or a hub that refuses what was offered. It is not a matter of keys.',
		nextStep: 'Let traffic to the hub pass unread in the firewall or proxy. A hub takes TLS 1.2 or newer with ECDHE suites only.',
	},
	'tls-not-spoken': {
		title: 'What answers at this port does not speak TLS with us',
		cause: 'Another program listens there, a proxy interferes, or both sides share no version from TLS 1.2 on or no cipher.',
		nextStep: 'Check the port and what is in between; a hub takes TLS 1.2 or newer with ECDHE suites only.',
	},
	'certificate-expiring': {
		title: 'The certificate ends soon',
		cause: 'It is still valid, for a few days.',
		nextStep: 'Azure renews by itself; a local hub when it is started again.',
	},
	'protocol-not-spoken': {
		title: 'The port is open, but the protocol is not spoken there',
		cause: 'TLS works, and what came back afterwards is not what a hub answers: another program listens there, or a proxy interferes.',
		nextStep: 'Look at the evidence; check the port and what is in between.',
	},
	'websocket-refused': {
		title: 'WebSocket is refused',
		cause: 'The HTTPS port is open, but the upgrade to a WebSocket is not granted: a proxy may strip it.',
		nextStep: 'Only devices that use WebSocket suffer. Let the upgrade pass in the proxy.',
	},
	'local-clock': {
		title: 'The clock of this machine is wrong',
		cause: "It differs from the hub's by more than five minutes. Tokens made here are then expired before they are used, or good for too long.",
		nextStep: 'Set the clock (NTP), on this machine and on the device if it takes its time from the same source.',
	},
} as const satisfies Record<string, Remedy>;
