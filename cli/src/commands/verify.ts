/** `keepalived-ha verify`. */
import type { Command } from 'commander';
import { verify } from '../../../deploy/src/index.ts';
import {
  EXIT_CODES,
  runUndertaking,
  UNDERTAKING_HELP,
  type UndertakingArguments,
  undertakingOptions,
} from './undertaking.ts';

const HELP = `
Asks every host for its addresses, its services and what keepalived has logged, and every page of "checks" from here and
from the other nodes. Nothing is changed.
${UNDERTAKING_HELP}
${EXIT_CODES}

Examples:
  $ keepalived-ha verify
  $ keepalived-ha verify --keep-going --report verify.xml clusters/`;

export function addVerify(program: Command): void {
  undertakingOptions(program.command('verify').description('hold the hosts against what is foretold'))
    .addHelpText('after', HELP)
    .action((paths: string[], options: UndertakingArguments, command: Command) =>
      runUndertaking(paths, options, command, verify),
    );
}
