/** Who is there? is asked before the libraries are even read: everything else waits for the answer. */
import { askAhead } from '#platform/browser/ahead.ts';

if (location.pathname !== '/invitation') askAhead('/api/me');
