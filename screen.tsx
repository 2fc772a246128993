/** The screens that face customers, at a station or in the waiting area; served with the workspace. */
import '@fontsource-variable/source-serif-4/wght.css';
import '@fontsource-variable/source-sans-3/wght.css';
import '#design/base.css';
import { startScreen } from '#bank/conversations/screens/facing/start.tsx';

await startScreen(location.pathname === '/waiting' ? 'waiting board' : 'second screen');
