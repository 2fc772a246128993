/**
 * `earshot sbom`: what Earshot is made of, as a CycloneDX 1.6 bill of materials, from the lock file alone.
 * The same lock file gives the same bill, byte for byte, so it has neither a time nor a serial number.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

interface Locked {
  /** Where the package has another name than its folder. */
  name?: string;
  version?: string;
  integrity?: string;
  /** Where it comes from, and for which C libraries it is made. */
  resolved?: string;
  libc?: string[];
  license?: string;
  dev?: boolean;
  optional?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/** Packages by where they lie: 'node_modules/a/node_modules/b'; '' is Earshot itself. */
export type Lock = Record<string, Locked>;

export interface Component {
  type: 'application' | 'library';
  'bom-ref': string;
  name: string;
  version: string;
  purl: string;
  /** Needed to serve, useful where it fits the machine, or only for building and testing. */
  scope?: 'required' | 'optional' | 'excluded';
  licenses?: ({ license: { id: string } } | { expression: string })[];
  hashes?: { alg: string; content: string }[];
}

export interface Bill {
  bomFormat: 'CycloneDX';
  specVersion: '1.6';
  version: 1;
  metadata: { component: Component };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

/** Prints the bill of materials of this version of Earshot. */
export function printBill(): void {
  const file = path.join(import.meta.dirname, '..', 'package-lock.json');
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as { packages: Lock };
  console.log(JSON.stringify(billOf(packages), null, 2));
}

/** @param lock what `packages` of a lock file (version 3) holds */
export function billOf(lock: Lock): Bill {
  const { '': itself = {}, ...others } = lock;
  const self = componentOf('', { name: 'earshot', ...itself });
  const byRef = new Map<string, Component>();
  const ties = new Map<string, Set<string>>([[self['bom-ref'], new Set()]]);
  for (const [place, locked] of Object.entries(others)) {
    const component = componentOf(place, locked);
    const { 'bom-ref': ref } = component;
    // The same version may lie in several places: it is one component, as needed as the neediest of them.
    if (rank(component) > rank(byRef.get(ref))) byRef.set(ref, component);
    if (!ties.has(ref)) ties.set(ref, new Set());
  }
  for (const [place, locked] of Object.entries(lock)) {
    const from = place === '' ? self['bom-ref'] : componentOf(place, locked)['bom-ref'];
    for (const needed of neededBy(lock, place, locked)) ties.get(from)?.add(needed);
  }
  const dependencies = [...ties].map(([ref, on]) => ({ ref, dependsOn: [...on].sort() }));
  return {
    ...{ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, metadata: { component: self } },
    components: [...byRef.values()].sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1)),
    dependencies: dependencies.sort((a, b) => (a.ref < b.ref ? -1 : 1)),
  };
}

function componentOf(place: string, locked: Locked): Component {
  const name = locked.name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const { version = '', license, integrity } = locked;
  const purl = `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;
  return {
    ...{ type: place === '' ? 'application' : 'library', 'bom-ref': purl, name, version, purl },
    ...(place === '' ? {} : { scope: locked.dev ? 'excluded' : locked.optional ? 'optional' : 'required' }),
    ...(license === undefined ? {} : { licenses: [said(license)] }),
    ...(integrity === undefined ? {} : { hashes: integrity.split(' ').map(hashOf) }),
  };
}

const said = (license: string) =>
  / (OR|AND|WITH) /.test(license) ? { expression: license } : { license: { id: license } };

function hashOf(integrity: string): { alg: string; content: string } {
  const [kind = '', base64 = ''] = integrity.split(/-(.*)/s);
  return { alg: kind.replace('sha', 'SHA-'), content: Buffer.from(base64, 'base64').toString('hex') };
}

const rank = (component: Component | undefined) =>
  component === undefined ? 0 : { excluded: 1, optional: 2, required: 3 }[component.scope ?? 'required'];

/** As Node looks for a package: in its own folder first, then in each folder above. */
function neededBy(lock: Lock, place: string, locked: Locked): string[] {
  const names = Object.keys({
    ...locked.dependencies,
    ...locked.optionalDependencies,
    ...locked.peerDependencies,
    ...(place === '' ? locked.devDependencies : {}),
  });
  return names.flatMap((name) => {
    const at = foldersFrom(place).find((folder) => lock[`${folder}node_modules/${name}`] !== undefined);
    // What is only optional, and a peer that nobody has asked for, need not be there.
    if (at === undefined) return [];
    const found = `${at}node_modules/${name}`;
    return [componentOf(found, lock[found] as Locked)['bom-ref']];
  });
}

/** 'node_modules/a/node_modules/b' looks in 'node_modules/a/node_modules/b/', 'node_modules/a/', ''. */
function foldersFrom(place: string): string[] {
  const folders = [];
  for (let at = place; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/'))))
    folders.push(`${at}/`);
  return [...folders, ''];
}
