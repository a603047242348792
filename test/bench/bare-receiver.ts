import {EventHubConsumerClient} from '@azure/event-hubs';
import {printCount} from './statistics.js';

/** Receives all telemetry with nothing beside the SDK, tuned as the console tunes it. Prints the number received, four times a second. */
export const runBareReceiver = async (eventHubConnectionString: string): Promise<void> => {
	const client = new EventHubConsumerClient('$Default', eventHubConnectionString);
	let received = 0;
	const partitionIds = await client.getPartitionIds();
	for (const partitionId of partitionIds) {
		client.subscribe(
			partitionId,
			{
				processEvents: async events => {
					received += events.length;
				},
				processError: async error => {
					process.stderr.write(`${error.message}\n`);
				},
			},
			{maxBatchSize: 300, prefetchCount: 3000, maxWaitTimeInSeconds: 1, skipParsingBodyAsJson: true, startPosition: {enqueuedOn: Date.now()}},
		);
	}

	process.stdout.write('ready\n');
	setInterval(() => printCount(received), 250);
	await new Promise(() => {});
};
