/** Longest text taken over from a hub or a library. */
const maxLength = 400;

const secrets: readonly (readonly [pattern: RegExp, replacement: string])[] = [
	[/SharedAccessSignature\s+\S+/gi, 'SharedAccessSignature [secret]'],
	[/Bearer\s+\S+/gi, 'Bearer [secret]'],
	[/(SharedAccess(?:Key|Signature)|Password|primaryKey|secondaryKey)("?\s*[=:]\s*"?)[^;"\s,]+/gi, '$1$2[secret]'],
	[/\bsig=[^&\s;"]+/gi, '[secret]'],
	// 32 or more bytes of base64, as keys and signatures are, in whichever place they turn up.
	[/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{42,}={1,2}/g, '[secret]'],
];

/** Text from elsewhere without keys, tokens and connection strings, on one line and cut to a readable length. */
export function redact(text: string): string {
	let result = text.slice(0, 4 * maxLength);
	for (const [pattern, replacement] of secrets) result = result.replace(pattern, replacement);
	result = result.replace(/\s+/g, ' ').trim();
	return result.length > maxLength ? `${result.slice(0, maxLength - 1)}…` : result;
}
