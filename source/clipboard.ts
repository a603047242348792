/** The way a text takes to the clipboard: straight to the terminal, or through a multiplexer that has to let it pass. */
type ClipboardRoute = 'terminal' | 'tmux' | 'screen';

/** `refusal`: nothing was written, and why, in one sentence without the text. `caution`: nothing was written, and it takes a
 * second yes, since a text like that acts by itself where it is pasted. */
type CopyResult = {readonly route: ClipboardRoute} | {readonly refusal: string} | {readonly caution: string};

export type Clipboard = {
	/**
	 * Asks the terminal to take the text; it never answers, so nobody knows whether it did.
	 * @param isConfirmed the user knows that the text has line ends or control characters
	 */
	copy(text: string, isConfirmed?: boolean): CopyResult;
};

/** Terminals drop longer sequences (xterm's limit, base64 characters). */
const encodedLimit = 74_994;
/** GNU screen cuts longer strings off. */
const screenPieceLength = 512;
const esc = '\u001b';
const bell = '\u0007';
/** A text with these, pasted into a shell, would act by itself. */
const control = /\p{Cc}/u;

type Environment = Readonly<Record<string, string | undefined>>;

function routeFor({TMUX, STY}: Environment): ClipboardRoute {
	if (TMUX) return 'tmux';
	return STY ? 'screen' : 'terminal';
}

/**
 * tmux hands on what its own prefix wraps where `allow-passthrough` is on, and takes the bare sequence itself where `set-clipboard` is on: it gets
 * both, and whichever is off is ignored. screen hands on any device control string.
 */
function wrap(sequence: string, route: ClipboardRoute): string {
	if (route === 'tmux') return `${esc}Ptmux;${sequence.replaceAll(esc, esc + esc)}${esc}\\${sequence}`;
	if (route === 'terminal') return sequence;
	const pieces = Array.from({length: Math.ceil(sequence.length / screenPieceLength)}, (_, index) =>
		sequence.slice(index * screenPieceLength, (index + 1) * screenPieceLength),
	);
	return pieces.map(piece => `${esc}P${piece}${esc}\\`).join('');
}

/**
 * The clipboard of the terminal, by the sequence OSC 52 (xterm control sequences, "Manipulate Selection Data"): writes only, never asks for what is
 * in it. Beside Ink this is the one module that writes control bytes.
 */
export function createClipboard(output: {write(bytes: string): unknown}, environment: Environment): Clipboard {
	const route = routeFor(environment);
	return {
		copy(text, isConfirmed = false) {
			if (control.test(text) && !isConfirmed) return {caution: 'It has line ends or control characters'};
			const encoded = Buffer.from(text, 'utf8').toString('base64');
			if (encoded.length > encodedLimit)
				return {refusal: `It is too long for the clipboard of a terminal: ${encoded.length} characters encoded of ${encodedLimit}.`};
			output.write(wrap(`${esc}]52;c;${encoded}${bell}`, route));
			return {route};
		},
	};
}
