import {once} from 'node:events';
import {request} from 'node:https';
import type {HubAddress} from '../../hub/address.js';
import {createSas} from '../../sas/token.js';
import {tlsOptionsOf} from './socket.js';

/** One plain answer of the hub's service API. */
export type HttpsAnswer = {
	readonly status: number;
	/** IoT Hub's name of an error; empty where there is none. */
	readonly errorName: string;
	/** Whether the answer is JSON, as all answers of a hub are. */
	readonly isJson: boolean;
	/** The `Date` header; absent: there is none. */
	readonly hubAt?: number;
	readonly localAt: number;
	readonly roundTripMs: number;
};

const tokenLifeMs = 600_000;

/** Asks the hub for the number of connected devices, which changes nothing. @throws what the connection failed with */
export async function askOverHttps(address: HubAddress, signal: AbortSignal): Promise<HttpsAnswer> {
	const token = createSas({hostName: address.hostName}, address.key, Date.now() + tokenLifeMs, address.policyName);
	const call = request({
		...tlsOptionsOf(address, address.httpsPort),
		path: '/statistics/service?api-version=2021-04-12',
		headers: {host: address.hostName, authorization: token},
		agent: false,
		signal,
	});
	const startedAt = Date.now();
	call.end();
	const [response] = await once(call, 'response', {signal});
	const localAt = Date.now();
	response.on('error', () => undefined).resume();
	const hubAt = Date.parse(String(response.headers.date));
	return {
		status: Number(response.statusCode),
		errorName: String(response.headers['iothub-errorcode'] ?? ''),
		isJson: String(response.headers['content-type']).startsWith('application/json'),
		...(Number.isNaN(hubAt) ? {} : {hubAt}),
		localAt,
		roundTripMs: localAt - startedAt,
	};
}
