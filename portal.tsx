/** The customer's portal. */
import '@fontsource-variable/source-serif-4/wght.css';
import '@fontsource-variable/source-sans-3/wght.css';
import '#design/base.css';
import { startPortal } from '#bank/home/screens/start.tsx';

await startPortal();
