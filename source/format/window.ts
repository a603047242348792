/**
 * The first visible row of a list: as near to `wished` as keeps the chosen row visible and no row empty that could be filled.
 *
 * @param chosen -1: no row is chosen
 */
export const windowTop = (wished: number, chosen: number, height: number, length: number): number => {
	const last = Math.max(0, length - height);
	const visible = chosen < 0 ? wished : Math.min(chosen, Math.max(wished, chosen - height + 1));
	return Math.max(0, Math.min(last, visible));
};
