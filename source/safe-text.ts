declare const safe: unique symbol;

/** Text that may be drawn: every character of it is visible and of known width. Only this module makes it. */
export type Safe = string & {readonly [safe]: true};
