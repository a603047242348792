/** What `JSON.stringify` leaves as it is and a terminal acts on or does not show: DEL, C1 controls, bidi marks, invisible characters, line separators. */
const concealed = /[\u007f-\u009f\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu;

const escapeUnits = (character: string): string =>
	Array.from({length: character.length}, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');

/** The value as one line of JSON for standard output, which may be a terminal: whatever in it cannot be seen is escaped. */
export const toJsonLine = (value: unknown): string => `${JSON.stringify(value).replace(concealed, escapeUnits)}\n`;
