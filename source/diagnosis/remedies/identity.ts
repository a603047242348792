import type {Remedy} from './remedy.js';

const connectionString = 'az iot hub device-identity connection-string show -d {device} -n {hub}';
const token = 'az iot hub generate-sas-token -d {device} -n {hub}';

/** What is wrong with the identity of the device, or with what it signs in with. */
export const identityRemedies = {
	'device-not-found': {
		title: 'The device is not registered',
		cause: 'The hub has no identity of this name: it was deleted, never made, or belongs to another hub. Its sign-in is refused as "not authorized".',
		nextStep: 'Check the id and the hub; register the device, then give it the new connection string.',
		az: 'az iot hub device-identity create -d {device} -n {hub}',
	},
	'device-id-case': {
		title: 'Capital letters of the device id are wrong',
		cause: 'Device ids are case-sensitive: the hub has an identity that differs in capital letters only, and takes this one for a stranger.',
		nextStep: 'Write the id exactly as it is registered, in the connection string and wherever a token is made.',
		az: 'az iot hub device-identity list -n {hub} --query "[].deviceId"',
	},
	'device-disabled': {
		title: 'The device is disabled',
		cause: 'Somebody disabled its identity: its connection was ended, and every sign-in is refused as "not authorized".',
		nextStep: 'Ask why it was disabled (the evidence has the reason that was left), then enable it.',
		az: 'az iot hub device-identity update -d {device} -n {hub} --set status=enabled',
	},
	'credential-other-hub': {
		title: 'The device has the connection string of another hub',
		cause: 'HostName in the credential of the device is not this hub.',
		nextStep: 'Give the device the connection string of this hub, or run the doctor on the other one.',
		az: connectionString,
	},
	'credential-other-device': {
		title: 'The credential belongs to another device',
		cause: 'DeviceId in the connection string that was given is not the device that was asked about.',
		nextStep: 'Compare both ids; give the device its own connection string.',
		az: connectionString,
	},
	'authentication-type': {
		title: 'The device signs in in another way than it is registered for',
		cause: 'The identity wants a certificate and the device has a key, or the other way around.',
		nextStep: 'Give the device what its identity asks for, or change the identity.',
		az: 'az iot hub device-identity show -d {device} -n {hub} --query authentication.type',
	},
	'key-not-base64': {
		title: 'The key of the device is no key',
		cause: 'SharedAccessKey is not base64 text: it was cut off or changed while it was copied.',
		nextStep: 'Copy the connection string anew.',
		az: connectionString,
	},
	'key-mismatch': {
		title: 'The key of the device is neither of the two stored keys',
		cause: 'The keys were regenerated since the device got its own, or it has the key of another device. Every sign-in is refused as "not authorized".',
		nextStep: 'Give the device its current connection string.',
		az: connectionString,
	},
	'token-malformed': {
		title: 'The token of the device cannot be read',
		cause: 'It does not have the form of a shared access signature, or is wrongly encoded.',
		nextStep: 'Make one with a tool known to be good and compare the fields.',
		az: token,
	},
	'token-scope': {
		title: 'The token of the device is for something else',
		cause: 'Its resource (sr) does not cover this device; ids are case-sensitive, and the resource is compared segment by segment.',
		nextStep: 'Sign for {host}/devices/{id}, percent-encoded, with the id exactly as it is registered.',
		az: token,
	},
	'token-policy': {
		title: 'The policy that the token names may not act for devices',
		cause: 'A device needs the permission device connect, which this policy does not have.',
		nextStep: "Use the device's own key, or a policy with device connect.",
		az: 'az iot hub policy list --hub-name {hub}',
	},
	'token-signature': {
		title: 'The token of the device is signed with another key',
		cause:
			'The keys were regenerated since, it was signed with the key of another device, or its fields were changed after signing (the text is signed percent-encoded).',
		nextStep: 'Sign anew with a current key of the device.',
		az: token,
	},
	'token-expired': {
		title: 'The token of the device has expired',
		cause: 'Its expiry lies in the past. If the device made it just now, the clock of the device is behind.',
		nextStep: 'Make a new token; where the device makes its own, check its clock (NTP).',
		az: token,
	},
	'device-sign-in-refused': {
		title: 'The hub refuses the sign-in of the device',
		cause:
			'Everything that can be compared matches, and the hub refuses all the same: an IP rule, switched-off public access or a private endpoint refuses with the same words.',
		nextStep: "Check the hub's network rules for the address that the device comes from.",
		az: 'az resource show -g {group} -n {hub} --resource-type Microsoft.Devices/IotHubs --query properties.networkRuleSets',
	},
	'device-sign-in-dropped': {
		title: 'The hub accepts the device and drops it at once',
		cause: 'Another client signs in with the same id, the daily quota is used up, or the hub throttles new connections.',
		nextStep: 'Look for a second client with this id, and at the quota.',
		az: 'az iot hub show-quota-metrics -n {hub}',
	},
} as const satisfies Record<string, Remedy>;
