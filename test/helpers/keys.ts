/** What a terminal sends for keys that are not one character, named as `keymap.ts` names them. */
const named: Readonly<Record<string, string>> = {
	enter: '\r',
	escape: '\u001b',
	tab: '\t',
	'shift+tab': '\u001b[Z',
	backspace: '\u007f',
	delete: '\u001b[3~',
	space: ' ',
	up: '\u001b[A',
	down: '\u001b[B',
	right: '\u001b[C',
	left: '\u001b[D',
	home: '\u001b[H',
	end: '\u001b[F',
	pageup: '\u001b[5~',
	pagedown: '\u001b[6~',
};

/** The bytes of a key. */
export const bytesOf = (key: string): string => {
	const letter = /^ctrl\+([a-z])$/.exec(key)?.[1];
	if (letter !== undefined) {
		return String.fromCharCode(letter.charCodeAt(0) - 96);
	}

	const bytes = named[key] ?? key;
	if ([...key].length > 1 && named[key] === undefined) {
		throw new Error(`No key is called ${key}`);
	}

	return bytes;
};

/** How long a lone Escape needs before the next key, so that it is not taken for the start of a sequence: Ink waits 20 ms. */
export const escapePauseMs = 80;
