import type {CommandName} from '../options.js';

const environment = `
The hub is read from the environment variable IOTHUB_CONNECTION_STRING (a shared access
policy's connection string of Azure IoT Hub, or the one that iot-tui emulator prints), a device's
own connection string from IOTHUB_DEVICE_CONNECTION_STRING. No option ever takes a key.`;

const pages: Readonly<Record<CommandName, string>> = {
	console: `Full-screen terminal console for Azure IoT Hub, with an embedded local hub

Usage
  iot-tui [options]            the console
  iot-tui emulator [options]   a local IoT Hub in the foreground, for other programs
  iot-tui simulate [options]   simulated devices against any hub
  iot-tui doctor [DEVICE]      what is wrong with a device, or with the hub, with evidence
  iot-tui sas VERB             shared access signatures, made and checked offline

iot-tui COMMAND --help tells the options, examples and exit codes of a command.
${environment}

Options of the console
  --emulator          start the embedded local hub with a simulated fleet
  --devices N         simulated devices of the fleet (12)
  --read-only         a hub client that cannot write
  --consumer-group G  consumer group to read telemetry with ($Default)
  --ascii             no line drawing, no symbols
  --no-color          no colours (as does the variable NO_COLOR)
  --help, --version

Examples
  iot-tui --emulator             everything on this machine: no account, no configuration
  iot-tui --read-only            the hub of IOTHUB_CONNECTION_STRING, to look only

Exit codes
  0 done, 1 failure, 2 usage or no terminal, 3 a check failed, 4 sign-in refused,
  5 not found or device offline, 6 conflict, 7 throttled or quota, 8 timed out,
  9 refused because read-only, 70 bug, 129/130/143 signals
`,
	emulator: `A local IoT Hub in the foreground, for other programs; for this machine only

Usage
  iot-tui emulator [options]

Options
  --host-name NAME    name in tokens and connection strings (localhost)
  --https-port N      (8443)     0 takes a free port
  --mqtts-port N      (8883)
  --amqps-port N      (5671)
  --data-dir DIR      keep devices, twins, keys and the CA there (memory only)
  --devices N         register and simulate N devices (0)
  --partitions N      partitions of the telemetry endpoint (4)
  --fault NAME[:ARG]  something wrong with the hub or its devices, may be repeated
                      (a wrong name lists them)
  --json              print one line of JSON once every port accepts connections

Examples
  iot-tui emulator --devices 3
  iot-tui emulator --json --https-port 0 --mqtts-port 0 --amqps-port 0
  iot-tui emulator --devices 3 --fault port-closed:mqtts --fault silence:press-01
  iot-tui emulator --https-port 443 --data-dir ./hub     (for service SDKs, which take no other port)

Exit codes
  0 ended by SIGTERM or SIGINT, 2 an option, a port or the data directory cannot be used, 70 bug
`,
	simulate: `Simulated devices against any hub: registers those that are missing, runs them until Ctrl+C
${environment}

Usage
  iot-tui simulate [options]

Options
  --devices N         how many devices (12)
  --prefix TEXT       begin device ids with this (none)
  --protocol NAME     mqtt, mqtt-ws, amqp, amqp-ws or http (mqtt)
  --fault NAME        something wrong with every device (a wrong name lists them)

Examples
  iot-tui simulate --devices 3 --prefix line1-
  iot-tui simulate --devices 1 --protocol amqp-ws
  iot-tui simulate --devices 1 --fault wrong-key

Exit codes
  0 ended by SIGTERM or SIGINT, 1 the hub cannot be reached or fails, 2 usage, 4 the hub refuses
  the sign-in, 5 there is no such hub, 7 throttled or quota, 8 the hub does not answer in time, 70 bug
`,
	doctor: `What is wrong with a device: one conclusion, with evidence, cause and next step.
Reads only, unless told otherwise.
${environment}

Usage
  iot-tui doctor [DEVICE] [options]     without a device: that of IOTHUB_DEVICE_CONNECTION_STRING,
                                        else the hub alone

Options
  --call-method       call a direct method on the device
  --method NAME       that one (TestMethod); says --call-method, too
  --write-twin        write a desired property, wait for the device's answer, take it back
  --as-device         sign in as the device at the end, which ends its live connection
  --read-only         never do any of these: with one of them the doctor does not begin
  --wait SECONDS      how long a message of the device is waited for (60)
  --consumer-group G  consumer group to read telemetry with ($Default)
  --json              the report as JSON

Examples
  iot-tui doctor press-01
  iot-tui doctor                        is it the hub, the network or the key of this program?
  iot-tui doctor press-01 --json --wait 20 > report.json
  iot-tui doctor press-01 --call-method --write-twin

Exit codes
  0 nothing wrong was found, 2 usage, 3 the report names a failure, 4 the hub refuses this
  program's own sign-in, 5 there is no such hub, 7 the hub throttles, 8 the hub does not answer
  in time, 9 --read-only forbids what was asked for, 70 bug, 129/130/143 signals
`,
	sas: `Shared access signatures, made and checked offline; tokens are read from standard input
${environment}

Usage
  iot-tui sas generate [options]   a token for the hub, a device or a module
  iot-tui sas decode               the fields of a token
  iot-tui sas verify [options]     whether a hub would accept it, and if not, why

Options
  --device ID         for this device (that of the device's connection string, or of the token,
                      else the hub)
  --module ID         for this module of the device
  --lifetime SECONDS  of a generated token (3600)
  --json              as JSON

Examples
  iot-tui sas generate --device press-01 --lifetime 600
  iot-tui sas decode < token.txt
  iot-tui sas generate --device press-01 | iot-tui sas verify

Exit codes
  0 done, 2 usage, a key is missing or the text is no token, 3 a hub would refuse the token, 70 bug
`,
};

/** What `--help` prints of a command. */
export function helpOf(command: CommandName): string {
	return pages[command];
}
