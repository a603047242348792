import {expect, test} from 'vitest';
import {initialMethods, type MethodsEvent, reduceMethods} from '../../source/ui-state/methods.js';

const request = {deviceId: 'press-01', methodName: 'TestMethod', payload: undefined, connectTimeoutInSeconds: 10, responseTimeoutInSeconds: 30};
const run = (...events: readonly MethodsEvent[]) => events.reduce(reduceMethods, initialMethods);

test('a review keeps what was asked until it is closed', () => {
	const open = run({type: 'methods/review', review: {request}});
	expect(open.review).toEqual({request});
	expect(reduceMethods(open, {type: 'methods/review', review: undefined}).review).toBeUndefined();
});

test('history, scrolling and suggestions are places of their own', () => {
	const state = run({type: 'methods/scroll', to: 4}, {type: 'methods/history', cursor: 2}, {type: 'methods/suggestion', index: 1});
	expect(state).toEqual({top: 4, history: {cursor: 2}, review: undefined, isRaw: false, suggestion: 1});
	expect(reduceMethods(state, {type: 'methods/history', cursor: undefined}).history).toBeUndefined();
});
