import type {HubAddress} from './address.js';

/** What a device signs in with. For a hub on other ports it carries `GatewayHostName=host:port`, which the device SDKs honour. */
export function deviceConnectionString({hostName, mqttsPort}: HubAddress, deviceId: string, key: string): string {
	const gateway = mqttsPort === 8883 ? '' : `;GatewayHostName=${hostName}:${mqttsPort}`;
	return `HostName=${hostName};DeviceId=${deviceId};SharedAccessKey=${key}${gateway}`;
}
