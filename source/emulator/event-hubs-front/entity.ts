/** A name as a regular expression that matches it literally. */
export function escapePattern(name: string): string {
	return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
