#!/usr/bin/env node
import {keepCompiledCode} from './source/compile-cache.js';

// Without a listener SIGUSR1 opens Node's debugger on a loopback port: any local user could then read keys from memory.
process.on('SIGUSR1', () => undefined);

keepCompiledCode(process.env);
// What was imported above is compiled anew by each start.
const [{readCommandLine}, {runCommand}] = await Promise.all([import('./source/commands/command-line.js'), import('./source/commands/run.js')]);
const words = process.argv.slice(2);
const {input, flags} = readCommandLine(words);
process.exit(await runCommand({words: input, flags, arguments: words, environment: process.env}));
