/**
 * The fields of a connection string by their names in small letters. A field ends at `;` and its name at the first `=` only, because keys end in
 * `=`; what has no name is left out.
 */
export function readConnectionFields(connectionString: string): ReadonlyMap<string, string> {
	const fields = new Map<string, string>();
	for (const part of connectionString.split(';')) {
		const at = part.indexOf('=');
		if (at > 0) fields.set(part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim());
	}
	return fields;
}
