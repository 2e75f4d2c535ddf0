// Loaded before all else in a drawing process and in its threads. Node's permission model takes `process.binding` away;
// the WebAssembly build of libvips asks it for the numbers of the open(2) flags and for nothing else.
import { constants } from 'node:fs';

Object.assign(process, { binding: () => ({ fs: constants }) });
