/**
 * What a reason means and what to do about it. `{device}`, `{hub}` and `{method}` in `az` stand for names as a shell takes
 * them; `{group}` is left for the reader: the resource group.
 */
export type Remedy = {
	readonly title: string;
	readonly cause: string;
	readonly nextStep: string;
	readonly az?: string;
};
