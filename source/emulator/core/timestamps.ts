/** The service's text for a time that was never set. */
const neverText = '0001-01-01T00:00:00Z';

/** ISO 8601 in UTC with seven fraction digits, as the service writes it. @param at milliseconds since 1970; 0 means never */
export function formatTime(at: number): string {
	return at === 0 ? neverText : `${new Date(at).toISOString().slice(0, -1)}0000Z`;
}
