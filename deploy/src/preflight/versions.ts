/** The releases of keepalived on the hosts, and what they make of the configurations. */
import { dirname, relative } from 'node:path';
import { compareVersions, DEFAULT_VERSION, type Version } from '../../../server/src/index.ts';
import type { Pair } from '../pair.ts';
import { listed, type PreflightFinding, type Side } from './finding.ts';

/** The first that can read a configuration without starting (`-t`). */
const CONFIG_TEST_SINCE: Version = '2.0.6';

export function versions(sides: readonly Side[]): PreflightFinding[] {
  const known = sides.flatMap(({ node, facts: { version } }) => (version ? [{ node: node.name, version }] : []));
  const old = known
    .filter(({ version }) => compareVersions(version, CONFIG_TEST_SINCE) < 0)
    .map(({ node, version }): PreflightFinding => {
      const message = `keepalived ${version} cannot test a configuration before it reads it; ${CONFIG_TEST_SINCE} was the first that could (-t). Install a newer one.`;
      return { node, severity: 'error', name: 'version', message };
    });
  const all = known.map(({ node, version }) => `${version} on ${node}`);
  if (new Set(known.map(({ version }) => version)).size < 2) return old;
  const message = `The nodes have different releases of keepalived: ${listed(all)}. They speak the same protocol, but may read a configuration differently; install the same one.`;
  return [...old, { node: '', severity: 'warning', name: 'version', message }];
}

/** Checks the configurations again, as each node's own keepalived reads them. */
export function lint(pair: Pair, sides: readonly Side[]): PreflightFinding[] {
  const usual = pair.cluster.keepalivedVersion ?? DEFAULT_VERSION;
  const byVersion = Map.groupBy(sides, ({ facts }) => facts.version ?? usual);
  return [...byVersion].flatMap(([version, own]) =>
    pair.lint(version).flatMap(({ file, line, severity, code, message, silencedBy }): PreflightFinding[] => {
      if (severity !== 'error' && (severity !== 'warning' || silencedBy)) return [];
      const readers = own.filter(({ config }) => config.expansion.files.includes(file)).map(({ node }) => node.name);
      // The other nodes' findings come with their own releases; those of keepalived-ha.json belong to nobody.
      if (readers.length === 0 && file !== pair.inventory.file) return [];
      const where = `${relative(dirname(pair.inventory.file), file)}:${line}`;
      const node = readers.length === 1 ? readers[0]! : '';
      const text = `${where} (keepalived ${version}, ${code}): ${message}`;
      if (!silencedBy) return [{ node, severity, name: 'lint', message: text }];
      // What would have stopped the deployment is not passed over in silence.
      const why = silencedBy === 'comment' ? 'a comment suppresses it' : 'keepalived-ha.json switches it off';
      return [{ node, severity: 'warning', name: 'lint', message: `${text} It does not block: ${why}.` }];
    }),
  );
}
