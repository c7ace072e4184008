// In development, the fast refresh of React needs a script that the page's policy forbids inline.
import '@vitejs/plugin-react/preamble';
import '../shared/styles/fonts.css';
import '../shared/styles/tokens.css';
import '../shared/styles/base.css';
import { createRoot } from 'react-dom/client';
import { contributeStepActs } from '../shared/acts/act-menu.ts';
import { followKeys } from '../shared/commands/keys.ts';
import { loadRecent } from '../shared/commands/recent.ts';
import { followConflicts } from '../shared/editing/follow-conflicts.ts';
import { followUnsaved, restoreDrafts } from '../shared/editing/journal.ts';
import { failureText } from '../shared/stores/failure.ts';
import { loadLayout } from '../shared/stores/layout.ts';
import { notify } from '../shared/stores/notices.ts';
import { followRuns } from '../shared/stores/runs.ts';
import { followSettings } from '../shared/stores/settings.ts';
import { restoreStudio } from '../shared/stores/studio.ts';
import { followTabs } from '../shared/stores/tabs.ts';
import { loadWorkspaces } from '../shared/stores/workspaces.ts';
import { App } from './app.tsx';
import { registerShellCommands } from './commands/index.ts';
import { followMenuBar } from './menu-bar.ts';
import { registerPaletteSources } from './palette-sources.ts';
import { followRequests } from './requests.ts';
import { tellOfStart } from './start-notices.ts';
import { applyTheme } from './theme.ts';
import { reportUnexpected } from './unexpected.ts';

reportUnexpected();

// The window is drawn once it is known how it was left, so that nothing jumps.
const workspaces = loadWorkspaces();
const [tellOfDrafts] = await Promise.all([
  restoreDrafts(),
  followSettings().catch(() => {}),
  loadLayout(),
  followTabs(),
]);
followUnsaved();
followConflicts();
applyTheme();
registerShellCommands();
contributeStepActs();
registerPaletteSources();
followKeys();
void loadRecent();
const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
followRuns();
await restoreStudio(workspaces).catch((error) => notify('error', failureText(error, 'The folders cannot be listed')));
followRequests();
followMenuBar();
tellOfDrafts();
await tellOfStart();
