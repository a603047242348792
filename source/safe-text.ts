import stringWidth from 'string-width';

declare const brand: unique symbol;

/** Text that may be drawn: every character of it is visible and of known width. Only this module makes it. */
export type Safe = string & {readonly [brand]: true};

/** UTF-16 units of a text from outside that are shown when the caller sets no limit; no row is longer. */
const defaultMaxLength = 4096;
/** Marks kept on one letter. No living script needs more, and a tower of them leaves its row. */
const maxMarks = 2;

const onlyAscii = /^[\u0020-\u007e]*$/;
/** The two half-width voicing signs are letters that behave like marks. */
const anyMark = /^[\p{M}\uff9e\uff9f]$/u;
const control = /^\p{Cc}$/u;

/** Characters below U+10000 that cannot be seen, or whose width terminals and Ink count differently. */
const concealed = new RegExp(
	[
		// Controls, formats (bidi, zero width, soft hyphen), lone surrogates, private use, unassigned, line and paragraph separators.
		String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]`,
		// Enclosing marks, variation selectors and fillers change the look or the width of their neighbour.
		String.raw`[\p{Me}\p{Default_Ignorable_Code_Point}]`,
		// Blanks that pass for a space, the empty braille cell among them.
		String.raw`[\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800]`,
		// Hangul letters that join into syllables, and their tone marks.
		String.raw`[\u1100-\u11ff\u302e\u302f\ua960-\ua97f\ud7b0-\ud7ff]`,
		// Signs that fuse two letters into one cluster (Unicode: InCB=Linker, Prepend, and the vowels AM of Thai and Lao).
		String.raw`[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0c4d\u0d4d\u0d4e\u0e33\u0eb3\u1039\u17d2\u1a60\u1b44\u1bab\ua9c0\uaaf6]`,
		// Hexagrams and circled numbers, narrow in some tables and wide in others; ligatures drawn over several cells.
		String.raw`[\u2630-\u2637\u268a-\u268f\u2e3a\u2e3b\u3248-\u324f\u4dc0-\u4dff\ufdfd]`,
	].join('|'),
	'u',
);
/** Above U+FFFF only Han ideographs and emoji that need no selector have one width everywhere; flags and skin tones join with neighbours. */
const agreedAbove = /^(?:[\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})$/u;
const joinsAbove = /^[\p{Regional_Indicator}\p{Emoji_Modifier}\p{Cn}]$/u;
/** Hangul syllables and emoji swallow the width of a mark after them. */
const takesNoMark = /^(?:[\uac00-\ud7a3]|\p{Emoji_Presentation})$/u;

const shortEscapes: Readonly<Record<string, string>> = {'\n': '\\n', '\r': '\\r', '\t': '\\t'};

const isPlain = (character: string): boolean =>
	character.length === 1 ? !concealed.test(character) : agreedAbove.test(character) && !joinsAbove.test(character);

const toCode = (character: string): string => {
	const codePoint = character.codePointAt(0) ?? 0;
	if (control.test(character)) {
		return shortEscapes[character] ?? `\\x${codePoint.toString(16).padStart(2, '0')}`;
	}

	return `<U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}>`;
};

const escapeAll = (text: string): string => {
	let result = '';
	let marksLeft = 0;
	for (const character of text) {
		const isMark = anyMark.test(character);
		if (!isPlain(character) || (isMark && marksLeft === 0)) {
			result += toCode(character);
			marksLeft = 0;
		} else {
			result += character;
			marksLeft = isMark ? marksLeft - 1 : takesNoMark.test(character) ? 0 : maxMarks;
		}
	}

	return result;
};

/**
 * Makes text from outside drawable: what is invisible, active or of unknown width turns into a code (`\x1b`, `\n`, `<U+202E>`), the rest stays.
 * A backslash or `<` of the text itself is not escaped, so `show(show(x))` is `show(x)`, and a device that sends the four characters `\x1b`
 * looks like one that sends an escape; the hex view tells them apart.
 *
 * @param options.maxLength UTF-16 units looked at, 4,096 when absent; the number of those left out follows as `…+N`
 */
export const show = (raw: string, options: {readonly maxLength?: number} = {}): Safe => {
	const maxLength = options.maxLength ?? defaultMaxLength;
	if (raw.length <= maxLength) {
		return (onlyAscii.test(raw) ? raw : escapeAll(raw)) as Safe;
	}

	const splitsPair = /[\ud800-\udbff]/.test(raw.charAt(maxLength - 1)) && /[\udc00-\udfff]/.test(raw.charAt(maxLength));
	const end = Math.max(0, splitsPair ? maxLength - 1 : maxLength);
	return `${escapeAll(raw.slice(0, end))}…+${raw.length - end}` as Safe;
};

const checkedLiterals = new WeakSet<TemplateStringsArray>();

/**
 * Our own constant text around values that are already safe: `` safe`${count} devices of ${show(hostName)}` ``.
 *
 * @throws TypeError when a constant part holds a character that `show` would not keep
 */
export const safe = (literals: TemplateStringsArray, ...values: readonly (Safe | number)[]): Safe => {
	if (!checkedLiterals.has(literals)) {
		const wrong = literals.find(literal => !onlyAscii.test(literal) && escapeAll(literal) !== literal);
		if (wrong !== undefined) {
			throw new TypeError(`Not printable as it stands: ${escapeAll(wrong)}`);
		}

		checkedLiterals.add(literals);
	}

	return String.raw({raw: literals}, ...values) as Safe;
};

/** Widths measured so far: taking a text apart into what is seen as one is slow, and the characters of a safe text add up. */
const measured = new Map<string, number>();
/** Cells that one character of a safe text takes; none for a mark. */
export const widthOfCharacter = (character: string): number => {
	const known = measured.get(character);
	if (known !== undefined) {
		return known;
	}

	const width = stringWidth(character);
	measured.set(character, width);
	return width;
};

/** Cells that the text takes: in Ink, in xterm and in every terminal that follows Unicode's widths. */
export const widthOf = (text: Safe): number => {
	if (onlyAscii.test(text)) {
		return text.length;
	}

	let width = 0;
	for (const character of text) {
		width += widthOfCharacter(character);
	}

	return width;
};

/** `count` blank cells; none for a negative count. */
export const blank = (count: number): Safe => ' '.repeat(Math.max(0, count)) as Safe;

/** The text and blanks behind it, in `width` cells; a longer text stays as it is. */
export const pad = (text: Safe, width: number): Safe => (text + blank(width - widthOf(text))) as Safe;

/** The texts one after another with `separator` between them. */
export const join = (parts: readonly Safe[], separator: Safe = blank(0)): Safe => parts.join(separator) as Safe;

/** The text `count` times. */
export const repeat = (text: Safe, count: number): Safe => text.repeat(Math.max(0, count)) as Safe;

/**
 * Divides the text so that the first part takes at most `width` cells. A wide character on the border goes to the second part, a mark stays with
 * its letter.
 */
export const splitAt = (text: Safe, width: number): readonly [Safe, Safe] => {
	if (width <= 0) {
		return [blank(0), text];
	}

	if (onlyAscii.test(text)) {
		return [text.slice(0, width) as Safe, text.slice(width) as Safe];
	}

	let end = 0;
	let cells = 0;
	for (const character of text) {
		cells += widthOfCharacter(character);
		if (cells > width) {
			break;
		}

		end += character.length;
	}

	return [text.slice(0, end) as Safe, text.slice(end) as Safe];
};

/** The text in at most `width` cells; one that was longer ends with `ellipsis` (`~` where the terminal has only ASCII). */
export const cut = (text: Safe, width: number, ellipsis: '…' | '~' = '…'): Safe => {
	const [head, rest] = splitAt(text, width);
	if (rest === '') {
		return text;
	}

	return width <= 0 ? head : (`${splitAt(text, width - 1)[0]}${ellipsis}` as Safe);
};

const withoutFirst = (text: Safe): Safe => text.slice(String.fromCodePoint(text.codePointAt(0) ?? 0).length) as Safe;

/** The text without its first `columns` cells. Of a wide character cut in half a blank remains. */
export const skip = (text: Safe, columns: number): Safe => {
	const [head, rest] = splitAt(text, columns);
	return rest !== '' && widthOf(head) < columns ? (` ${withoutFirst(rest)}` as Safe) : rest;
};

/** Pieces of at most `width` cells each, together the whole text; one empty piece for an empty text. In one cell a wide character becomes `…`. */
export const wrap = (text: Safe, width: number): readonly Safe[] => {
	const pieces: Safe[] = [];
	let rest = text;
	do {
		const [head, tail] = splitAt(rest, Math.max(1, width));
		const isStuck = head === '' && tail !== '';
		pieces.push(isStuck ? safe`…` : head);
		rest = isStuck ? withoutFirst(tail) : tail;
	} while (rest !== '');

	return pieces;
};
