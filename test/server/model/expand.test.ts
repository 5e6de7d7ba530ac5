import { describe, expect, test } from 'vitest';
import type { Directive } from '../../../server/src/model/directive.ts';
import { expand } from '../../../server/src/model/expand.ts';
import { offsetIn } from '../../../server/src/model/place.ts';
import { cacheFiles } from '../../../server/src/workspace/files.ts';
import { memoryFiles } from '../../support/memory.ts';

const sketch = (directives: readonly Directive[]): string =>
  directives
    .map(({ words, block }) => words.map((word) => word.text).join(' ') + (block ? ` { ${sketch(block.body)} }` : ''))
    .join('; ');

const read = (text: string, configId?: string, more: Record<string, string> = {}) =>
  expand('/etc/keepalived/keepalived.conf', {
    files: memoryFiles({ '/etc/keepalived/keepalived.conf': text, ...more }),
    ...(configId && { configId }),
  });

describe('conditions', () => {
  const shared = '@ngx1 priority 100\n@^ngx1 priority 99\nstate BACKUP';
  test.each([
    ['ngx1', 'priority 100; state BACKUP'],
    ['ngx2', 'priority 99; state BACKUP'],
    [undefined, 'priority 99; state BACKUP'],
  ])('as %s sees them', (id, expected) => expect(sketch(read(shared, id).directives)).toBe(expected));
});

describe('definitions', () => {
  test.each([
    ['braces may be left out before a blank or the end', '$A=1\npriority $A\nx $A y', 'priority 1; x 1 y'],
    ['with braces anywhere', '$A=51\nx VI_${A}.b', 'x VI_51.b'],
    ['without braces not inside a word', '$A=1\nx $A.com $A-b', 'x $A.com $A-b'],
    ['inside quotes', '$A=1\nx "a ${A} b"', 'x a 1 b'],
    ['of definitions, put in late', '$A=$B\n$B=2\nx $A', 'x 2'],
    ['again', '$A=1\nx $A\n$A=2\ny $A', 'x 1; y 2'],
    ['with blanks become words', '$A=192.168.10.111 dev ens33\nv { $A\n}', 'v { 192.168.10.111 dev ens33 }'],
    ['of many lines become lines', '$A=auth { \\\n t PASS \\\n }\n$A\nx', 'auth { t PASS }; x'],
    ['before a block', '$A=VI_1\nvrrp_instance $A {\n x\n}', 'vrrp_instance VI_1 { x }'],
    ['unknown names stay', 'x $A ${B}', 'x $A ${B}'],
    ['the folder and the config id are predefined', 'x ${_PWD} ${_INSTANCE}', 'x /etc/keepalived ngx1'],
    ['in circles end', '$A=$B\n$B=$A\nx $A', 'x $A'],
  ])('%s', (_, text, expected) => expect(sketch(read(text, 'ngx1').directives)).toBe(expected));

  test('that double themselves are left as they are in the end', () => {
    const doubling = Array.from({ length: 40 }, (_, i) => `$A${i}=\${A${i + 1}}\${A${i + 1}}`).join('\n');
    const text = sketch(read(`${doubling}\n$A40=x\ny \${A0}`).directives);
    expect(text.length).toBeLessThan(200_000);
  });

  test('a finding in what they become points at their use', () => {
    const text = '$A=1 2\nx $A';
    const { words, item } = read(text).directives[0]!;
    const tree = memoryFiles({ '/a': text }).tree('/a')!;
    expect(words.map(({ text: word }) => word)).toEqual(['x', '1', '2']);
    expect(offsetIn(tree, tree.items[1]!, words[2]!.start)).toBe(text.indexOf('$A', 3));
    expect(item.text).toBe('\nx $A');
  });
});

describe('what a person must edit', () => {
  /** Every word with the text that stands at its place. */
  const placed = (text: string, more: Record<string, string> = {}): string[] => {
    const words = (directives: readonly Directive[]): string[] =>
      directives.flatMap(({ words: own, item, block }) => [
        ...own.map(({ text: word, start, end }) => `${word}<${item.text.slice(start, end)}`),
        ...words(block?.body ?? []),
      ]);
    return words(read(text, undefined, more).directives);
  };

  test.each([
    ['words that nothing was put into', '$A=1\nx "y z" $A', ['x<x', 'y z<"y z"', '1<$A']],
    ['a word that holds a use', '$A=1\nx 10.${A}.0', ['x<x', '10.1.0<10.${A}.0']],
    ['several words out of one use', '$A=1 2\nx $A y', ['x<x', '1<$A', '2<$A', 'y<y']],
    ['uses inside definitions: the outermost', '$B=2\n$A=1 $B\nx $A', ['x<x', '1<$A', '2<$A']],
    ['lines of a definition', '$A=x 1 \\\ny 2\n$A', ['x<$A', '1<$A', 'y<$A', '2<$A']],
    ['a generator: its own text', '~SEQ(i, 1, 2) x $i', ['x<x', '1<$i', 'x<x', '2<$i']],
    ['behind a comment sign that is taken away', 'x \\! y $_', ['x<x']],
    ['blocks on one line', '$A=1\nb { x $A } y', ['b<b', 'x<x', '1<$A', 'y<y']],
  ])('%s', (_, text, expected) => expect(placed(text)).toEqual(expected));

  test('a block between uses keeps the places of its braces', () => {
    const [{ block, item }] = read('$A=a\n$A {\n x\n}').directives as [Directive];
    expect(item.text[block!.open.start]).toBe('{');
    expect(item.text[block!.close!.start]).toBe('}');
  });
});

