import type {Remedy} from './remedy.js';

/** What is wrong with the hub itself, or with the policy that it is asked with. */
export const hubRemedies = {
	'hub-refused': {
		title: "The hub refuses this console's own sign-in",
		cause:
			"The key of the shared access policy was regenerated, the policy is gone or has none of the permissions that a diagnosis needs, or a network rule of the hub (IP filter, public access switched off) does not let this machine's address in: the hub never says which. It says nothing about the device.",
		nextStep:
			'Copy the connection string of a policy with registry read and service connect anew. If it is the current one, or the same works from another network, add the address of this machine to the rules of the hub.',
		az: 'az iot hub connection-string show -n {hub} --policy-name iothubowner; az resource show -g {group} -n {hub} --resource-type Microsoft.Devices/IotHubs --query properties.networkRuleSets',
	},
	'policy-lacks-registry-read': {
		title: 'The policy may not read the registry',
		cause: 'It has service connect, but not registry read: keys cannot be compared. The device may be in order all the same.',
		nextStep: 'Use a policy with registry read and service connect to see the rest.',
		az: 'az iot hub policy list --hub-name {hub}',
	},
	'policy-lacks-service-connect': {
		title: 'The policy may not use the service side',
		cause: 'It has registry read, but not service connect: twins, telemetry and direct methods cannot be looked at. The device may be in order all the same.',
		nextStep: 'Use a policy with registry read and service connect to see the rest.',
		az: 'az iot hub connection-string show -n {hub} --policy-name iothubowner',
	},
	'hub-not-found': {
		title: 'There is no such hub',
		cause: 'The name resolves, and the service behind it does not know the hub: it was deleted, or lives elsewhere.',
		nextStep: 'Check the name and the subscription.',
		az: 'az iot hub show -n {hub}',
	},
	'hub-suspended': {
		title: 'The hub is suspended',
		cause: 'Its subscription is disabled or over its spending limit.',
		nextStep: 'Check the state of the hub and of its subscription.',
		az: 'az iot hub show -n {hub} --query properties.state',
	},
	'hub-quota': {
		title: 'The daily message quota of the hub is used up',
		cause: 'Until midnight UTC the hub takes no messages. Devices over MQTT are cut off without being told why.',
		nextStep: 'Add units or choose a larger edition, or wait for 00:00 UTC; set an alert on "Total number of messages used".',
		az: 'az iot hub show-quota-metrics -n {hub}',
	},
	'hub-throttled': {
		title: 'The hub throttles',
		cause: 'More requests arrive per second than its edition and units allow, from whichever program. Devices over MQTT that send too fast are disconnected.',
		nextStep: 'Slow down the programs that ask it, or add units; compare "Telemetry message send attempts" with the limits.',
		az: 'az iot hub show-quota-metrics -n {hub}',
	},
	'hub-unavailable': {
		title: 'The hub answers with a failure of its own',
		cause: 'A transient fault inside the service, as a rule over within minutes.',
		nextStep: "Run the doctor again in a few minutes. If it stays, look at the hub's resource health and at Azure's status, then ask support.",
	},
	'hub-no-answer': {
		title: 'The hub does not answer in time',
		cause: 'The connection stands, but no answer came within the time limit.',
		nextStep: "Run the doctor again. If it stays, look at the network for loss, and at the hub's resource health.",
	},
	'hub-unexpected': {
		title: 'The hub answered with something unexpected',
		cause: 'The evidence has its own words.',
		nextStep: 'Run the doctor again; if it stays, report it with the evidence.',
	},
	'telemetry-unreadable': {
		title: 'The telemetry endpoint cannot be read',
		cause: "The hub's Event Hubs-compatible endpoint refuses or fails; whether the device sends cannot be seen.",
		nextStep: 'Look at the evidence; IP rules may cover the endpoint, too.',
		az: 'az iot hub monitor-events -n {hub} -d {device}',
	},
	'consumer-group-taken': {
		title: 'Other readers hold the consumer group',
		cause:
			'Five readers are already on a partition of this consumer group, or one with a higher priority (epoch) took it. Whether the device sends cannot be seen from here.',
		nextStep: 'Use a consumer group of your own (--consumer-group), or stop one of the other readers.',
		az: 'az iot hub consumer-group create -n iot-tui --hub-name {hub}',
	},
	'consumer-group-unknown': {
		title: 'The consumer group does not exist',
		cause: 'The endpoint has no consumer group of that name.',
		nextStep: 'Check its name, or create it.',
		az: 'az iot hub consumer-group list --hub-name {hub}',
	},
} as const satisfies Record<string, Remedy>;
