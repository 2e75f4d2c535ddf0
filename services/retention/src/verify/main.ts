#!/usr/bin/env node
import { exitCodes, run } from './run.js';

const { exitCode, text } = run(process.argv.slice(2));
(exitCode === exitCodes.good || exitCode === exitCodes.bad ? process.stdout : process.stderr).write(text);
process.exitCode = exitCode;
