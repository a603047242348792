/**
 * The first visible row of a list: as near to `wished` as keeps the chosen rows visible and no row empty that could be filled.
 *
 * @param chosen the first of them; -1: no row is chosen
 * @param chosenRows how many; where not all of them have room, the first are visible
 */
export const windowTop = (wished: number, chosen: number, height: number, length: number, chosenRows = 1): number => {
	const last = Math.max(0, length - height);
	const visible = chosen < 0 ? wished : Math.min(chosen, Math.max(wished, chosen + chosenRows - height));
	return Math.max(0, Math.min(last, visible));
};

/** The first visible row of what was scrolled by `scroll` rows, by now perhaps past its end. */
export const scrolledTop = (scroll: number, height: number, length: number): number => windowTop(scroll, -1, height, length);
