import {createConnection} from '../../source/simulator/connection.js';
import {printCount} from './statistics.js';

/** What the load's own process is told through the environment. */
export type LoadInput = {
	readonly connectionStrings: readonly string[];
	readonly ca: string /** All devices together; 0: as fast as answers come. */;
	readonly ratePerSecond: number;
};

/** Messages of one device on their way at once when there is no rate. */
const window = 50;
const tickMs = 20;
const noEvents = {onConnected: () => {}, onDisconnected: () => {}, onLost: () => {}, onError: () => {}};

let sent = 0;
let acknowledged = 0;
const body = (): string => JSON.stringify({temperature: 20 + Math.random() * 15, humidity: 60 + Math.random() * 20, count: sent});
const message = () => ({body: body(), contentType: 'application/json', contentEncoding: 'utf-8'}) as const;

/** Sends telemetry with the device SDK from several devices until the process is ended. Prints `ready` once all are connected, and then
 * how many messages the hub has taken. */
export const runLoad = async ({connectionStrings, ca, ratePerSecond}: LoadInput): Promise<void> => {
	const connections = await Promise.all(
		connectionStrings.map(connectionString => createConnection({connectionString, ca, protocol: 'mqtt', fault: {summary: ''}}, noEvents)),
	);
	await Promise.all(connections.map(connection => connection.open()));
	process.stdout.write('ready\n');
	setInterval(() => printCount(acknowledged), 250);
	if (ratePerSecond === 0) {
		const sendOn = async (connection: (typeof connections)[number]): Promise<void> => {
			for (;;) {
				sent++;
				await connection.send(message());
				acknowledged++;
			}
		};

		await Promise.all(connections.flatMap(connection => Array.from({length: window}, () => sendOn(connection))));
		return;
	}

	const startedAt = performance.now();
	const sendNext = async (): Promise<void> => {
		await connections[sent++ % connections.length]?.send(message());
		acknowledged++;
	};

	setInterval(() => {
		const due = ((performance.now() - startedAt) * ratePerSecond) / 1000;
		while (sent < due) {
			void sendNext();
		}
	}, tickMs);
	await new Promise(() => {});
};
