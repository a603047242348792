/** Colours of a terminal on a dark ground, as the pictures show it. */
export const background = '#15181e';
export const foreground = '#d7dae0';

const basic = [
	'#22262e',
	'#e06c75',
	'#8cc265',
	'#d8a657',
	'#61a5f0',
	'#c678dd',
	'#4dbdcb',
	'#d7dae0',
	'#6b7280',
	'#ff7b86',
	'#a5e075',
	'#f0c36d',
	'#7fb8ff',
	'#de8df5',
	'#6cd8e6',
	'#ffffff',
] as const;

const hex = (red: number, green: number, blue: number): string => `#${[red, green, blue].map(part => part.toString(16).padStart(2, '0')).join('')}`;

/** A colour of xterm's table of 256: 16 basic ones, a cube of 6 x 6 x 6, 24 greys. */
export const paletteColor = (index: number): string => {
	if (index < 16) {
		return basic[index] ?? foreground;
	}

	if (index >= 232) {
		const grey = 8 + (index - 232) * 10;
		return hex(grey, grey, grey);
	}

	const [red, green, blue] = [Math.floor((index - 16) / 36), Math.floor((index - 16) / 6) % 6, (index - 16) % 6].map(step => (step === 0 ? 0 : 55 + step * 40));
	return hex(red ?? 0, green ?? 0, blue ?? 0);
};

/** A 24-bit colour as xterm keeps it. */
export const rgbColor = (value: number): string => hex((value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff);
