/** The staff workspace: every module's pages by name, in the order of the navigation. */
import '#bank/staff/screens/ahead.ts';
import '#bank/customers/screens/file/ahead.ts';
import '@fontsource-variable/source-sans-3/wght.css';
import '#design/base.css';
import { outcomesPages } from '#bank/advice/screens/outcomes/pages.tsx';
import { askingPages } from '#bank/asking/screens/pages.tsx';
import { conversationPages, roomInBand } from '#bank/conversations/screens/pages.tsx';
import { duplicatePages } from '#bank/customers/screens/duplicates/pages.tsx';
import { filePages } from '#bank/customers/screens/file/pages.tsx';
import { customerFinder, findingPages } from '#bank/customers/screens/finding/pages.tsx';
import { portfolioPages } from '#bank/customers/screens/portfolio/pages.tsx';
import { feedPages } from '#bank/feed/screens/pages.tsx';
import { premisesPages } from '#bank/premises/screens/pages.tsx';
import { approvalPages } from '#bank/privacy/screens/approvals/pages.tsx';
import { glassPages } from '#bank/privacy/screens/glass/pages.tsx';
import { inquiriesPages } from '#bank/privacy/screens/inquiries/pages.tsx';
import { investigationPages } from '#bank/privacy/screens/investigations/pages.tsx';
import { processingPages } from '#bank/privacy/screens/processing/pages.tsx';
import { recordPages } from '#bank/privacy/screens/record/pages.tsx';
import { restrictedPages } from '#bank/privacy/screens/restricted/pages.tsx';
import { retentionPages } from '#bank/privacy/screens/retention/pages.tsx';
import { rightsPages } from '#bank/privacy/screens/rights/pages.tsx';
import { unexplainedPages } from '#bank/privacy/screens/unexplained/pages.tsx';
import { rulesPages } from '#bank/rules/screens/pages.tsx';
import { productPages } from '#bank/rules/screens/products/pages.tsx';
import { certificatePages } from '#bank/staff/screens/certificates/pages.tsx';
import { staffPages } from '#bank/staff/screens/pages.tsx';
import { startWorkspace } from '#bank/staff/screens/shell/start.tsx';

await startWorkspace({
  pages: [
    ...conversationPages,
    ...findingPages,
    ...portfolioPages,
    ...filePages,
    ...askingPages,
    ...duplicatePages,
    ...approvalPages,
    ...unexplainedPages,
    ...glassPages,
    ...inquiriesPages,
    ...recordPages,
    ...investigationPages,
    ...restrictedPages,
    ...retentionPages,
    ...rightsPages,
    ...rulesPages,
    ...productPages,
    ...outcomesPages,
    ...processingPages,
    ...certificatePages,
    ...staffPages,
    ...premisesPages,
    ...feedPages,
  ],
  finder: customerFinder,
  corner: roomInBand,
});
