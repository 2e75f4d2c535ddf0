// `npm start` without the build and without a demo, for tests: node launcher-process.js [options of npm start]
import { launch } from '@nencho/local-stack/system';

process.exit(await launch({ argv: process.argv.slice(2), build: async () => Promise.resolve() }));
