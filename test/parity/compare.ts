/** Two readings of one configuration side by side: keepalived's lines and ours. */

import type { Finding } from '../../server/src/model/finding.ts';
import { isOfKeepalived } from '../../server/src/model/finding.ts';
import { positionIn, rangeOf } from '../../server/src/model/place.ts';
import { toNode } from '../../server/src/model/toNode.ts';
import { checkNode } from '../../server/src/rules/check.ts';
import type { Version } from '../../server/src/schema/index.ts';
import { memoryFiles } from '../support/memory.ts';
import type { Verdict } from './keepalived.ts';

/** What we say in keepalived's name, by line from 1. */
export interface Ours {
  readonly line: number;
  readonly finding: Finding;
  /** First and last line of the cascade that it stands for. */
  readonly explains?: readonly [number, number];
}

export interface Difference {
  /** missed: keepalived complains, we do not. false: the other way round. */
  readonly kind: 'missed' | 'false';
  /** 0 where keepalived's message has no line. */
  readonly line: number;
  readonly message: string;
}

export interface Comparison {
  readonly agreed: number;
  readonly differences: readonly Difference[];
}

export function findingsOf(file: string, text: string, version: Version): Ours[] {
  const files = memoryFiles({ [file]: text });
  const tree = files.tree(file)!;
  return checkNode(toNode(file, { files }), { version, files })
    .filter(isOfKeepalived)
    .map((finding) => ({
      finding,
      line: rangeOf(tree, finding.place).start.line + 1,
      ...(finding.explains && {
        explains: finding.explains.map(({ item, start }) => positionIn(tree, item, start).line + 1) as [number, number],
      }),
    }));
}

/** What keepalived prints line after line behind a mistyped block keyword or a lost brace. */
const CASCADE = /^(?:Unknown keyword|Unexpected|Missing|Extra|There are \d+ missing)/;

/**
 * Line by line. One finding may stand for a cascade, but for nothing else in its lines. A message without a line wants a
 * finding of ours somewhere, and lets as many stand where keepalived names no line. Behind the line at which keepalived
 * stopped nobody knows what it would have said.
 */
export function compare(theirs: Verdict, ours: readonly Ours[]): Comparison {
  const lines = Map.groupBy(
    theirs.messages.filter(({ line }) => line > 0),
    ({ line }) => line,
  );
  const unplaced = theirs.messages.filter(({ line }) => line === 0);
  const own = Map.groupBy(ours, ({ line }) => line);
  const isExplained = (line: number): boolean =>
    ours.some(({ explains }) => explains && explains[0] <= line && line <= explains[1]);
  const differences: Difference[] = [];
  let agreed = 0;
  for (const [line, messages] of lines) {
    const left = messages.filter(({ text }) => !(CASCADE.test(text) && isExplained(line)));
    if (own.has(line) || left.length === 0) agreed++;
    else differences.push({ kind: 'missed', line, message: left.map(({ text }) => text).join(' / ') });
  }
  const last = theirs.ended ? Math.max(0, ...lines.keys()) : Infinity;
  const more = [...own].filter(([line]) => !lines.has(line) && !theirs.machine.has(line) && line <= last);
  if (unplaced.length > 0) {
    const stands = ours.length > 0;
    if (stands) agreed++;
    else differences.push({ kind: 'missed', line: 0, message: unplaced.map(({ text }) => text).join(' / ') });
  }
  for (const [line, findings] of more.slice(unplaced.length)) {
    const message = findings.map(({ finding }) => `${finding.code}: ${finding.message}`).join(' / ');
    differences.push({ kind: 'false', line, message });
  }
  if (theirs.ended === 'crashed' && !ours.some(({ finding }) => /crash/.test(finding.message))) {
    differences.push({ kind: 'missed', line: 0, message: 'keepalived crashes' });
  }
  return { agreed, differences };
}
