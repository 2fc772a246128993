/**
 * Every module's routes by name, and the process that serves them: HTTP, workspace and portal. What the
 * other kind of process does, the jobs, is tasks.ts. Both are stateless; run as many as wanted against one
 * database.
 */
import path from 'node:path';
import { followingRoutes } from '#bank/advice/following-routes.ts';
import { groupingRoutes } from '#bank/advice/grouping-routes.ts';
import { propensityRoutes } from '#bank/advice/propensity-routes.ts';
import { ownReferringRoutes, referringRoutes } from '#bank/advice/referring-routes.ts';
import { routes as advice, portalRoutes as advicePortal } from '#bank/advice/routes.ts';
import { settingsRoutes } from '#bank/advice/settings-routes.ts';
import { askingRoutes, ownAskingRoutes } from '#bank/asking/routes.ts';
import { pairingRoutes } from '#bank/conversations/pairing-routes.ts';
import { roomsRoutes } from '#bank/conversations/rooms-routes.ts';
import { routes as conversations } from '#bank/conversations/routes.ts';
import { vouchingRoutes } from '#bank/conversations/vouching-routes.ts';
import { bulkRevealingRoutes } from '#bank/customers/bulk-revealing-routes.ts';
import { confidingRoutes } from '#bank/customers/confiding-routes.ts';
import { confirmingRoutes } from '#bank/customers/confirming-routes.ts';
import { coveringRoutes } from '#bank/customers/covering-routes.ts';
import { givingRoutes } from '#bank/customers/giving-routes.ts';
import { invitingRoutes } from '#bank/customers/inviting-routes.ts';
import { mergingRoutes } from '#bank/customers/merging-routes.ts';
import { resettingRoutes } from '#bank/customers/resetting-routes.ts';
import { routes as customers } from '#bank/customers/routes.ts';
import { routes as feed } from '#bank/feed/routes.ts';
import { authenticate as authenticateCustomer } from '#bank/home/actions.ts';
import { type Published, publishedOf } from '#bank/home/published.ts';
import { routes as home } from '#bank/home/routes.ts';
import { routes as needs, ownRoutes as ownNeeds } from '#bank/needs/routes.ts';
import { branchesRoutes } from '#bank/premises/branches-routes.ts';
import { premisesRoutes } from '#bank/premises/routes.ts';
import { alarmingRoutes } from '#bank/privacy/alarming-routes.ts';
import { approvingRoutes } from '#bank/privacy/approving-routes.ts';
import { detectingRoutes } from '#bank/privacy/detecting-routes.ts';
import { erasingRoutes } from '#bank/privacy/erasing-routes.ts';
import { glassRoutes } from '#bank/privacy/glass-routes.ts';
import { holdingRoutes } from '#bank/privacy/holding-routes.ts';
import { inquiriesRoutes, ownInquiriesRoutes } from '#bank/privacy/inquiring-routes.ts';
import { investigatingRoutes } from '#bank/privacy/investigating-routes.ts';
import { ownProofsRoutes } from '#bank/privacy/own-proofs-routes.ts';
import { ownRightsRoutes } from '#bank/privacy/own-rights-routes.ts';
import { processingRoutes } from '#bank/privacy/processing-routes.ts';
import { receiptsOf } from '#bank/privacy/receipts.ts';
import { restrictingRoutes } from '#bank/privacy/restricting-routes.ts';
import { retainingRoutes } from '#bank/privacy/retaining-routes.ts';
import { rightsRoutes } from '#bank/privacy/rights-routes.ts';
import { routes as privacy } from '#bank/privacy/routes.ts';
import { sealingHealth } from '#bank/privacy/sealing-health.ts';
import { trustRoutes } from '#bank/privacy/trust-routes.ts';
import { viewedRoutes } from '#bank/privacy/viewed-routes.ts';
import { rulesRoutes } from '#bank/rules/routes.ts';
import { termsRoutes } from '#bank/rules/terms-routes.ts';
import { authenticate as authenticateStaff } from '#bank/staff/actions.ts';
import { administeringRoutes } from '#bank/staff/administering-routes.ts';
import { certifyingRoutes } from '#bank/staff/certifying-routes.ts';
import { routes as staff } from '#bank/staff/routes.ts';
import { allows } from '#bank/staff/rules.ts';
import type { Config } from '#platform/config.ts';
import type { Database } from '#platform/database/pool.ts';
import type { Route } from '#platform/http/route.ts';
import { makeServer, originOf, type ServerOptions } from '#platform/http/server.ts';
import { signingKey } from '#platform/record/keys.ts';
import { keyTypes } from '#platform/record/note.ts';

