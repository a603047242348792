import {Text} from 'ink';
import {describe, expect, test} from 'vitest';
import {useDrawn, useStore} from '../../source/hooks/use-store.js';
import {renderAt} from '../helpers/render.js';
import {createSettable} from '../helpers/settable.js';

type State = {readonly shown: number; readonly hidden: number};

const countDraws = () => {
	const store = createSettable<State>({shown: 1, hidden: 1});
	let draws = 0;
	function Part() {
		draws++;
		return <Text>{useStore(store, state => `shown ${state.shown}`)}</Text>;
	}
	const screen = renderAt(40, 10, <Part />);
	return {store, screen, draws: () => draws};
};

describe('a part of a live store', () => {
	test('is drawn again when it changes', async () => {
		const {store, screen} = countDraws();
		store.patch({shown: 2});
		await screen.until(/shown 2/);
	});

	test('is not drawn again when something else changes', async () => {
		const {store, screen, draws} = countDraws();
		await screen.until(/shown 1/);
		const before = draws();
		for (let turn = 0; turn < 100; turn++) store.patch({hidden: turn});
		store.patch({shown: 3});
		await screen.until(/shown 3/);
		expect(draws() - before).toBe(1);
	});

	test('opens the store with the first listener and closes it with the last', async () => {
		const {store, screen} = countDraws();
		await expect.poll(() => store.listenerCount()).toBe(1);
		screen.unmount();
		await expect.poll(() => store.listenerCount()).toBe(0);
	});
});

describe('what is made of several stores', () => {
	test('is equal by what the caller says, follows each store, and opens none twice', async () => {
		const [one, other] = [createSettable(1), createSettable(10)];
		let draws = 0;
		function Sum({step}: {readonly step: number}) {
			draws++;
			const sum = useDrawn(
				[one, other],
				() => ({value: one.getState() + other.getState() + step}),
				(a, b) => a.value === b.value,
			);
			return <Text>{`sum ${sum.value}`}</Text>;
		}
		const screen = renderAt(40, 10, <Sum step={0} />);
		await screen.until(/sum 11/);
		one.set(2);
		other.set(20);
		await screen.until(/sum 22/);
		const before = draws;
		one.set(2);
		other.set(20);
		expect(draws).toBe(before);
		screen.rerender(<Sum step={100} />);
		await screen.until(/sum 122/);
		expect([one.listenerCount(), other.listenerCount()]).toEqual([1, 1]);
	});
});
