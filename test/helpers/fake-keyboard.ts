import {EventEmitter} from 'node:events';

/** A keyboard, as far as Ink looks at it. */
export class FakeKeyboard extends EventEmitter {
	readonly isTTY = true;
	readonly #waiting: string[] = [];

	/** The program reads these bytes in one piece. */
	send(bytes: string): void {
		this.#waiting.push(bytes);
		this.emit('readable');
	}

	read(): string | null {
		return this.#waiting.shift() ?? null;
	}

	setEncoding(): void {}
	setRawMode(): void {}
	resume(): void {}
	pause(): void {}
	ref(): void {}
	unref(): void {}
}
