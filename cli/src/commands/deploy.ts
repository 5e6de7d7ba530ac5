/** `keepalived-ha deploy`. */
import { type Command, Option } from 'commander';
import { deploy } from '../../../deploy/src/index.ts';
import type { Consents } from '../operator.ts';
import {
  EXIT_CODES,
  runUndertaking,
  UNDERTAKING_HELP,
  type UndertakingArguments,
  undertakingOptions,
  yesOption,
} from './undertaking.ts';

interface DeployArguments extends UndertakingArguments {
  readonly dryRun?: true;
  readonly unfinished?: NonNullable<Consents['unfinished']>;
}

const HELP = `
Looks at all hosts, shows what it is going to change and asks. Then it backs up, stages, has keepalived test what it has
staged, replaces, reloads the nodes together, and waits until the addresses are where they are foretold. Where anything
goes wrong until then, also after Ctrl-C, every host is put back to what it was.
${UNDERTAKING_HELP}

--unfinished is about an earlier deployment that did not come to its end, because its machine or its way to the hosts
was gone: finish it with the files that are here now, or restore what was there before it.
${EXIT_CODES}

Examples:
  $ keepalived-ha deploy --dry-run
  $ keepalived-ha deploy --yes --report deployment.md examples/master-master
  $ keepalived-ha deploy --yes --keep-going --parallel 8 clusters/`;

export function addDeploy(program: Command): void {
  undertakingOptions(program.command('deploy').description('bring the configurations to their hosts, and verify them'))
    .addOption(yesOption())
    .addOption(new Option('--dry-run', 'show what would change, and end').conflicts('unfinished'))
    .addOption(
      new Option('--unfinished <how>', 'what to do with an earlier deployment that did not come to its end').choices([
        'finish',
        'restore',
      ]),
    )
    .addHelpText('after', HELP)
    .action((paths: string[], options: DeployArguments, command: Command) =>
      runUndertaking(paths, options, command, (pair, undertaking) =>
        deploy(pair, { ...undertaking, ...(options.dryRun && { dryRun: true }) }),
      ),
    );
}
