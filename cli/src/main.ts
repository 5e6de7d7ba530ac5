/** `keepalived-ha`: arguments in, text and an exit code out. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addDeploy } from './commands/deploy.ts';
import { addDrill } from './commands/drill.ts';
import { addExport } from './commands/export.ts';
import { addLint } from './commands/lint.ts';
import { EXIT } from './commands/options.ts';
import { addRollback } from './commands/rollback.ts';
import { addSimulate } from './commands/simulate.ts';
import { addVerify } from './commands/verify.ts';

// Beside `dist`, where this file is bundled to.
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const program = new Command('keepalived-ha')
  .description('Check, foretell and deploy highly available pairs that run keepalived.')
  .version(version, '-V, --version', 'print the version')
  .helpOption('-h, --help', 'print this help')
  .helpCommand(false)
  .showHelpAfterError('(keepalived-ha --help says what is understood)')
  .exitOverride();
addLint(program, version);
addSimulate(program);
addDeploy(program);
addVerify(program);
addDrill(program);
addRollback(program);
addExport(program);

// A reader that has seen enough (`| head`) is no failure of ours, nor is a terminal that is gone; and neither is a reason
// to leave hosts half changed.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  });
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.clean : EXIT.failure;
  else {
    process.stderr.write(`keepalived-ha: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = EXIT.failure;
  }
}
