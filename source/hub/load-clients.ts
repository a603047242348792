/** Variables with which a shell may ask the client libraries to write to the terminal, over the screen. */
const loudVariables = ['AZURE_LOG_LEVEL', 'DEBUG'] as const;

/** The libraries look at the environment once, while they are loaded: meanwhile it does not ask for output. */
async function loadQuietly<T>(load: () => Promise<T>): Promise<T> {
	const kept = loudVariables.map(name => [name, process.env[name]] as const);
	for (const name of loudVariables) delete process.env[name];
	try {
		return await load();
	} finally {
		for (const [name, value] of kept) if (value !== undefined) process.env[name] = value;
	}
}

/** Service REST client. */
export function loadRestApi() {
	return loadQuietly(() => import('azure-iothub/dist/common-http/rest_api_client.js'));
}

export function loadSharedAccessSignature() {
	return loadQuietly(() => import('azure-iothub/dist/common-core/shared_access_signature.js'));
}

/** The service SDK's AMQP layer. */
export function loadServiceAmqp() {
	return loadQuietly(async () => {
		const {Amqp: AmqpBase} = await import('azure-iothub/dist/common-amqp/amqp.js');
		return {AmqpBase};
	});
}

/** Messages of the service SDK, and what it makes of them for AMQP. */
export function loadServiceMessage() {
	return loadQuietly(async () => {
		const [{Message}, {AmqpMessage}] = await Promise.all([
			import('azure-iothub/dist/common-core/message.js'),
			import('azure-iothub/dist/common-amqp/amqp_message.js'),
		]);
		return {Message, AmqpMessage};
	});
}

export function loadEventHubs() {
	return loadQuietly(() => import('@azure/event-hubs'));
}

export function loadRhea() {
	return loadQuietly(() => import('rhea-promise'));
}
