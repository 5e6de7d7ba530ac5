/** Whoever runs the command: what was consented to beforehand, what the environment holds, and answers to questions. */
import type { Colors } from 'picocolors/types.js';
import { type Operator, type Pair, planText } from '../../deploy/src/index.ts';
import { printable } from '../../server/src/index.ts';
import { type Passwords, passwordVariable } from './passwords.ts';
import type { Terminal } from './terminal.ts';

export interface Consents {
  /** To the plan, and to the interruption that a drill is. */
  readonly yes?: boolean;
  /** The plan is shown, and that is all. */
  readonly dryRun?: boolean;
  /** What becomes of an earlier deployment that did not come to its end. */
  readonly unfinished?: 'finish' | 'restore';
}

export interface OperatorOptions extends Consents {
  readonly terminal: Terminal;
  readonly colours: Colors;
  readonly pair: Pair;
  /** For sudo, as far as they are known without asking. */
  readonly passwords: Passwords;
  /** How the user knows the pair, where there are several; else empty. */
  readonly name: string;
}

export function createOperator(options: OperatorOptions): Omit<Operator, 'hear'> {
  const { terminal, colours, pair, passwords, name, yes = false, dryRun = false, unfinished: settlement } = options;
  const of = name && ` (${printable(name)})`;
  const complain = (what: string): void => terminal.say(`keepalived-ha: ${printable(what)}${of}`);
  const agrees = async (question: string, about = ''): Promise<boolean> =>
    /^y(es)?$/i.test((await terminal.ask(`${printable(question)}${of} [y/N] `, { about })).trim());
  const consents = async (about: string): Promise<boolean> => {
    if (!yes && !dryRun && terminal.isAttended) return agrees('Do this?', about);
    terminal.print(about);
    if (!yes && !dryRun) complain('nothing is done without consent; there is no terminal to ask on, so give --yes');
    return yes;
  };

  return {
    consents: (plan) => consents(planText(pair, plan, colours)),
    allowsInterruption: (announcement) => consents(announcement.map((line) => `${printable(line)}\n`).join('')),
    async trusts({ destination, type, fingerprint }) {
      const shown = `${destination} is not known yet; it shows the key ${type} ${fingerprint}`;
      if (terminal.isAttended) return agrees(`${shown}. Is that the right one?`);
      complain(`${shown}. Compare it, and connect once by hand: ssh ${destination}`);
      return false;
    },
    async sudoPassword(node) {
      const password = passwords.of(node.name);
      if (password !== undefined) return password;
      const question = `Password for sudo on ${node.name}${of}: `;
      if (terminal.isAttended) return (await terminal.ask(question, { hidden: true })) || undefined;
      complain(
        `sudo on ${node.name} wants a password; there is no terminal to ask on, so put it into ${passwordVariable(node.name)}`,
      );
      return undefined;
    },
    async settles(unfinished) {
      if (settlement) return settlement;
      const lines = unfinished.map(({ node, by, since, files }) =>
        printable(`${node}: a deployment by ${by} since ${since} did not come to its end; files: ${files.join(', ')}`),
      );
      if (!terminal.isAttended) {
        lines.forEach(complain);
        complain('say deploy --unfinished finish, or deploy --unfinished restore to put back what was there before');
        return undefined;
      }
      const about = lines.map((line) => `${line}\n`).join('');
      const answer = await terminal.ask(`Finish it, restore what was there before, or leave it?${of} [f/r/L] `, {
        about,
      });
      if (/^f(inish)?$/i.test(answer.trim())) return 'finish';
      return /^r(estore)?$/i.test(answer.trim()) ? 'restore' : undefined;
    },
  };
}
