import {runTypescript} from '../helpers/run-typescript.mjs';

await runTypescript('test/bench/main.ts');
