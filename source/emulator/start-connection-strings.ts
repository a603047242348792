import type {HubCore} from './core/types.js';
import {EmulatorError} from './emulator-error.js';
import type {Emulator} from './types.js';

const join = (fields: Readonly<Record<string, string | number>>) =>
	Object.entries(fields)
		.map(([name, value]) => `${name}=${value}`)
		.join(';');

const usualMqttsPort = 8883;

/** The texts that clients are given to reach this hub. They hold keys. */
export function createConnectionStrings(
	core: HubCore,
	{hostName, ports, caFile}: Pick<Emulator, 'hostName' | 'ports' | 'caFile'>,
): Pick<Emulator, 'hubConnectionString' | 'eventHubConnectionString' | 'deviceConnectionString'> {
	const policyFields = (name: string) => {
		const policy = core.options.policies.find(candidate => candidate.name === name);
		if (policy === undefined) throw new Error(`The hub has no policy ${name}.`);
		return {SharedAccessKeyName: name, SharedAccessKey: policy.key};
	};
	return {
		hubConnectionString: join({
			HostName: hostName,
			...policyFields('iothubowner'),
			HttpsPort: ports.https,
			AmqpsPort: ports.amqps,
			MqttsPort: ports.mqtts,
			CaFile: caFile,
		}),
		eventHubConnectionString: join({Endpoint: `sb://localhost:${ports.amqps}/`, ...policyFields('service'), EntityPath: core.options.eventHubName}),
		deviceConnectionString(deviceId) {
			const key = core.registry.get(deviceId).authentication.symmetricKey.primaryKey;
			if (key === null)
				throw new EmulatorError(`The device ${deviceId} signs in without a shared key.`, 'Only devices with a symmetric key have a connection string.');
			// Only the device SDK for Node takes a port there, and none needs it to find the usual one.
			const isUsual = hostName === 'localhost' && ports.mqtts === usualMqttsPort;
			return join({HostName: hostName, DeviceId: deviceId, SharedAccessKey: key, ...(!isUsual && {GatewayHostName: `localhost:${ports.mqtts}`})});
		},
	};
}
