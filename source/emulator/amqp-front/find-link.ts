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