describe('releases', () => {
  const as = (version: '2.0.8' | '2.1.0' | '2.2.7' | '2.4.0', text: string): string =>
    sketch(expand('/k', { files: memoryFiles({ '/k': text }), version, configId: 'foo' }).directives);

  test('before 2.4.0 what came out of a definition is examined again', () => {
    const text = '$X=@foo a 1234567\n$X\n$S=~SEQ(i, 1, 2) b $i \n$S\n';
    expect(as('2.2.7', text)).toBe('a 1234567; b 1; b 2');
    expect(as('2.4.0', text)).toBe('@foo a 1234567; ~SEQ(i, 1, 2) b $i');
  });

  test('know generators since 2.0.9 and 2.1.0', () => {
    expect(as('2.0.8', '~SEQ(i,1,2) b')).toBe('~SEQ(i,1,2) b');
    expect(as('2.1.0', '~SEQ(i,1,2) b')).toBe('b; b');
  });

  test('before 2.4.0 a backslash at the end of a comment counts', () => {
    expect(as('2.2.7', 'x # a \\\ny')).toBe('x\\; y');
    expect(as('2.4.0', 'x # a \\\ny')).toBe('x; y');
  });
});

describe('read again', () => {
  const file = '/etc/keepalived/keepalived.conf';
  const texts = { [file]: '$A=1\nb {\n x $A\n}\n~SEQ(i, 1, 2) c\nd $A\n' };

  test('what came out the same is the same object, each once', () => {
    const files = memoryFiles(texts);
    const first = expand(file, { files }).directives;
    const second = expand(file, { files }).directives;
    expect(sketch(first)).toBe('b { x 1 }; c; c; d 1');
    expect(first.map((each, i) => each === second[i])).toEqual([true, true, true, true]);
    expect(new Set(second).size).toBe(4);
  });

  test('what came out otherwise is not', () => {
    const edited = cacheFiles({ read: () => undefined, match: () => [] });
    edited.open(file, texts[file]);
    const before = expand(file, { files: edited }).directives;
    edited.open(file, texts[file]!.replace('$A=1', '$A=2'));
    expect(sketch(expand(file, { files: edited }).directives)).toBe('b { x 2 }; c; c; d 2');
    expect(sketch(before)).toBe('b { x 1 }; c; c; d 1');
  });
});

describe('bounds', () => {
  test.each([
    [
      'a generator of a thousand million lines',
      '~SEQ(i, 1, 1000000000) a {\n}\nvrrp_instance A {\n}',
      'too-many-lines',
    ],
    ['a definition that ends in itself', '$A=x \\\n$A\n$A', 'too-many-lines'],
    ['a definition that is itself', '$A=${A}\nx $A', 'endless'],
    ['a definition that holds itself', '$A=x${A}\n$A', 'too-long'],
    [
      'definitions that double each other',
      `${Array.from({ length: 40 }, (_, i) => `$A${i}=\${A${i + 1}}\${A${i + 1}}`).join('\n')}\nx \${A0}`,
      'too-long',
    ],
    [
      'empty definitions that double each other',
      `${Array.from({ length: 40 }, (_, i) => `$A${i}=\${A${i + 1}}\${A${i + 1}}`).join('\n')}\n$A40=\nx \${A0}`,
      'endless',
    ],
  ])('%s', (_, text, kind) => {
    const { problems, directives } = read(text);
    expect(problems.map((problem) => problem.kind)).toEqual([kind]);
    const count = (list: readonly Directive[]): number =>
      list.reduce((sum, { block }) => sum + 1 + count(block?.body ?? []), 0);
    expect(count(directives)).toBeLessThan(50_000);
  });

  test('of files that include each other over and over', () => {
    const names = Array.from({ length: 20 }, (_, i) => `/etc/keepalived/${i}.conf`);
    const files = names.map((name, i) => [name, `include ${i + 1}.conf\ninclude ${i + 1}.conf\n`] as const);
    const { problems } = read('include 0.conf', undefined, Object.fromEntries(files));
    expect(problems.map(({ kind }) => kind)).toContain('too-many-files');
  });
});

describe('includes', () => {
  test('relative to the including file, in blocks, through several files', () => {
    const expansion = read('include conf.d/a.conf\nz', undefined, {
      '/etc/keepalived/conf.d/a.conf': 'v {\n include ../vips.conf\n}',
      '/etc/keepalived/vips.conf': '10.0.0.1\n10.0.0.2',
    });
    expect(sketch(expansion.directives)).toBe('v { 10.0.0.1; 10.0.0.2 }; z');
    expect(expansion.directives[0]?.block?.body[0]?.file).toBe('/etc/keepalived/vips.conf');
    expect(expansion.files).toEqual([
      '/etc/keepalived/keepalived.conf',
      '/etc/keepalived/conf.d/a.conf',
      '/etc/keepalived/vips.conf',
    ]);
  });

  test('what is missing is remembered with its pattern', () => {
    const { includes } = read('include gone/*.conf');
    expect(includes).toMatchObject([{ pattern: 'gone/*.conf', files: [] }]);
  });

  test('a circle is followed once', () => {
    const { directives } = read('a\ninclude b.conf', undefined, {
      '/etc/keepalived/b.conf': 'b\ninclude keepalived.conf\nc',
    });
    expect(sketch(directives)).toBe('a; b; c');
  });

  test('definitions hold across files', () => {
    const { directives } = read('include defs.conf\nx $A', undefined, { '/etc/keepalived/defs.conf': '$A=1' });
    expect(sketch(directives)).toBe('x 1');
  });
});

test('a file that is not there is an empty configuration', () => {
  expect(expand('/nowhere', { files: memoryFiles({}) }).directives).toEqual([]);
});
