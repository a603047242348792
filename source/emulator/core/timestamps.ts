/** The service's text for a time that was never set. */
const neverText = '0001-01-01T00:00:00Z';

/** Latest time that a date can hold, in milliseconds on either side of 1970. */
const latestTime = 8.64e15;

/** Whether the value is a time in milliseconds that can be written as a date. */
export function isTime(value: unknown): value is number {
	return typeof value === 'number' && Math.abs(value) <= latestTime;
}

/** ISO 8601 in UTC with seven fraction digits, as the service writes it. @param at milliseconds since 1970; 0 means never */
export function formatTime(at: number): string {
	return at === 0 ? neverText : `${new Date(at).toISOString().slice(0, -1)}0000Z`;
}
