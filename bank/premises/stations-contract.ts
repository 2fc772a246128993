/** The work stations of a branch: where each stands decides what is hidden there. */
import { places } from '#bank/staff/contract.ts';
import {
  flag,
  id,
  instant,
  list,
  nothing,
  object,
  oneOf,
  orNull,
  text,
  version,
} from '#platform/contract.ts';

const place = oneOf(...places);
const ofPremises = object({ premisesId: id });
const one = object({ stationId: id });

export const listStations = {
  route: 'GET /api/premises/:premisesId/stations',
  summary: 'The work stations of a branch, and what is asked for at them',
  permission: 'premises.read',
  params: ofPremises,
  reply: object({
    stations: list(
      object({
        ...{ stationId: id, name: text(80), place, version },
        /** To which browser; null: to none, and whoever works in the branch may choose it. */
        tied: orNull(oneOf('here', 'elsewhere')),
      }),
      200,
    ),
    /** Waiting for a second person, or approved and not done yet; shown to administrators. */
    asked: list(
      object({
        ...{ approvalId: id, stationId: id, place, state: oneOf('asked', 'approved') },
        ...{ mine: flag, expiresAt: instant },
      }),
      200,
    ),
  }),
} as const;

export const addStation = {
  route: 'POST /api/premises/:premisesId/stations',
  summary: 'Register a work station: an open counter, until two people say that more is shown there',
  permission: 'premises.set',
  creates: true,
  fresh: true,
  params: ofPremises,
  body: object({ name: text(80) }),
  reply: object({ stationId: id }),
} as const;

export const changeStation = {
  route: 'PUT /api/stations/:stationId',
  summary: 'Rename a work station, or say where it stands; from an open counter it takes a second person',
  permission: 'premises.set',
  versioned: true,
  fresh: true,
  params: one,
  body: object({ name: text(80), place }),
  reply: object({ version }),
} as const;

export const endStation = {
  route: 'DELETE /api/stations/:stationId',
  summary: 'A work station is no more; who works there is at none, and sees values hidden',
  permission: 'premises.set',
  versioned: true,
  fresh: true,
  params: one,
  reply: nothing,
} as const;

const toBrowser = {
  permission: 'premises.set',
  versioned: true,
  fresh: true,
  params: one,
  reply: object({ version }),
} as const;

export const tieStation = {
  route: 'PUT /api/stations/:stationId/browser',
  summary: 'Tie a work station to the browser that asks: from then on nobody chooses it in another one',
  ...toBrowser,
} as const;

export const untieStation = {
  route: 'DELETE /api/stations/:stationId/browser',
  summary: 'Untie a work station: it can be chosen anywhere in the branch again, and is an open counter',
  ...toBrowser,
} as const;

export const askPlace = {
  route: 'POST /api/stations/:stationId/place-requests',
  summary: 'Ask a second person for a place where more is shown; it stands for a quarter of an hour',
  permission: 'premises.set',
  creates: true,
  params: one,
  body: object({ place, reference: text(80, 3), reason: text(500, 10) }),
  reply: object({ approvalId: id, expiresAt: orNull(instant) }),
} as const;

export const movePlace = {
  route: 'POST /api/place-requests/:approvalId/effect',
  summary: 'Do what was approved: the work station stands at that place from now on',
  permission: 'premises.set',
  fresh: true,
  params: object({ approvalId: id }),
  reply: object({ version }),
} as const;
