/** What we say of a configuration, held against what keepalived says. */
import { isOfKeepalived } from '../../../../server/src/model/finding.ts';
import { positionIn, rangeOf } from '../../../../server/src/model/place.ts';
import { toNode } from '../../../../server/src/model/toNode.ts';
import { checkNode } from '../../../../server/src/rules/check.ts';
import type { Version } from '../../../../server/src/schema/index.ts';
import { memoryFiles } from '../../../support/memory.ts';
import type { Verdict } from '../realKeepalived.ts';

/** One line for each difference; what it says of the whole must have a finding of ours, wherever that stands. */
export function differences(text: string, { lines, unplaced }: Verdict, version: Version): string[] {
  const files = memoryFiles({ '/k': text });
  const tree = files.tree('/k')!;
  const findings = checkNode(toNode('/k', { files }), { version, files }).filter(isOfKeepalived);
  const own = new Map(findings.map(({ place, code }) => [rangeOf(tree, place).start.line + 1, code]));
  const spans = findings.flatMap(({ explains }) =>
    explains ? [explains.map(({ item, start }) => positionIn(tree, item, start).line + 1)] : [],
  );
  const isSaid = (line: number): boolean =>
    own.has(line) || spans.some(([first, last]) => first! <= line && line <= last!);
  const missed = [...lines].filter((line) => !isSaid(line)).map((line) => `missed: line ${line}`);
  if (unplaced) return own.size ? missed : [...missed, 'missed: something without a line'];
  const more = [...own].filter(([line]) => !lines.has(line));
  return [...missed, ...more.map(([line, code]) => `too much: line ${line}, ${code}`)];
}
