/** What becomes of lines before they are read, before the real keepalived: it complains where we say so, and nowhere else. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isOfKeepalived } from '../../../server/src/model/finding.ts';
import { rangeOf } from '../../../server/src/model/place.ts';
import { toNode } from '../../../server/src/model/toNode.ts';
import { checkNode } from '../../../server/src/rules/check.ts';
import { compareVersions, type Version } from '../../../server/src/schema/index.ts';
import { versionOf } from '../../support/keepalivedVersion.ts';
import { memoryFiles } from '../../support/memory.ts';
import { findProgram, lacks } from '../../support/requirements.ts';
import { instance } from './marked.ts';
import { type Setting, startKeepalived } from './realKeepalived.ts';

type Releases = { readonly since?: Version; readonly before?: Version };
type Case = readonly [text: string, setting?: Setting & Releases];

/** Every case ends with a word that keepalived does not know, so that both must have come to the end in the same block. */
const CASES: Readonly<Record<string, readonly Case[]>> = {
  definitions: [
    ['$A=100\nfoo $A ${A}\n$A\n'],
    ['$A=zz1 b\n$A\n$A c\nx$A\n'],
    ['$A=zz1\n$A.b $A-c $A,d\n(${A})\n'],
    ['$A=$B\n$B=zz2\n$A\n$B=zz3\n$A\n'],
    ['$A=zz1 # comment\n$A b\n'],
    ['$A=\nzz $A $A\n$A\n'],
    ['$A = 1\n$1=2\n$A-B=3\n$=4\n'],
    ['$A=  "zz 1"\n$A b\n"$A"\n'],
    [instance('$P=priority\n$P 100\n$P 0\n${P} 300\n')],
    [instance('$N=0\npriority 1$N0\npriority 1${N}0\npriority ${N}')],
    ['$A=vrrp_instance A {\n$A\ninterface eth0\nvirtual_router_id 1\npriority 0\n}\nzz\n'],
    ['$A=}\nglobal_defs {\nrouter_id a\n$A\nzz\n'],
    ['$A={ zz }\nglobal_defs $A\nyy\n'],
    ['$A=zz "\nfoo $A\nbar\n'],
    ['$X=@foo zz1 aaaaaaaaaaaaaaaaaaaaaaaa\n$X\nzz2\n', { configId: 'foo', since: '2.2.8' }],
    ['$D=$E=5\n$D\nzz ${E}\n', { since: '2.4.0' }],
    ['$D=$E=5\n$D\nzz ${E}1\n', { before: '2.4.0' }],
    [instance('priority 1\\#00\nadvert_int 1 # c \\\nzz')],
    [`$L=${'x'.repeat(600)}\nzz1 $L\nzz2 \${L}\${L}\n`],
    ['$_HASH=zz1\nfoo ${_HASH}\n${_HASH}\n'],
    ['zz1 ${_BANG} b {\nzz2\n'],
    ['zz1 a${_HASH}b\n'],
    ['zz1 ${_PWD}/x ${_INSTANCE}\n', { configId: 'lb1' }],
    [instance('priority ${_RANDOM 1 9}\nadvert_int ${_RANDOM 1 5}\nzz1')],
    ['zz ${_RANDOM 5 a}\nyy\n'],
    ['zz ${_RANDOM 1 2 3}\nyy\n', { since: '2.4.0' }],
    ['zz ${_RANDOM 9 1}\nyy\n', { since: '2.4.0' }],
    ['zz ${_ENV PATH}\nyy ${_ENV A B}\n', { since: '2.4.0' }],
    ['zz ${_ENV PATH}\nyy\n', { before: '2.4.0' }],
    ['$A=1\nzz ${A 5}\nyy\n'],
    ['$A=1\nzz ${A }\nyy\n'],
    ['zz1 \\# b\n$A=1\nzz2 \\# $A {\n}\n'],
    ['zz1 # c \\\n# d \\\nzz2\n'],
  ],
  'definitions of many lines': [
    ['$A=zz1 \\\nzz2 \\\nzz3\n$A\nzz4\n'],
    ['$A=\\\nzz1 \\\n# comment\n\\\nzz2\\\n\n$A\nzz3\n'],
    ['$A=\\\nzz1\n$A b\n'],
    ['$A=zz1 \\\nzz2\n$A b\nc $A\n'],
    ['$A=zz1 \\\nzz2\nc ${A} b\nyy\n'],
    ['$A=zz1 $B \\\nzz2\n$B=b\n$A\n$B=c\n$A\n'],
    ['$A=zz1 \\\n$B \\\nzz4\n$B=zz2 \\\nzz3\n$A\nzz5\n'],
    ['$A=zz1 \\\n$B=7 \\\nzz2 $B\n$A\nzz3 ${B}\n'],
    ['$A=global_defs { \\\n router_id a \\\n zz1 \\\n }\n$A\nzz2\n'],
    ['$A=zz1 \\\n@x zz2 \\\n@^x zz3\n$A\nyy\n', { configId: 'x' }],
    ['$A=zz1 \\\n~SEQ(i, 1, 2) zz2 $i \\\nzz3\n$A\nyy\n'],
    ['$A=zz1 $i \\\nzz2\n~SEQ(i, 1, 2) $A\nyy\n'],
    ['$A=zz1 # comment \\\nzz2\n$A\nzz3\n'],
    ['$A=zz1 \\\nzz2 \\'],
  ],
  conditions: [
    ['@a zz1\n@b zz2\n@^a zz3\n@^b zz4\n', { configId: 'a' }],
    ['@a\n@a # x\n@ zz1\n@a  @b zz2\nzz3\n', { configId: 'a' }],
    ['@a global_defs {\n@b vrrp_instance A {\nrouter_id x\n@a }\n@b }\nzz\n', { configId: 'a' }],
    ['global_defs { @a router_id x }\nzz\n', { configId: 'a' }],
    ['@b global_defs { zz1 } zz2\nzz3\n', { configId: 'a' }],
    ['@a $A=zz1\n@b $A=zz2\n@a $A\n@b $A\n', { configId: 'a' }],
    ['$A=@a\n$A zz1\n', { configId: 'a', since: '2.4.0' }],
  ],
  generators: [
    ['~SEQ(i, 1, 3) zz$i ${i}\nzz $i\n'],
    ['~SEQ(i, 3) zz ${i}\n~SEQ(i, -2) zz ${i}\n~SEQ(i, 0) zz ${i}\n'],
    ['~SEQ(i, 8, -3, 1) zz ${i}\n~SEQ(i,1,0,5) a\n~SEQ(i,1,-1,5) a\n~SEQ(i,5,1,1) a\n'],
    ['~SEQ(i, , 3) zz ${i}\n~SEQ(i, 1 2) a\n~SEQ(i, a) b\n~SEQ(i, 1, 2, 3, 4) c\n'],
    ['~SEQ(i) a\n~SEQ() a\n~SEQ a\n~SEQ (i, 1) zz$i\n~SEQ( i , 1 , 2 ) zz$i\n'],
    ['~SEQ(i, 1, 2\nzz\n'],
    ['~SEQx(i, 0x9, 0xb) zz${i}\n~SEQx(i, -1, 1) a\n~SEQ(i, 010, 011) zz${i}\n'],
    ['~SEQ(i,1,2) ~SEQ(j,1,2) zz $i $j\n'],
    ['$N=2\n~SEQ(i, 1, $N) zz $i\n~SEQ(i, 1, ${N}) zz\n~SEQ(i, 1, ${M}) zz\n'],
    ['~SEQ(i, 1, 2) global_defs { zz$i }\nyy\n'],
    ['~SEQ(i, 1, 2)\nzz\n~SEQ(i, 1, 2) # x\nyy\n'],
    [instance('~SEQ(i, 99, 101) priority $i\n~SEQ(i, 254, 257) priority ${i}\nzz')],
    [instance('virtual_ipaddress_excluded {\n~SEQ(i, 254, 257) 10.0.0.$i\n}\nzz')],
    ['~LST(v, a, b) zz$v ${v}\n~LST(v,a) yy ${v}\n~LST(v) a\n~LST(v, a b) zz\n'],
    ['~LST({a,b}, {1,2}, {3}, 4) zz ${a}-${b}\n~LST({a, b}, {1,2,3}) yy\n~LST(a, {1,2}) yy\nzz\n'],
    ['~LST(v, zz1, zz2) $v\n~LST a\n~LST(v, a\nzz\n'],
    ['$S=~SEQ(i, 1, 2) zz$i ${i}\n$S\nyy\n', { before: '2.4.0' }],
    ['$S=~SEQ(i, 1, 2) zz$i \n$S\nyy\n', { since: '2.4.0' }],
    ['$S=~SEQ(i, 1, 2) zz\n$S\nyy\n'],
    ['~FOO zz\nyy ~SEQ(i,1,2) b\n'],
  ],
  includes: [
    ['include a.conf\nzz\n', { more: { 'a.conf': 'zz1\n' } }],
    ['include nope.conf\nzz\n'],
    ['include nope*.conf\nzz\n'],
    ['include "a.conf"\nzz\n', { more: { 'a.conf': 'zz1\n' } }],
    ['include\nincludex a.conf\nincludes a.conf\nzz\n', { more: { 'a.conf': 'zz1\n' } }],
    ['includem nope.conf\n'],
    ['includew nope*.conf\n'],
    ['global_defs {\ninclude_check\n}\ninclude nope*.conf\n'],
    ['global_defs {\ninclude a.conf\nzz\n}\nyy\n', { more: { 'a.conf': 'router_id a\nzz1\n' } }],
    ['include a.conf\n$B\nzz $A\n', { more: { 'a.conf': '$A=1\n$B=zz2\n' } }],
    ['@x include a.conf\nzz\n', { configId: 'x', more: { 'a.conf': instance('') } }],
    ['$D=a\ninclude $D.conf\ninclude ${D}.conf\nzz\n', { more: { 'a.conf': 'zz1\n' } }],
    [
      '~SEQ(i, 1, 2) include a$i.conf\n~SEQ(i, 1, 2) include a${i}.conf\nzz\n',
      { more: { 'a1.conf': 'zz1\n', 'a2.conf': 'zz2\n' } },
    ],
    ['include a.conf\nrouter_id x\n}\nzz\n', { more: { 'a.conf': 'global_defs {\n' } }],
    ['global_defs { include a.conf }\nzz\n}\nyy\n', { more: { 'a.conf': 'router_id x\n' } }],
  ],
};

