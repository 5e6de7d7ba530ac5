/** `lb_algo` and the flags of the schedulers sh and mh (check_parser.c, lbalgo_handler and lbflags_handler). */
import { catalogue, report } from '../../model/catalogue.ts';
import { type Directive, headerOf, isOpaque } from '../../model/directive.ts';
import type { Finding } from '../../model/finding.ts';
import type { Setting } from '../../model/settings.ts';
import { compareVersions, lookup, type Version } from '../../schema/index.ts';
import { removeStatement } from '../edits.ts';
import { misfit } from '../values.ts';

export const SCHEDULING_CODES = catalogue('keepalived', {
  'scheduler-flag': ['error', 'A flag of the schedulers sh and mh stands before lb_algo, or with another scheduler.'],
});

/** Any name was taken before. */
const CHECKED_SINCE = '2.0.7';
const HASHED_GONE_SINCE = '2.1.4';
const ALGORITHM = lookup(['virtual_server', 'lb_algo'])!.arguments[0]!.value;

/** The scheduler that a statement sets, `undefined` where keepalived ignores it. */
export function readScheduler({ words: [, word] }: Directive, version: Version): string | undefined {
  if (!word) return undefined;
  const checked = compareVersions(version, CHECKED_SINCE) >= 0 && !isOpaque(word);
  return checked && misfit(word.text, ALGORITHM, version) ? undefined : word.text;
}

/** With sh and mh keepalived takes every one of these flags, and overlooks those of the other scheduler. */
export function schedulerFlag({ directive }: Setting, scheduler: string | undefined, version: Version): Finding[] {
  const [{ text: flag }] = directive.words;
  if (flag === 'hashed' && compareVersions(version, HASHED_GONE_SINCE) < 0) return [];
  if (scheduler === 'sh' || scheduler === 'mh' || scheduler?.includes('$')) return [];
  const owner = flag.startsWith('mh') ? 'mh' : 'sh';
  const message =
    flag === 'hashed'
      ? '`hashed` has no effect any more: keepalived ignores it.'
      : scheduler === undefined
        ? `\`${flag}\` must stand behind \`lb_algo ${owner}\`: keepalived ignores it here.`
        : `\`${flag}\` belongs to the scheduler ${owner}, but this one is ${scheduler}: keepalived ignores it.`;
  const fixes = removeStatement(directive, `Remove ${flag}`);
  return [report(SCHEDULING_CODES['scheduler-flag'], headerOf(directive), message, { fixes })];
}
