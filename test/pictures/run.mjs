import {runTypescript} from '../helpers/run-typescript.mjs';

await runTypescript('test/pictures/main.ts');
