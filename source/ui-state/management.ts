import type {HubError} from '../errors.js';
import type {C2dRequest, KeyChange, NewDevice, SecretText} from '../hub/management-types.js';
import type {SasFinding} from '../sas/verify.js';
import type {FieldId, UiEvent} from './types.js';

/** What the forms let choose, with what is chosen. */
export type Choices = {
	readonly authentication: 'hubKeys' | 'ownKeys' | 'thumbprints' | 'authority';
	readonly status: 'enabled' | 'disabled';
	readonly sasScope: 'hub' | 'device' | 'module';
	readonly sasSigner: 'policy' | 'primary' | 'secondary';
	readonly ack: C2dRequest['ack'];
};
export type ChoiceId = keyof Choices;

/** What changes identities or sends to devices, before it is done. */
export type Wish =
	| {readonly type: 'create'; readonly device: NewDevice}
	| {readonly type: 'keys'; readonly deviceId: string; readonly change: KeyChange}
	| {readonly type: 'status'; readonly deviceId: string; readonly isEnabled: boolean; readonly reason: string}
	| {readonly type: 'delete'; readonly deviceId: string}
	| {readonly type: 'send'; readonly request: C2dRequest}
	| {readonly type: 'purge'; readonly deviceId: string};

/** A wish that waits for a yes, is being carried out, or has failed. `startedAt`: milliseconds since 1970. */
export type WishReview = {
	readonly wish: Wish;
	readonly state: 'open' | 'running' | 'failed';
	readonly startedAt?: number;
	readonly error?: HubError;
};

/** The lines of a device's keys, in their order. */
export const keyLines = ['primary', 'secondary', 'primaryConnection', 'secondaryConnection'] as const;
export type KeyLine = (typeof keyLines)[number];

/** A token that was made or pasted, and for a pasted one what the hub would say. */
export type InspectedToken = {readonly token: SecretText; readonly isOwn: boolean; readonly findings: readonly SasFinding[]};

/** What the dialogs about identities, tokens and messages to devices remember; their texts are fields. */
export type ManagementState = {
	/** The row of the open form that takes the keys. */
	readonly row: FieldId | ChoiceId | undefined;
	readonly choices: Choices;
	/** What waits for a yes. */
	readonly review: WishReview | undefined;
	/** Whether the status form enables the device. */
	readonly enables: boolean;
	/** Which key the key form sets. */
	readonly which: 'primary' | 'secondary';
	readonly keyLine: KeyLine;
	/** The secret that is readable for the moment, until a time in milliseconds since 1970. */
	readonly reveal: {readonly what: KeyLine | 'token'; readonly until: number} | undefined;
	readonly token: InspectedToken | undefined;
};

export type ManagementEvent =
	| {readonly type: 'management/row'; readonly row: FieldId | ChoiceId}
	| {readonly type: 'management/choose'; readonly choice: Partial<Choices>}
	| {readonly type: 'management/enables'; readonly enables: boolean}
	| {readonly type: 'management/which'; readonly which: 'primary' | 'secondary'}
	| {readonly type: 'management/review'; readonly wish: Wish}
	| {readonly type: 'management/running'; readonly at: number}
	| {readonly type: 'management/failed'; readonly wish: Wish; readonly error: HubError}
	| {readonly type: 'management/review-close'}
	| {readonly type: 'management/key-line'; readonly line: KeyLine}
	| {readonly type: 'management/reveal'; readonly what: KeyLine | 'token'; readonly until: number}
	| {readonly type: 'management/hide'}
	| {readonly type: 'management/token'; readonly token: InspectedToken};

export const initialManagement: ManagementState = {
	row: undefined,
	choices: {authentication: 'hubKeys', status: 'enabled', sasScope: 'device', sasSigner: 'primary', ack: 'full'},
	review: undefined,
	enables: false,
	which: 'primary',
	keyLine: 'primary',
	reveal: undefined,
	token: undefined,
};

/** Text fields that hold keys and tokens: their drafts are forgotten whenever a dialog opens or closes. */
export const secretFields: readonly FieldId[] = ['newDevice.primaryKey', 'newDevice.secondaryKey', 'keys.key', 'sas.token', 'doctor.credential'];

const reduceReview = (review: WishReview | undefined, event: UiEvent): WishReview | undefined => {
	switch (event.type) {
		case 'management/review':
			return {wish: event.wish, state: 'open'};
		case 'management/running':
			return review && {wish: review.wish, state: 'running', startedAt: event.at};
		case 'management/failed':
			return review?.wish === event.wish ? {wish: review.wish, state: 'failed', error: event.error} : review;
		case 'management/review-close':
			return undefined;
		default:
			return review;
	}
};

/** The reducer of keys, tokens, forms and reviews. Leaving a dialog hides what it had revealed and forgets its token. */
export const reduceManagement = (state: ManagementState, event: UiEvent): ManagementState => {
	switch (event.type) {
		case 'open':
		case 'close':
			return {...state, reveal: undefined, token: undefined};
		case 'management/row':
			return {...state, row: event.row};
		case 'management/choose':
			return {...state, choices: {...state.choices, ...event.choice}};
		case 'management/enables':
			return {...state, enables: event.enables};
		case 'management/which':
			return {...state, which: event.which};
		case 'management/key-line':
			return {...state, keyLine: event.line, reveal: undefined};
		case 'management/reveal':
			return {...state, reveal: {what: event.what, until: event.until}};
		case 'management/hide':
			return {...state, reveal: undefined};
		case 'management/token':
			return {...state, token: event.token};
		default: {
			const review = reduceReview(state.review, event);
			return review === state.review ? state : {...state, review};
		}
	}
};
