#!/usr/bin/env -S node --max-semi-space-size=16
import {keepCompiledCode} from './source/compile-cache.js';

// Without a listener SIGUSR1 opens Node's debugger on a loopback port: any local user could then read keys from memory.
process.on('SIGUSR1', () => undefined);

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
	process.stderr.write(
		`iot-tui: It needs Node 22.19 or newer, and this is ${process.versions.node}. In the project's own directory npm start and npx iot-tui bring one along.\n`,
	);
	process.exit(2);
}

keepCompiledCode(process.env);
// What was imported above is compiled anew by each start.
const {runCommand} = await import('./source/commands/run.js');
process.exit(await runCommand({arguments: process.argv.slice(2), environment: process.env}));
