/** `keepalived-ha`: arguments in, text and an exit code out. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addLint } from './commands/lint.ts';
import { EXIT } from './commands/options.ts';
import { addSimulate } from './commands/simulate.ts';

// Beside `dist`, where this file is bundled to.
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const program = new Command('keepalived-ha')
  .description('Check and foretell highly available pairs that run keepalived.')
  .version(version, '-V, --version', 'print the version')
  .helpOption('-h, --help', 'print this help')
  .helpCommand(false)
  .showHelpAfterError('(keepalived-ha --help says what is understood)')
  .exitOverride();
addLint(program, version);
addSimulate(program);

// A reader that has seen enough (`| head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.clean : EXIT.failure;
  else {
    process.stderr.write(`keepalived-ha: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = EXIT.failure;
  }
}
