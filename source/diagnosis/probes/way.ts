import {lookup} from 'node:dns/promises';
import net from 'node:net';
import type {DetailedPeerCertificate, PeerCertificate, TLSSocket} from 'node:tls';
import type {HubAddress} from '../../hub/address.js';
import {onAbort} from '../on-abort.js';
import type {PortName} from '../types.js';
import {faultOf, openTls, portOf, waitForOpen} from './socket.js';
import type {NameAnswer, TcpAnswer, TlsAnswer} from './types.js';

/** Addresses of the hub's name, as every program of this machine gets them. */
export async function resolveName({hostName}: HubAddress, signal: AbortSignal): Promise<NameAnswer> {
	const {promise: aborted, reject} = Promise.withResolvers<never>();
	const giveUp = () => reject(signal.reason);
	const forget = onAbort(signal, giveUp);
	try {
		const found = await Promise.race([lookup(hostName, {all: true}), aborted]);
		return {addresses: found.map(({address}) => address)};
	} catch (error) {
		return {addresses: [], fault: signal.aborted ? timeoutFault : faultOf(error)};
	} finally {
		forget();
	}
}

/** What a wait without an answer looks like: a firewall that drops says nothing. */
const timeoutFault = {code: 'ETIMEDOUT', message: 'no answer within the time limit'};

/** Opens a TCP connection and closes it. */
export async function connectTcp(address: HubAddress, name: PortName, signal: AbortSignal): Promise<TcpAnswer> {
	const port = portOf(address, name);
	const socket = net.connect({host: address.hostName, port});
	try {
		await waitForOpen(socket, 'connect', signal);
		return {port, ...(socket.remoteAddress === undefined ? {} : {address: socket.remoteAddress})};
	} catch (error) {
		return {port, fault: signal.aborted ? timeoutFault : faultOf(error)};
	} finally {
		socket.destroy();
	}
}

function nameOf({CN, O}: PeerCertificate['subject']): string {
	return [CN ?? O ?? '?'].flat().join(' ');
}

/** Names from the issuer of the leaf to the root, which is its own issuer; as far as the other side sent them. */
function issuersOf(leaf: DetailedPeerCertificate): readonly string[] {
	const issuers: string[] = [];
	let current = leaf;
	while (current.issuerCertificate !== undefined && current.issuerCertificate !== current && issuers.length < 8) {
		current = current.issuerCertificate;
		issuers.push(nameOf(current.subject));
	}
	const isRoot = current.issuerCertificate === current;
	return isRoot ? issuers : [...issuers, nameOf(current.issuer)];
}

function describe(socket: TLSSocket): Omit<TlsAnswer, 'port'> {
	const leaf = socket.getPeerCertificate(true);
	// Empty when the other side showed none.
	if (leaf.subject === undefined) return {};
	return {
		version: socket.getProtocol() ?? '',
		cipher: socket.getCipher().name,
		subject: nameOf(leaf.subject),
		issuers: issuersOf(leaf),
		validTo: Date.parse(leaf.valid_to),
	};
}

/** Makes a TLS connection, certificate verified, and closes it. A certificate that is refused is described all the same. */
export async function shakeHands(address: HubAddress, name: PortName, signal: AbortSignal): Promise<TlsAnswer> {
	const port = portOf(address, name);
	let seen: ReturnType<typeof describe> = {};
	try {
		const socket = await openTls(address, name, signal, connection => {
			seen = describe(connection);
		});
		socket.destroy();
		return {port, ...seen};
	} catch (error) {
		return {port, fault: signal.aborted ? timeoutFault : faultOf(error), ...seen};
	}
}
