import { config } from 'zod/v4/core';

// Imported before the tax rules: otherwise Zod tries `new Function` once, which the content security policy blocks and reports.
config({ jitless: true });
