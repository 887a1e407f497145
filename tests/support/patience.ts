import { vi } from 'vitest';

// A state is waited for as long as a busy machine may need: vitest's one second makes a slow moment look like a fault.
const PATIENCE = { timeout: 30_000, interval: 20 };
const { waitFor } = vi;
vi.waitFor = (callback, options = PATIENCE) => waitFor(callback, options);