const MAIN = '/k/keepalived.conf';

/** Places of our findings that speak for keepalived, and those that the findings stand for. */
function placesOf(text: string, version: Version, { more = {}, configId }: Setting) {
  const texts = Object.fromEntries(Object.entries(more).map(([name, content]) => [`/k/${name}`, content]));
  const files = memoryFiles({ [MAIN]: text, ...texts });
  const node = toNode(MAIN, { files, version, ...(configId !== undefined && { configId }) });
  const placeOf = (file: string, line: number): string => `${file.replace('/k/', '')}:${line}`;
  const own = new Map<string, string>();
  const explained = new Set<string>();
  for (const { place, code, message, explains, origin } of checkNode(node, { version, files })) {
    if (!isOfKeepalived({ origin })) continue;
    const tree = files.tree(place.file)!;
    own.set(placeOf(place.file, rangeOf(tree, place).start.line + 1), `${code}: ${message}`);
    if (!explains) continue;
    const [first, last] = explains.map((each) => rangeOf(files.tree(each.file)!, each).start.line + 1);
    for (let line = first!; line <= last!; line++) explained.add(placeOf(place.file, line));
  }
  return { own, explained };
}

const saidPlaces = (messages: readonly string[]): Set<string> =>
  new Set(
    messages.flatMap((message) => {
      const [, file = 'keepalived.conf', line] = /^\((?:(?:.*\/)?([^/:]+): )?Line (\d+)\)/.exec(message) ?? [];
      return line ? [`${file}:${line}`] : [];
    }),
  );

