import { kernelSettings } from './kernel-settings.js';
import { tool } from './tool.js';

/** What a node could spoil on its host: interfaces, routes, packet filters, settings of the kernel. */
export const hostState = async (): Promise<Readonly<Record<string, string>>> => ({
  addresses: await tool(['ip', '-brief', 'address']),
  routes: (await tool(['ip', 'route', 'show', 'table', 'all'])).replaceAll(/ expires \d+sec/g, ''),
  filters: await tool(['/usr/sbin/nft', 'list', 'ruleset']),
  kernel: JSON.stringify(kernelSettings()),
});
