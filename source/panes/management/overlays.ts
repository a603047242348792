import type {Overlay} from '../pane.js';
import {c2dView} from './c2d.js';
import {composeForm} from './c2d-compose.js';
import {keySetForm, statusForm} from './device-forms.js';
import {formOverlay} from './form-dialog.js';
import {deviceKeys} from './keys.js';
import {newDeviceForm} from './new-device.js';
import {managementReview} from './review.js';
import {sasCheckForm} from './sas-check.js';
import {sasSignForm} from './sas-sign.js';
import {sasToken} from './sas-token.js';

/** Dialogs about identities, tokens and messages to devices. */
export const managementOverlays: readonly Overlay[] = [
	deviceKeys,
	c2dView,
	sasToken,
	managementReview,
	...[newDeviceForm, keySetForm, statusForm, sasSignForm, sasCheckForm, composeForm].map(formOverlay),
];
