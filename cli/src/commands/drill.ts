/** `keepalived-ha drill`. */
import { type Command, Option } from 'commander';
import { type DrillOptions, drill } from '../../../deploy/src/index.ts';
import {
  EXIT_CODES,
  runUndertaking,
  UNDERTAKING_HELP,
  type UndertakingArguments,
  undertakingOptions,
  yesOption,
} from './undertaking.ts';

interface DrillArguments extends UndertakingArguments, Pick<DrillOptions, 'service'> {
  readonly failure: DrillOptions['failure'];
}

const HELP = `
Lets each node fail in turn and come back, while every address is asked for its page. Owners and gaps are held against
what is foretold. What a drill stops is started again, by the host itself if need be.
  keepalived   keepalived is stopped
  service      a service is stopped, which a check of keepalived has to notice
  network      the network is taken away
${UNDERTAKING_HELP}
${EXIT_CODES}

Examples:
  $ keepalived-ha drill
  $ keepalived-ha drill --failure service --service nginx --report drill.svg
  $ keepalived-ha drill --yes --failure network --report drill.json --report drill.xml`;

export function addDrill(program: Command): void {
  undertakingOptions(program.command('drill').description('let each node fail in turn, and measure what follows'))
    .addOption(yesOption())
    .addOption(
      new Option('--failure <kind>', 'what fails').choices(['keepalived', 'service', 'network']).default('keepalived'),
    )
    .option('--service <name>', 'which one stops; else the first of "services" that is not keepalived')
    .addHelpText('after', HELP)
    .action(runDrill);
}

async function runDrill(
  paths: string[],
  { failure, service, ...options }: DrillArguments,
  command: Command,
): Promise<void> {
  if (service !== undefined && failure !== 'service') command.error('error: --service goes with --failure service');
  const chosen = { failure, ...(service !== undefined && { service }) };
  await runUndertaking(paths, options, command, (pair, undertaking) => drill(pair, { ...undertaking, ...chosen }));
}
