import type {MethodRequest} from '../hub/types.js';

/** A call that waits for a yes. */
export type MethodReview = {readonly request: MethodRequest};

/** The method console's own state; what is typed are the fields `methods.…`. */
export type MethodsState = {
	/** First visible row of the calls. */
	readonly top: number;
	/** The list of earlier calls while it takes the keys; `cursor` counts from the newest. */
	readonly history: {readonly cursor: number} | undefined;
	/** The call that waits for a yes. */
	readonly review: MethodReview | undefined;
	/** Answers stand on one line, as they came. */
	readonly isRaw: boolean;
	/** Which of the names that match the typed ones is offered; 0 is the best. */
	readonly suggestion: number;
};

export type MethodsEvent =
	| {readonly type: 'methods/scroll'; readonly to: number}
	| {readonly type: 'methods/history'; readonly cursor: number | undefined}
	| {readonly type: 'methods/review'; readonly review: MethodReview | undefined}
	| {readonly type: 'methods/raw'}
	| {readonly type: 'methods/suggestion'; readonly index: number};

export const initialMethods: MethodsState = {top: 0, history: undefined, review: undefined, isRaw: false, suggestion: 0};

/** The reducer of everything the user does in the method console, apart from its text fields. */
export function reduceMethods(state: MethodsState, event: MethodsEvent): MethodsState {
	switch (event.type) {
		case 'methods/scroll':
			return {...state, top: event.to};
		case 'methods/history':
			return {...state, history: event.cursor === undefined ? undefined : {cursor: event.cursor}};
		case 'methods/review':
			return {...state, review: event.review};
		case 'methods/raw':
			return {...state, isRaw: !state.isRaw, top: 0};
		case 'methods/suggestion':
			return {...state, suggestion: event.index};
	}
}
