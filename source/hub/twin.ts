import {createDocumentStores, type DocumentStores} from './document-store.js';
import type {Rest} from './rest.js';
import {isSameTwin, parseTwin} from './twin-document.js';
import type {Twin} from './types.js';

/** The twin stores of a hub. */
export type TwinStores = DocumentStores<Twin>;

export function createTwinStores(rest: Rest): TwinStores {
	return createDocumentStores(deviceId => ({
		async read(signal) {
			const {body} = await rest.get(`/twins/${encodeURIComponent(deviceId)}`, {signal});
			return parseTwin(body);
		},
		isSame: isSameTwin,
	}));
}
