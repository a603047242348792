import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {createLiveStore} from '../../source/hub/live-store.js';

describe('a live store', () => {
	beforeEach(() => {
		vi.useFakeTimers();
	});
	afterEach(() => {
		vi.useRealTimers();
	});

	it('runs from the first reader until a moment after the last', () => {
		const stop = vi.fn();
		const start = vi.fn(() => stop);
		const {store} = createLiveStore(0, {start, graceMs: 100});
		expect(start).not.toHaveBeenCalled();
		const first = store.subscribe(() => undefined);
		const second = store.subscribe(() => undefined);
		first();
		second();
		second();
		vi.advanceTimersByTime(99);
		expect(stop).not.toHaveBeenCalled();
		vi.advanceTimersByTime(1);
		expect(stop).toHaveBeenCalledOnce();
		expect(start).toHaveBeenCalledOnce();
	});

	it('does not stop for a reader that comes back at once', () => {
		const stop = vi.fn();
		const start = vi.fn(() => stop);
		const {store} = createLiveStore(0, {start, graceMs: 100});
		store.subscribe(() => undefined)();
		store.subscribe(() => undefined);
		vi.advanceTimersByTime(1000);
		expect(start).toHaveBeenCalledOnce();
		expect(stop).not.toHaveBeenCalled();
	});

	it('starts again after it stopped', () => {
		const start = vi.fn(() => () => undefined);
		const {store} = createLiveStore(0, {start, graceMs: 100});
		store.subscribe(() => undefined)();
		vi.advanceTimersByTime(100);
		store.subscribe(() => undefined);
		expect(start).toHaveBeenCalledTimes(2);
	});

	it('tells every change at once, and nobody when nothing changed', () => {
		const {store, set} = createLiveStore({count: 0});
		const listener = vi.fn();
		store.subscribe(listener);
		set({count: 1});
		const told = store.getState();
		set({count: 1});
		expect(listener).toHaveBeenCalledOnce();
		expect(store.getState()).toBe(told);
	});

	it('tells the first change at once and then no faster than its pace, with the newest value', () => {
		const {store, set} = createLiveStore({count: 0}, {paceMs: 100});
		const told: number[] = [];
		store.subscribe(() => told.push(store.getState().count));
		for (let count = 1; count <= 50; count++) {
			set({count});
			vi.advanceTimersByTime(10);
		}
		vi.advanceTimersByTime(100);
		expect(told).toEqual([1, 10, 20, 30, 40, 50]);
	});

	it('keeps its snapshot between two tells', () => {
		const {store, set, latest} = createLiveStore({count: 0}, {paceMs: 100});
		store.subscribe(() => undefined);
		set({count: 1});
		set({count: 2});
		expect(store.getState().count).toBe(1);
		expect(latest().count).toBe(2);
	});

	it('settles what was not told yet when the last reader leaves', () => {
		const {store, set} = createLiveStore({count: 0}, {paceMs: 100});
		const leave = store.subscribe(() => undefined);
		set({count: 1});
		set({count: 2});
		leave();
		expect(store.getState().count).toBe(2);
	});

	it('tells an equal value when it is told to', () => {
		const {store, touch} = createLiveStore({count: 0});
		const listener = vi.fn();
		store.subscribe(listener);
		touch({count: 0});
		expect(listener).toHaveBeenCalledOnce();
	});

	it('stays readable but starts no more once closed', () => {
		const stop = vi.fn();
		const start = vi.fn(() => stop);
		const owner = createLiveStore({count: 1}, {start});
		owner.store.subscribe(() => undefined);
		owner.close();
		expect(stop).toHaveBeenCalledOnce();
		owner.store.subscribe(() => undefined);
		expect(start).toHaveBeenCalledOnce();
		expect(owner.store.getState()).toEqual({count: 1});
	});
});
