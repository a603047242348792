import {describe, expect, it} from 'vitest';
import {findPolicyKey, setUpEmulator} from '../helpers/emulator.js';
import {closeReadersAfterEach, createConsumer, sendTelemetry} from '../helpers/event-hubs.js';

const hub = setUpEmulator({deviceIds: ['press-01'], partitionCount: 3, consumerGroups: ['dashboards']});
closeReadersAfterEach();

describe('I ask the Event Hubs-compatible endpoint', () => {
	it('for its partitions', async () => {
		expect(await createConsumer(hub.emulator).getPartitionIds()).toEqual(['0', '1', '2']);
	});

	it('for its properties', async () => {
		expect(await createConsumer(hub.emulator).getEventHubProperties()).toEqual({
			name: 'telemetry',
			createdOn: new Date(hub.emulator.core.telemetry.createdAt),
			partitionIds: ['0', '1', '2'],
			isGeoDrEnabled: false,
		});
	});

	it('for a partition before and after it has messages', async () => {
		const client = createConsumer(hub.emulator);
		const {partition} = hub.emulator.core.telemetry.append('press-01', {body: Buffer.from('1'), system: {}, application: {}});
		const empty = (partition + 1) % 3;
		expect(await client.getPartitionProperties(String(empty))).toMatchObject({
			partitionId: String(empty),
			isEmpty: true,
			lastEnqueuedSequenceNumber: -1,
			lastEnqueuedOffset: '-1',
		});
		const last = sendTelemetry(hub.emulator, 'press-01');
		expect(await client.getPartitionProperties(String(partition))).toEqual({
			partitionId: String(partition),
			eventHubName: 'telemetry',
			isEmpty: false,
			beginningSequenceNumber: 0,
			lastEnqueuedSequenceNumber: last.sequenceNumber,
			lastEnqueuedOffset: last.offset,
			lastEnqueuedOnUtc: new Date(last.enqueuedAt),
		});
	});

	it('for a partition that does not exist, and am told the range', async () => {
		await expect(createConsumer(hub.emulator).getPartitionProperties('3')).rejects.toMatchObject({
			code: 'ArgumentOutOfRangeError',
			message: expect.stringContaining('0 to 2'),
		});
	});

	it('with a wrong key, and am refused', async () => {
		const key = findPolicyKey(hub.emulator, 'service');
		const connectionString = hub.emulator.eventHubConnectionString.replace(key, Buffer.from('wrong key').toString('base64'));
		await expect(createConsumer(hub.emulator, {connectionString}).getPartitionIds()).rejects.toMatchObject({code: 'UnauthorizedError'});
	});

	it('with a policy that may not connect as a service, and am refused', async () => {
		const connectionString = hub.emulator.eventHubConnectionString
			.replace('SharedAccessKeyName=service', 'SharedAccessKeyName=device')
			.replace(findPolicyKey(hub.emulator, 'service'), findPolicyKey(hub.emulator, 'device'));
		await expect(createConsumer(hub.emulator, {connectionString}).getPartitionIds()).rejects.toMatchObject({code: 'UnauthorizedError'});
	});

	it('for an event hub of another name, and am refused', async () => {
		const connectionString = hub.emulator.eventHubConnectionString.replace('EntityPath=telemetry', 'EntityPath=elsewhere');
		await expect(createConsumer(hub.emulator, {connectionString}).getPartitionIds()).rejects.toMatchObject({code: 'UnauthorizedError'});
	});
});
