import type {CheckId} from './types.js';

/**
 * When a step begins: after all of both lists have ended. It is skipped when one of `needs` failed, or was itself skipped for such a reason; one
 * that was skipped because nobody asked for it, or for want of a credential, stands in nobody's way.
 */
export type Place = {readonly needs?: readonly CheckId[]; readonly after?: readonly CheckId[]};

/** What a step needs before it makes sense. Steps without a common need run side by side. */
export const order: Readonly<Record<CheckId, Place>> = {
	C1: {},
	'C2-mqtts': {needs: ['C1']},
	'C2-amqps': {needs: ['C1']},
	'C2-https': {needs: ['C1']},
	'C3-mqtts': {needs: ['C2-mqtts']},
	'C3-amqps': {needs: ['C2-amqps']},
	'C3-https': {needs: ['C2-https']},
	'P-mqtt': {needs: ['C3-mqtts']},
	'P-mqtt-ws': {needs: ['C3-https']},
	'P-amqp': {needs: ['C3-amqps']},
	'P-amqp-ws': {needs: ['C3-https']},
	'P-https': {needs: ['C3-https']},
	C5: {needs: ['C3-https']},
	C4: {needs: ['C3-https']},
	C6: {needs: ['C4']},
	C7: {needs: ['C6']},
	'C6-credential': {needs: ['C6']},
	C8: {needs: ['C6', 'C6-credential']},
	C9: {needs: ['C6']},
	C10: {needs: ['C6']},
	'C10-stable': {needs: ['C10', 'C7']},
	// The newest message may tell the time, too.
	'C5-device': {needs: ['C6'], after: ['C11']},
	// A wrong credential explains the silence: no minute is waited for it.
	C11: {needs: ['C4', 'C6', 'C7', 'C8', 'C9', 'C3-amqps']},
	// After the wait for telemetry, so that its two looks at the queue are some time apart.
	C12: {needs: ['C6', 'C7'], after: ['C11']},
	C13: {needs: ['C6', 'C7'], after: ['C10', 'C10-stable']},
	C14: {needs: ['C6', 'C7']},
	// After everything that looks at the twin as the others left it.
	'C14-write': {needs: ['C6', 'C7'], after: ['C10-stable', 'C11', 'C13', 'C14']},
	// It ends the live connection of the device, so everything that looks at that comes first.
	'C8-sign-in': {needs: ['C6', 'C7', 'C6-credential', 'C3-mqtts'], after: ['C10', 'C10-stable', 'C11', 'C12', 'C13', 'C14', 'C14-write']},
	C15: {after: ['C4', 'C6', 'C8', 'C10', 'C10-stable', 'C12', 'C13', 'C14', 'C14-write', 'P-https']},
	C16: {},
	C17: {},
	'C17-groups': {},
	C18: {},
};
