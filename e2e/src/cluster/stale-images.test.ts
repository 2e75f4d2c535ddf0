import { expect, test } from '@jest/globals';
import { staleImages, usedLayers } from './stale-images.js';

/** As buildah 1.28 prints it. */
const output = `[1/2] STEP 1/3: FROM docker.io/library/node:24.21.0-bookworm-slim AS build
[1/2] STEP 2/3: COPY f1 /
--> Using cache 20cfa39d5e4139a58be7d0596aa8b45c78b05d7812d4b7798f8ffe9b80fe3282
--> 20cfa39d5e4
[1/2] STEP 3/3: RUN echo "--> nothing"
--> nothing
--> 23f422de2be
[2/2] COMMIT localhost/nencho/gateway:cluster
--> ecc4d6b19f0
Successfully tagged localhost/nencho/gateway:cluster
ecc4d6b19f0f0d8d5315f708292dc1547d26a4daf462fd1abe2f0891fad34030
`;

test('the layers of a build are those that it made and those that it found', () => {
  expect(usedLayers(output)).toEqual([
    '20cfa39d5e4139a58be7d0596aa8b45c78b05d7812d4b7798f8ffe9b80fe3282',
    ...['20cfa39d5e4', '23f422de2be', 'ecc4d6b19f0'],
  ]);
});

test('what is neither named as present nor a layer of the present builds is stale', () => {
  const listed = [
    { id: 'd127a38ccc04', names: ['docker.io/library/node:24.21.0-bookworm-slim'] },
    { id: '20cfa39d5e41', names: null },
    { id: '23f422de2beb', names: null },
    { id: 'ecc4d6b19f0f', names: ['localhost/nencho/gateway:cluster'] },
    { id: '0624db10fc1d', names: null },
    { id: '9538a22fc68e', names: ['localhost/pause:530dfa76b4342396'] },
    { id: '7777a22fc68e', names: ['localhost/pause:0000000000000000'] },
  ];
  const names = new Set([
    ...['docker.io/library/node:24.21.0-bookworm-slim', 'localhost/nencho/gateway:cluster'],
    'localhost/pause:530dfa76b4342396',
  ]);
  expect(staleImages(listed, { names, layers: usedLayers(output) })).toEqual(['0624db10fc1d', '7777a22fc68e']);
});
