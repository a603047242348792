import {expect, test} from 'vitest';
import {scrolledTop, windowTop} from '../../source/format/window.js';

test.each([
	{what: 'stays where it was while the chosen row is visible', wished: 3, chosen: 5, height: 4, length: 20, rows: 1, top: 3},
	{what: 'goes down as little as shows the chosen row', wished: 3, chosen: 9, height: 4, length: 20, rows: 1, top: 6},
	{what: 'goes up to the chosen row', wished: 3, chosen: 1, height: 4, length: 20, rows: 1, top: 1},
	{what: 'leaves no row empty that could be filled', wished: 19, chosen: 19, height: 4, length: 20, rows: 1, top: 16},
	{what: 'begins at the top when all fits', wished: 3, chosen: 1, height: 30, length: 20, rows: 1, top: 0},
	{what: 'shows all the chosen rows', wished: 0, chosen: 5, height: 6, length: 20, rows: 3, top: 2},
	{what: 'shows the first of more chosen rows than fit', wished: 0, chosen: 5, height: 2, length: 20, rows: 3, top: 5},
	{what: 'follows the wish when no row is chosen', wished: 7, chosen: -1, height: 4, length: 20, rows: 1, top: 7},
])('the first visible row $what', ({wished, chosen, height, length, rows, top}) => {
	expect(windowTop(wished, chosen, height, length, rows)).toBe(top);
});

test.each([
	{scroll: 5, height: 4, length: 20, top: 5},
	{scroll: 18, height: 4, length: 20, top: 16},
	{scroll: Number.POSITIVE_INFINITY, height: 4, length: 20, top: 16},
	{scroll: Number.NEGATIVE_INFINITY, height: 4, length: 20, top: 0},
	{scroll: 5, height: 4, length: 2, top: 0},
])('scrolled by $scroll rows, $height of $length are shown from row $top', ({scroll, height, length, top}) => {
	expect(scrolledTop(scroll, height, length)).toBe(top);
});
