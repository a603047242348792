import type {Remedy} from './remedy.js';

const invoke = 'az iot hub invoke-device-method -d {device} -n {hub} --mn {method} --mp \'{"key":"value"}\' --timeout 10';
const twin = 'az iot hub device-twin show -d {device} -n {hub}';

/** What is wrong with the device itself, seen from the hub. */
export const deviceRemedies = {
	'duplicate-id': {
		title: 'The connection of the device does not hold',
		cause:
			'It was made anew several times while the doctor looked: as a rule two clients sign in with the same id and push each other out, else the device loses its network again and again.',
		nextStep: 'Look for a second client with this id (a copy of the device, a test program, a simulator) and give each its own identity.',
	},
	'device-clock': {
		title: 'The clock of the device is wrong',
		cause:
			'A time that the device wrote differs from the moment at which the hub got it by more than five minutes. Tokens of a clock that is behind are expired when they arrive.',
		nextStep: 'Set the clock of the device (NTP) and restart it.',
		az: twin,
	},
	'device-offline': {
		title: 'The device is not connected',
		cause:
			'The hub is in order and knows the device, but the device is not there: it is off, cannot reach the hub, or its sign-in is refused (wrong key, expired token, wrong clock).',
		nextStep: 'Look at the device. To have its credential checked as well, give its connection string.',
		az: 'az iot hub device-identity show -d {device} -n {hub}',
	},
	'device-never-connected': {
		title: 'The device has never connected',
		cause:
			'The hub knows the identity, and nobody has ever signed in with it over MQTT or AMQP: the device is not set up yet, cannot reach the hub, or its sign-in is refused (wrong key, expired token, wrong clock).',
		nextStep: 'Look whether the device runs and what its sign-in answers. To have its credential checked as well, give its connection string.',
		az: 'az iot hub device-identity show -d {device} -n {hub}',
	},
	'device-silent': {
		title: 'The device sends nothing',
		cause:
			'It is connected, and nothing of it arrived at the built-in endpoint: it does not send, its messages are refused (too large, throttled), or a route takes them elsewhere.',
		nextStep: 'Look whether the device sends; if it does, look at the routes and the fallback route.',
		az: 'az iot hub message-route list --hub-name {hub}; az iot hub message-route fallback show --hub-name {hub}',
	},
	'method-not-listening': {
		title: 'The device listens to no direct methods',
		cause: 'It is connected, but has registered no handler for direct methods (the hub says that it is not online).',
		nextStep: 'Register a handler in the code of the device, after each connection.',
		az: invoke,
	},
	'method-no-answer': {
		title: 'The device does not answer the direct method',
		cause: 'It got the call: it has no handler of that name (SDKs keep silent then), or the handler never answers. Capital letters of the name count.',
		nextStep: 'Check name and handler in the code of the device.',
		az: invoke,
	},
	'method-slow': {
		title: 'The device answers the direct method too slowly',
		cause: 'The answer came after the ten seconds that callers usually wait: they get a timeout, although the device does the work.',
		nextStep: 'Answer first and work afterwards, or let callers wait longer.',
		az: invoke,
	},
	'method-crashed': {
		title: 'The direct method brings the connection of the device down',
		cause: 'The device lost its connection while it worked on the call: its handler crashes it, or restarts it before it has answered.',
		nextStep: 'Look at the log of the device for the moment of the call.',
		az: invoke,
	},
	'method-failed': {
		title: 'The device answers the direct method with a failure',
		cause: 'The call went there and back; the status is the verdict of the device itself.',
		nextStep: 'Look at the answer in the evidence, and at the log of the device.',
		az: invoke,
	},
	'c2d-queue-full': {
		title: 'The cloud-to-device queue is full',
		cause: 'Fifty messages wait for the device: further ones are refused with 403004. The device does not receive, or does not complete what it receives.',
		nextStep: 'Let the device complete its messages, give them a shorter time to live, or purge the queue.',
		az: 'az iot device c2d-message purge -d {device} -n {hub}',
	},
	'c2d-not-completed': {
		title: 'The device does not complete its cloud-to-device messages',
		cause: 'It is connected, and messages stay in its queue: it does not subscribe to them, or takes them and never completes them.',
		nextStep: 'Subscribe to cloud-to-device messages in the code of the device, and complete each within its lock of one minute.',
		az: 'az iot device c2d-message receive -d {device} -n {hub}',
	},
	'c2d-waiting': {
		title: 'Cloud-to-device messages wait for the device',
		cause: 'It is not connected; they wait until it comes or their time is over.',
		nextStep: 'Bring the device online first.',
		az: 'az iot device c2d-message purge -d {device} -n {hub}',
	},
	'twin-refused': {
		title: 'The device refuses a desired property',
		cause: 'It acknowledged the value with a failure status of its own.',
		nextStep: 'Look at the status and the description that the device reported, and set a value that it takes.',
		az: twin,
	},
	'twin-drift': {
		title: 'The device does not follow its desired properties',
		cause:
			'A desired value is newer than the reported one and differs from it: the device does not listen to changes, its handler failed, or it refused the value.',
		nextStep: 'Check that the device listens to desired properties, and reads the twin after each connection.',
		az: twin,
	},
	'twin-never-reported': {
		title: 'The device has never reported a property',
		cause: 'Desired properties are set, and the device has not reported a single one: its code does not use the twin, or failed before it got there.',
		nextStep: 'Check that the device gets its twin after connecting, and listens to changes.',
		az: twin,
	},
	'twin-write-unanswered': {
		title: 'Whether the device hears of desired properties is not proven',
		cause:
			'The hub has the test property and the device did not report it back: it does not listen to changes, its handler failed, the hub refused its report, or it takes properties without answering, as many healthy devices do. From the hub these look the same.',
		nextStep: 'Look for iotTuiProbe in the log of the device. If it is not there, check that the device listens to desired properties after each connection.',
		az: twin,
	},
	'twin-write-conflict': {
		title: 'The twin changes too often to be tested',
		cause: 'Between each reading and the write that followed, somebody else changed the twin, so that nothing was written over it.',
		nextStep: 'Look which program writes the twin so often; run the test again when it rests.',
		az: twin,
	},
	'check-failed': {
		title: 'A check could not be carried out',
		cause: 'The check itself failed; this says nothing about the device.',
		nextStep: 'Run the doctor again; if it stays, report it with the evidence.',
	},
} as const satisfies Record<string, Remedy>;
