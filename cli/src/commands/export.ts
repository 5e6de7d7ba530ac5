/** `keepalived-ha export ansible`. */
import { existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { exportAnsible } from '../../../deploy/src/index.ts';
import { printable } from '../../../server/src/index.ts';
import { reasonOf } from '../paths.ts';
import { readPairs } from '../undertake.ts';
import { EXIT } from './options.ts';
import { clusterArguments, clusterPaths } from './undertaking.ts';

interface ExportArguments {
  readonly cluster?: readonly string[];
  readonly output: string;
  readonly force?: boolean;
}

const HELP = `
Writes inventory.yml and playbook.yml, which do with Ansible's own modules what deploy does: packages, files, services,
a reload of all nodes of a pair together, and verification. Files are referred to from where the playbook is, and are
not copied; the two hold no secrets. What Ansible does not do: it puts nothing back where something fails.

Exit code: 0 written, 1 there are errors in the configurations, 2 wrong use or a file that cannot be read or written.

Examples:
  $ keepalived-ha export ansible --output ansible examples/master-master
  $ ansible-playbook -i ansible/inventory.yml ansible/playbook.yml`;

export function addExport(program: Command): void {
  const exporting = program.command('export').description('write what other tools deploy with').helpCommand(false);
  clusterArguments(exporting.command('ansible').description('write an inventory and a playbook for Ansible'))
    .requiredOption('--output <folder>', 'where to write them')
    .option('--force', 'overwrite what is there')
    .addHelpText('after', HELP)
    .action((paths: string[], { cluster, ...options }: ExportArguments, command: Command) => {
      process.exitCode = run(clusterPaths(command, paths, cluster), options);
    });
}

function run(paths: readonly string[], { output, force = false }: Omit<ExportArguments, 'cluster'>): number {
  const fail = (code: number, problems: readonly string[]): number => {
    for (const problem of problems) process.stderr.write(`keepalived-ha: ${printable(problem)}\n`);
    return code;
  };
  const { pairs, problems } = readPairs(paths, process.cwd());
  if (problems.length) return fail(EXIT.failure, problems);
  try {
    mkdirSync(output, { recursive: true });
    const exported = exportAnsible(pairs, realpathSync(output));
    if ('problems' in exported) return fail(EXIT.findings, exported.problems);
    const files = Object.entries(exported.files).map(([name, text]) => ({ file: join(output, name), text }));
    const there = force ? [] : files.filter(({ file }) => existsSync(file));
    if (there.length)
      return fail(
        EXIT.failure,
        there.map(({ file }) => `${file} is there already; --force overwrites it`),
      );
    for (const { file, text } of files) writeFileSync(file, text);
    process.stdout.write(files.map(({ file }) => `${printable(file)}\n`).join(''));
    return EXIT.clean;
  } catch (error) {
    return fail(EXIT.failure, [`${output} cannot be written (${reasonOf(error)})`]);
  }
}
