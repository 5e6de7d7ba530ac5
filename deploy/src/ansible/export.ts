/** For those who deploy with Ansible: the same plan as an inventory and a playbook on Ansible's own modules. */
import { DEFAULT_VERSION } from '../../../server/src/index.ts';
import type { Pair } from '../pair.ts';
import { inventoryOf } from './inventory.ts';
import { namePairs } from './names.ts';
import { playbookOf } from './playbook.ts';

/** Texts by the name of their file. */
export type AnsibleFiles = Readonly<Record<'inventory.yml' | 'playbook.yml', string>>;

/** `folder`, which is there already, is where the files are to be. What Ansible could not carry unharmed is a problem. */
export function exportAnsible(
  pairs: readonly Pair[],
  folder: string,
): { readonly files: AnsibleFiles } | { readonly problems: readonly string[] } {
  const problems = pairs.flatMap(problemsOf);
  if (problems.length) return { problems };
  const named = namePairs(pairs);
  return {
    files: {
      'inventory.yml': inventoryOf(named, folder),
      'playbook.yml': playbookOf(named.map(({ group }) => group)),
    },
  };
}

/** Nothing that `deploy` would refuse, and nothing in whose place Ansible would put something else. */
function problemsOf({ inventory, cluster, lint }: Pair): string[] {
  const errors = lint(cluster.keepalivedVersion ?? DEFAULT_VERSION).filter(
    ({ severity, silencedBy }) => severity === 'error' && !silencedBy,
  );
  const paths = inventory.nodes.flatMap(({ config, target, files }) => [
    config,
    target,
    ...files.flatMap((file) => [file.source, file.target]),
  ]);
  return [
    ...errors.map(({ file, line, message }) => `${file}:${line}: ${message}`),
    ...[...new Set(paths)]
      .filter((path) => path.includes('$'))
      .map((path) => `${path}: Ansible would put variables of the environment in the place of "$"; rename it`),
  ];
}
