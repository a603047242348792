import {lookup} from 'node:dns/promises';
import {once} from 'node:events';
import {type AddressInfo, isIP, type Server} from 'node:net';
import {EmulatorError} from './emulator-error.js';

const attemptsForFreePort = 20;
const isWithoutIpv6 = (error: unknown) => error instanceof Error && 'code' in error && ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(String(error.code));
const isTaken = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

async function listen(server: Server, port: number, host: string): Promise<number> {
	server.listen({port, host});
	await once(server, 'listening');
	// A failed accept (no file descriptors left) concerns the client that was not accepted, and without a listener it would end the process.
	server.on('error', () => undefined);
	return (server.address() as AddressInfo).port;
}

/**
 * Listens on 127.0.0.1 and, where the machine has it, on ::1, both on the same port; no other address is ever offered.
 * @param createServer makes one of the (at most two) servers.
 * @param port 0 for a free one.
 * @throws the system's error (`code` EADDRINUSE, EACCES …) when the port cannot be had; nothing listens then.
 */
export async function listenOnLoopback<S extends Server>(
	createServer: () => S,
	port: number,
): Promise<{readonly port: number; readonly servers: readonly S[]}> {
	for (let attempt = 1; ; attempt++) {
		const first = createServer();
		const chosenPort = await listen(first, port, '127.0.0.1');
		const second = createServer();
		try {
			await listen(second, chosenPort, '::1');
			return {port: chosenPort, servers: [first, second]};
		} catch (error) {
			if (isWithoutIpv6(error)) return {port: chosenPort, servers: [first]};
			first.close();
			if (port !== 0 || !isTaken(error) || attempt === attemptsForFreePort) throw error;
		}
	}
}

/** Whether an IP address can only be reached from this machine. */
function isLoopbackAddress(address: string): boolean {
	return address === '::1' || /^(::ffff:)?127\./.test(address);
}

/**
 * Checks a name that the hub is to be known by.
 * @returns the name in lower case.
 * @throws EmulatorError when it is no host name, or when it names another machine (tokens and certificate would be good for that one).
 */
export async function requireLoopbackName(hostName: string): Promise<string> {
	const name = hostName.toLowerCase();
	if (isIP(name) !== 0 || name.length > 253 || !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/.test(name)) {
		throw new EmulatorError(
			`${JSON.stringify(hostName)} is not a host name.`,
			'Give a name such as localhost; an address does not work, because TLS verifies names.',
		);
	}
	const addresses = await lookup(name, {all: true}).catch(() => []);
	if (addresses.length === 0) {
		throw new EmulatorError(`The host name ${name} does not resolve.`, `Add "127.0.0.1 ${name}" to the hosts file, or leave the name out to use localhost.`);
	}
	const foreign = addresses.find(({address}) => !isLoopbackAddress(address));
	if (foreign !== undefined) {
		throw new EmulatorError(
			`The host name ${name} resolves to ${foreign.address}, which is not this machine's loopback.`,
			`The local hub only serves this machine: point ${name} at 127.0.0.1, or leave the name out to use localhost.`,
		);
	}
	return name;
}
