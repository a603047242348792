import {EventEmitter} from 'node:events';
import {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {createFrameGuard, type GuardedLink, type Violation} from './frame-guard.js';

/** Bytes waiting for a slow peer above which nothing more is sent to it for now. */
const congestedBytes = 1_048_576;
/** Bytes waiting for a slow peer above which nothing more is taken from it: what is not held back answers what the peer sends. */
const mostUnreadBytes = 4 * congestedBytes;
/** How long a socket that we ended may take to deliver its last bytes. */
const lingerMs = 2_000;

/**
 * The socket as the wire library sees it: only whole, checked frames come in; frames of one turn go out together.
 * Emits what the library listens for (`data`, `end`, `error`), and tells when there may be room for more messages:
 * `drain` of a congested socket, `flow` of the peer's window.
 */
export class GuardedSocket extends EventEmitter {
	readonly #socket: Duplex;
	#isEnding = false;
	#isCorked = false;

	/** @param options `onViolation` is told why a peer must go; nothing more is read from it then. */
	constructor(
		socket: Duplex,
		options: {
			readonly isSignedIn: () => boolean;
			readonly findLink: (channel: number, handle: number) => GuardedLink | undefined;
			readonly hasSession: (channel: number) => boolean;
			readonly onViolation: (violation: Violation) => void;
		},
	) {
		super();
		this.#socket = socket;
		const guard = createFrameGuard({...options, onFrame: bytes => this.emit('data', bytes), onFlow: () => this.emit('flow')});
		socket.on('data', chunk => {
			if (!this.#isEnding) guard.push(chunk);
		});
		socket.on('drain', () => {
			socket.resume();
			this.emit('drain');
		});
		socket.on('error', () => socket.destroy());
		socket.on('close', () => this.emit('end'));
	}

	/** Whether the peer takes its bytes too slowly to be sent more. */
	get isCongested(): boolean {
		return this.#socket.writableLength > congestedBytes;
	}

	write(bytes: Uint8Array): boolean {
		if (this.#socket.destroyed || this.#isEnding) return false;
		if (!this.#isCorked) {
			this.#isCorked = true;
			this.#socket.cork();
			process.nextTick(() => this.#uncork());
		}
		const hasRoom = this.#socket.write(bytes);
		// The peer's silence ends by the drain, by the end of the socket, which the write waits for, or by the idle timeout.
		if (this.#socket.writableLength > mostUnreadBytes) this.#socket.pause();
		return hasRoom;
	}

	/** Sends what is written, then closes; a peer that does not take it is cut off. */
	end(): void {
		if (this.#isEnding) return;
		this.#uncork();
		this.#isEnding = true;
		this.#socket.end(() => this.#socket.destroy());
		const timer = setTimeout(() => this.#socket.destroy(), lingerMs);
		timer.unref();
		this.#socket.once('close', () => clearTimeout(timer));
	}

	destroy(): void {
		this.#socket.destroy();
	}

	setNoDelay(isOn: boolean): void {
		if (this.#socket instanceof Socket) this.#socket.setNoDelay(isOn);
	}

	/** The library's name for the peer in its debug log. */
	get_id_string(): string {
		return this.#socket instanceof Socket ? `${this.#socket.remoteAddress}:${this.#socket.remotePort}` : 'a WebSocket';
	}

	#uncork(): void {
		if (!this.#isCorked) return;
		this.#isCorked = false;
		this.#socket.uncork();
	}
}
