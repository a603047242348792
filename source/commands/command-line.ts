import meow from 'meow';

/** The command and the flags of a command line, the flags not yet checked. Answers --help and --version, and refuses unknown flags, by ending the program. */
export function readCommandLine(words: readonly string[]) {
	return meow(
		`
	Usage
	  $ iot-tui [options]            the console
	  $ iot-tui emulator [options]   a local IoT Hub in the foreground, for other programs
	  $ iot-tui simulate [options]   simulated devices against any hub
	  $ iot-tui doctor DEVICE        what is wrong with a device, with evidence and next step
	  $ iot-tui sas generate         a shared access signature, made offline
	  $ iot-tui sas decode           the fields of a token that is given on standard input
	  $ iot-tui sas verify           whether a hub would accept it, and if not, why

	The hub is read from the environment variable IOTHUB_CONNECTION_STRING (a shared access
	policy's connection string of Azure IoT Hub, or the one that iot-tui emulator prints),
	a device's own connection string from IOTHUB_DEVICE_CONNECTION_STRING. No option ever takes a key.

	Console
	  --emulator          start the embedded local hub with a simulated fleet
	  --devices N         simulated devices of the fleet (12)
	  --read-only         a hub client that cannot write
	  --consumer-group G  consumer group to read telemetry with ($Default)
	  --ascii             no line drawing, no symbols
	  --no-color          no colours (as does the variable NO_COLOR)

	Emulator
	  --host-name NAME    name in tokens and connection strings (localhost)
	  --https-port N      (8443)     0 takes a free port
	  --mqtts-port N      (8883)
	  --amqps-port N      (5671)
	  --data-dir DIR      keep devices, twins, keys and the CA there (memory only)
	  --devices N         register and simulate N devices (0)
	  --partitions N      partitions of the telemetry endpoint (4)
	  --fault NAME[:ARG]  something wrong with the hub or its devices, may be repeated (a wrong name lists them)
	  --json              print one line of JSON once every port accepts connections

	Simulate
	  --devices N         how many devices (12)
	  --prefix TEXT       begin device ids with this (none)
	  --protocol NAME     mqtt, mqtt-ws, amqp, amqp-ws or http (mqtt)
	  --fault NAME        something wrong with every device (a wrong name lists them)

	Doctor (reads only, unless told otherwise)
	  --call-method       call a direct method on the device
	  --method NAME       that one (TestMethod); says --call-method, too
	  --write-twin        write a desired property, wait for the device's answer, take it back
	  --as-device         sign in as the device at the end, which ends its live connection
	  --wait SECONDS      how long a message of the device is waited for (60)
	  --consumer-group G  consumer group to read telemetry with ($Default)
	  --json              the report as JSON

	Sas
	  --device ID         for this device (the one of the device's connection string, else the hub)
	  --module ID         for this module of the device
	  --lifetime SECONDS  of a generated token (3600)
	  --json              as JSON

	  --help, --version

	Exit codes: 0 done, 1 failure, 2 usage or no terminal, 3 a check failed, 4 sign-in refused, 5 not found or
	device offline, 6 conflict, 7 throttled, 8 timed out, 9 read-only, 70 bug, 129/130/143 signals.
`,
		{
			importMeta: import.meta,
			argv: words,
			allowUnknownFlags: false,
			flags: {
				emulator: {type: 'boolean'},
				devices: {type: 'string'},
				readOnly: {type: 'boolean'},
				consumerGroup: {type: 'string'},
				ascii: {type: 'boolean'},
				color: {type: 'boolean', default: true},
				hostName: {type: 'string'},
				httpsPort: {type: 'string'},
				mqttsPort: {type: 'string'},
				amqpsPort: {type: 'string'},
				dataDir: {type: 'string'},
				partitions: {type: 'string'},
				json: {type: 'boolean'},
				prefix: {type: 'string'},
				protocol: {type: 'string'},
				fault: {type: 'string', isMultiple: true},
				device: {type: 'string'},
				module: {type: 'string'},
				lifetime: {type: 'string'},
				callMethod: {type: 'boolean'},
				asDevice: {type: 'boolean'},
				writeTwin: {type: 'boolean'},
				method: {type: 'string'},
				wait: {type: 'string'},
			},
		},
	);
}
