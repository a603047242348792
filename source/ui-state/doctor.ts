import type {CheckId} from '../diagnosis/types.js';

/** What the doctor does only after a yes. */
export type DoctorWish = 'call-method' | 'sign-in' | 'write-twin';
type DoctorQuestion = {readonly wish: DoctorWish; readonly answer: 'cancel' | 'go'};

export type DoctorState = {
	/** The chosen step; undefined: the one that the conclusion rests on, else the first. */
	readonly cursor: CheckId | undefined;
	/** Whether the evidence of the chosen step is shown. */
	readonly isOpened: boolean;
	readonly page: 'steps' | 'protocols';
	/** Waits for an answer. */
	readonly question: DoctorQuestion | undefined;
};

export type DoctorEvent =
	/** A new diagnosis: the first page, nothing chosen. */
	| {readonly type: 'doctor/begin'}
	| {readonly type: 'doctor/cursor'; readonly check: CheckId}
	| {readonly type: 'doctor/open'}
	| {readonly type: 'doctor/page'; readonly page: DoctorState['page']}
	| {readonly type: 'doctor/ask'; readonly question: DoctorQuestion | undefined};

export const initialDoctor: DoctorState = {cursor: undefined, isOpened: false, page: 'steps', question: undefined};

/** The reducer of what the user does in the doctor's dialog. */
export function reduceDoctor(state: DoctorState, event: DoctorEvent): DoctorState {
	switch (event.type) {
		case 'doctor/begin':
			return initialDoctor;
		case 'doctor/cursor':
			return {...state, cursor: event.check};
		case 'doctor/open':
			return {...state, isOpened: !state.isOpened};
		case 'doctor/page':
			return {...state, page: event.page};
		case 'doctor/ask':
			return {...state, question: event.question};
	}
}