const isLeftOut = lacks('keepalived', 'netns');
const installed = isLeftOut ? undefined : versionOf(findProgram('keepalived')!);

/** Whether a case speaks of what the installed release does. */
const isForRelease = ({ since, before }: Releases): boolean =>
  !installed ||
  (!(since && compareVersions(installed, since) < 0) && !(before && compareVersions(installed, before) >= 0));

describe.skipIf(isLeftOut)('parity with keepalived -t', () => {
  let keepalived: ReturnType<typeof startKeepalived>;
  beforeAll(() => {
    keepalived = startKeepalived();
  });
  afterAll(() => keepalived.end());

  for (const [subject, cases] of Object.entries(CASES)) {
    describe(subject, () => {
      for (const [text, setting = {}] of cases) {
        if (!isForRelease(setting)) continue;
        it(JSON.stringify(text).slice(0, 110), () => {
          const { version } = keepalived;
          const { messages } = keepalived.judge(text, setting);
          const said = saidPlaces(messages);
          const { own, explained } = placesOf(text, version, setting);
          const all = messages.join('\n');
          expect(
            [...said].filter((place) => !own.has(place) && !explained.has(place)),
            `missed of\n${all}`,
          ).toEqual([]);
          // What it says of the whole has no line: ours stands where a person must edit.
          if (messages.some((message) => !/Line \d+\)/.test(message))) return;
          expect(
            [...own].filter(([place]) => !said.has(place)),
            `more than\n${all}`,
          ).toEqual([]);
        });
      }
    });
  }
});