const workspaceRoutesOf = (portalAt: () => string): readonly Route[] =>
  inModules({
    staff: [staff, certifyingRoutes, administeringRoutes],
    customers: [
      ...[customers, mergingRoutes, confirmingRoutes, bulkRevealingRoutes, coveringRoutes, confidingRoutes],
      ...[givingRoutes, invitingRoutes(portalAt), resettingRoutes(portalAt)],
    ],
    conversations: [conversations, pairingRoutes, roomsRoutes, vouchingRoutes],
    advice: [advice, referringRoutes, followingRoutes, settingsRoutes, propensityRoutes, groupingRoutes],
    asking: [askingRoutes],
    rules: [rulesRoutes, termsRoutes],
    privacy: [
      ...[privacy, detectingRoutes, viewedRoutes, retainingRoutes, investigatingRoutes, alarmingRoutes],
      ...[approvingRoutes, glassRoutes, restrictingRoutes, inquiriesRoutes, rightsRoutes, erasingRoutes],
      ...[processingRoutes(contracts), holdingRoutes],
    ],
    premises: [premisesRoutes],
    feed: [feed],
    needs: [needs],
  });
export const workspaceRoutes = workspaceRoutesOf(() => '');
const portalRoutesOf = (published: Published): readonly Route[] =>
  inModules({
    home: [home],
    privacy: [
      ...[ownProofsRoutes(published.logKey), ownInquiriesRoutes, ownRightsRoutes, trustRoutes(published)],
    ],
    needs: [ownNeeds],
    advice: [advicePortal, ownReferringRoutes],
    asking: [ownAskingRoutes],
    premises: [branchesRoutes],
  });
export const portalRoutes = portalRoutesOf(publishedOf({ home: '' }));
/** Each route with the module it is of, in this order. */
function inModules(modules: Record<string, readonly (readonly Route[])[]>): readonly Route[] {
  return Object.entries(modules).flatMap(([module, routes]) =>
    routes.flat().map((one) => ({ ...one, module })),
  );
}
function contracts() {
  const of = (routes: readonly Route[]) => routes.map(({ contract }) => contract);
  return { workspace: of(workspaceRoutes), portal: of(portalRoutes) };
}
export interface Served {
  workspace: string;
  portal: string;
  close(): Promise<void>;
}

/** Serves both apps; `config.port` 0 takes any free port. */
export async function serve(
  config: Config,
  database: Database,
  more: Partial<ServerOptions> = {},
): Promise<Served> {
  const key = config.home && (await signingKey(path.join(config.home, 'record'), 'receipts', keyTypes.note));
  const common = {
    ...{
      database,
      logLevel: config.logLevel,
      trustedProxy: config.trustedProxy,
      receipts: key ? receiptsOf(key) : undefined,
    },
    health: () => sealingHealth(database),
    ...more,
  };
  const workspace = await makeServer({
    ...{
      name: 'workspace' as const,
      routes: workspaceRoutesOf(() => config.portalUrl ?? originOf(portal)),
      authenticate: authenticateStaff,
      allows,
      ...{ origin: config.workspaceUrl, provider: config.provider },
      otherApp: () => config.portalUrl ?? originOf(portal),
      ...common,
    },
    appFolder: path.join(import.meta.dirname, 'dist', 'workspace'),
    beside: {
      folder: path.join(import.meta.dirname, 'dist', 'screen'),
      assets: 'screen-assets',
      addresses: ['/second-screen', '/waiting'],
    },
    ...more,
  });
  const portal = await makeServer({
    ...{ name: 'portal' as const, routes: portalRoutesOf(publishedOf(config)), ...common },
    otherApp: () => config.workspaceUrl ?? originOf(workspace),
    authenticate: authenticateCustomer,
    allows: () => false,
    origin: config.portalUrl,
    appFolder: path.join(import.meta.dirname, 'dist', 'portal'),
    ...more,
  });
  await workspace.listen({ port: config.port, host: config.host });
  await portal.listen({ port: config.portalPort, host: config.host });
  return {
    workspace: originOf(workspace),
    portal: originOf(portal),
    close: async () => {
      await Promise.all([workspace.close(), portal.close()]);
    },
  };
}
