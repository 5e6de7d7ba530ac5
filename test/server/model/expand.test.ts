import { describe, expect, test } from 'vitest';
import type { Directive } from '../../../server/src/model/directive.ts';
import { expand } from '../../../server/src/model/expand.ts';
import { offsetIn } from '../../../server/src/model/place.ts';
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
