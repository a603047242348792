/** One line of typed text. `cursor` counts UTF-16 units and stands on a border between characters as people see them. */
export type TextField = {readonly value: string; readonly cursor: number};

/** What a key or a paste does to a field. `before` and `after`: the whole text on that side of the cursor. */
export type TextEdit =
	| {readonly type: 'insert'; readonly text: string}
	| {readonly type: 'delete'; readonly what: 'left' | 'right' | 'word' | 'before' | 'after'}
	| {readonly type: 'move'; readonly to: 'left' | 'right' | 'word-left' | 'word-right' | 'start' | 'end'}
	| {readonly type: 'set'; readonly value: string};

/** Longest text a field takes, in UTF-16 units: a method payload may have 128 KiB. */
export const maxFieldLength = 131_072;

export const emptyField: TextField = {value: '', cursor: 0};

/** A field that holds `value`, with the cursor behind it. */
export const fieldOf = (value: string): TextField => ({value, cursor: value.length});

const characters = new Intl.Segmenter(undefined, {granularity: 'grapheme'});
/** Far enough to both sides of the cursor for one whole character. */
const reach = 64;

const nextBorder = ({value, cursor}: TextField): number => {
	const [first] = characters.segment(value.slice(cursor, cursor + reach));
	return cursor + (first?.segment.length ?? 0);
};

const previousBorder = ({value, cursor}: TextField): number => {
	const before = value.slice(Math.max(0, cursor - reach), cursor);
	const last = [...characters.segment(before)].at(-1);
	return cursor - (last?.segment.length ?? 0);
};

const wordLeft = ({value, cursor}: TextField): number => {
	const before = value.slice(0, cursor).trimEnd();
	return before.length - (/[^\s.,:{}[\]"'/]+$|[^\s]$/u.exec(before)?.[0].length ?? 0);
};

const wordRight = ({value, cursor}: TextField): number =>
	cursor + (/^(?:\s*[^\s.,:{}[\]"'/]+|\s*[^\s])/u.exec(value.slice(cursor))?.[0].length ?? value.length - cursor);

const cutOut = ({value}: TextField, from: number, to: number): TextField => ({value: value.slice(0, from) + value.slice(to), cursor: from});

/** A field is one line: line breaks and tabs that come with a paste become blanks. */
const toOneLine = (text: string): string => text.replace(/\r\n|[\r\n\t\u2028\u2029]/g, ' ');

const remove = (field: TextField, what: Extract<TextEdit, {type: 'delete'}>['what']): TextField => {
	switch (what) {
		case 'left':
			return cutOut(field, previousBorder(field), field.cursor);
		case 'right':
			return {...cutOut(field, field.cursor, nextBorder(field)), cursor: field.cursor};
		case 'word':
			return cutOut(field, wordLeft(field), field.cursor);
		case 'before':
			return cutOut(field, 0, field.cursor);
		case 'after':
			return cutOut(field, field.cursor, field.value.length);
	}
};

const placeCursor = (field: TextField, to: Extract<TextEdit, {type: 'move'}>['to']): number => {
	switch (to) {
		case 'left':
			return previousBorder(field);
		case 'right':
			return nextBorder(field);
		case 'word-left':
			return wordLeft(field);
		case 'word-right':
			return wordRight(field);
		case 'start':
			return 0;
		case 'end':
			return field.value.length;
	}
};

/** The field after one edit; text over `maxFieldLength` is not taken. */
export const editField = (field: TextField, edit: TextEdit): TextField => {
	switch (edit.type) {
		case 'insert': {
			// The line end behind a copied line belongs to none of its characters.
			const text = toOneLine(edit.text.replace(/[\r\n]+$/, '')).slice(0, maxFieldLength - field.value.length);
			return {value: field.value.slice(0, field.cursor) + text + field.value.slice(field.cursor), cursor: field.cursor + text.length};
		}
		case 'delete':
			return remove(field, edit.what);
		case 'move':
			return {...field, cursor: placeCursor(field, edit.to)};
		case 'set':
			return fieldOf(toOneLine(edit.value).slice(0, maxFieldLength));
	}
};
