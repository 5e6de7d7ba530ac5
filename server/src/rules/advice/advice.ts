/** What keepalived takes without a word, and people hardly mean. */
import type { Rule } from '../check.ts';
import { AUTHENTICATION_CODES, authentication } from './authentication.ts';
import { HOST_CODES, host } from './host.ts';
import { INSTANCE_CODES, instances } from './instances.ts';
import { LEFTOVER_CODES, leftovers } from './leftovers.ts';
import { NETWORK_CODES, network } from './network.ts';
import { SCRIPT_CODES, scripts } from './scripts.ts';
import { SCRIPT_TIME_CODES, scriptTimes } from './scriptTimes.ts';
import { STATEMENT_CODES, statements } from './statements.ts';

export const ADVICE_CODES = {
  ...LEFTOVER_CODES,
  ...STATEMENT_CODES,
  ...SCRIPT_CODES,
  ...SCRIPT_TIME_CODES,
  ...INSTANCE_CODES,
  ...AUTHENTICATION_CODES,
  ...NETWORK_CODES,
  ...HOST_CODES,
};

export const ADVICE: readonly Rule[] = [
  leftovers,
  statements,
  scripts,
  scriptTimes,
  instances,
  authentication,
  network,
  host,
];
