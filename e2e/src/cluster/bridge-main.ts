// node bridge-main.js FILE: one side of a bridge between network namespaces; FILE holds its crossings as JSON.
import { readFileSync } from 'node:fs';
import { type Crossing, startBridge } from './bridge.js';

await startBridge(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as readonly Crossing[]);
console.log('open');
