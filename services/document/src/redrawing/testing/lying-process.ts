// Run in place of the drawing process: tells what the test wants, as one that a file has taken over might.
import { argv, stdin, stdout } from 'node:process';
import { encodeFrame, type Frame } from '../frames.js';

const [, , told = '[]'] = argv;

stdin.resume();
for (const [kind, text] of JSON.parse(told) as [Frame['kind'], string][]) {
  // `*` and a number: so many bytes, more than an argument can carry.
  const bytes = text.startsWith('*') ? Buffer.alloc(Number(text.slice(1))) : Buffer.from(text, 'base64');
  stdout.write(encodeFrame({ kind, bytes }));
}
