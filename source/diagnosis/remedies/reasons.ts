import {deviceRemedies} from './device.js';
import {hubRemedies} from './hub.js';
import {identityRemedies} from './identity.js';
import type {Remedy} from './remedy.js';
import {wayRemedies} from './way.js';

const all = {...wayRemedies, ...hubRemedies, ...identityRemedies, ...deviceRemedies};

/** Why a check warns or fails. */
export type Reason = keyof typeof all;

/** What each reason means, and what to do about it. */
export const remedies: Readonly<Record<Reason, Remedy>> = all;
