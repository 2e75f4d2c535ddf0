import { mergeConfig } from 'vite';
import production from './vite.config.mjs';

// The page of the states of every screen: for designers (`vite --config vite.states.config.mjs`) and for tests. Never a
// part of what the gateway serves: the production configuration knows index.html alone.
export default mergeConfig(production, {
  build: { outDir: 'dist-states', rolldownOptions: { input: 'states.html' } },
  server: { open: '/states.html' },
});
