import type {Profile} from './profile.js';
import {garbled} from './profiles/garbled.js';
import {silent} from './profiles/silent.js';
import {slow} from './profiles/slow.js';
import {thermostat} from './profiles/thermostat.js';
import {tutorial} from './profiles/tutorial.js';
import type {ProfileId} from './types.js';

/** Every kind of simulated device. */
export const profiles: Readonly<Record<ProfileId, Profile>> = {tutorial, thermostat, slow, silent, garbled};
