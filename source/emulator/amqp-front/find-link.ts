import type {Connection, Receiver, Sender} from 'rhea';
import type {GuardedLink} from './frame-guard.js';

/** Where the wire library keeps a peer's sessions and links, which it does not declare. */
type Sessions = Readonly<
	Record<number, {readonly remote: {readonly handles: Readonly<Record<number, (Sender | Receiver) & {readonly credit: number}>>}} | undefined>
>;

/** Whether the peer has a session open on the channel. */
export function hasSession(connection: Connection, channel: number): boolean {
	const sessions: Sessions = connection.remote_channel_map;
	return sessions[channel] !== undefined;
}

/** Our end of the link that the peer calls by this channel and handle. */
export function findLink(connection: Connection, channel: number, handle: number): GuardedLink | undefined {
	const sessions: Sessions = connection.remote_channel_map;
	const link = sessions[channel]?.remote.handles[handle];
	return link === undefined ? undefined : {credit: link.credit, isReceiver: link.is_receiver()};
}

type NamedLink = {name: string; readonly local: {readonly handle: number}; readonly session: {readonly links: Record<string, unknown>}};

/**
 * Answers a detach at once, and lets the client attach a new link of the same name right behind it: the library looks links up by name, and
 * keeps a detached one for another tick, so that the new one would be taken for it.
 */
export function freeLinkName(link: Sender | Receiver): void {
	const named = link as unknown as NamedLink;
	const {links} = named.session;
	delete links[named.name];
	named.name = `${named.name} (detached ${named.local.handle})`;
	links[named.name] = link;
	link.close();
}
