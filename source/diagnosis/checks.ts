import type {Check} from './check.js';
import {adviceChecks} from './checks/advice.js';
import {c2dCheck} from './checks/c2d.js';
import {clockCheck} from './checks/clock.js';
import {connectionCheck, stabilityCheck} from './checks/connection.js';
import {credentialCheck} from './checks/credential.js';
import {deviceClockCheck} from './checks/device-clock.js';
import {deviceSignInCheck} from './checks/device-sign-in.js';
import {enabledCheck} from './checks/enabled.js';
import {hubSignInCheck} from './checks/hub-sign-in.js';
import {identityCheck} from './checks/identity.js';
import {keyCheck} from './checks/key.js';
import {methodCheck} from './checks/method.js';
import {nameCheck} from './checks/name.js';
import {portChecks} from './checks/ports.js';
import {protocolChecks} from './checks/protocols.js';
import {quotaCheck} from './checks/quota.js';
import {telemetryCheck} from './checks/telemetry.js';
import {tlsChecks} from './checks/tls.js';
import {tokenCheck} from './checks/token.js';
import {twinCheck} from './checks/twin.js';
import {twinWriteCheck} from './checks/twin-write.js';

/** All steps, in the order in which they are shown. */
export const checks: readonly Check[] = [
	nameCheck,
	...portChecks,
	...tlsChecks,
	...protocolChecks,
	clockCheck,
	hubSignInCheck,
	quotaCheck,
	identityCheck,
	enabledCheck,
	credentialCheck,
	keyCheck,
	tokenCheck,
	deviceSignInCheck,
	connectionCheck,
	stabilityCheck,
	deviceClockCheck,
	telemetryCheck,
	c2dCheck,
	methodCheck,
	twinCheck,
	twinWriteCheck,
	...adviceChecks,
];
