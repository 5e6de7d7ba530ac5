import { describe, expect, it } from 'vitest';
import type { Directive } from '../../../server/src/model/directive.ts';
import { flatten, nest } from '../../../server/src/model/nesting.ts';
import { nodeOf } from '../../support/memory.ts';

const outline = (directives: readonly Directive[]): string =>
  directives
    .map(({ words, block }) => {
      const header = words.map(({ text }) => text).join(' ');
      if (!block) return header;
      const open = block.body.length ? `{ ${outline(block.body)}` : '{';
      return `${header} ${open}${block.close ? ' }' : ''}`;
    })
    .join('; ');
const read = (text: string, configId?: string): string =>
  outline(nodeOf({ '/k': text }, '/k', configId).expansion.directives);

describe('conditions on the lines of a block', () => {
  const shared =
    '@ngx1 vrrp_instance A {\n@ngx2 vrrp_instance B {\n@ngx1 state MASTER\n@ngx2 state BACKUP\npriority 100\n}\n';

  it('choose one of two headers', () => {
    expect(read(shared, 'ngx1')).toBe('vrrp_instance A { state MASTER; priority 100 }');
    expect(read(shared, 'ngx2')).toBe('vrrp_instance B { state BACKUP; priority 100 }');
  });

  it('leave the lines of a header that does not count to what surrounds it', () => {
    expect(read(shared, 'ngx3')).toBe('priority 100');
    expect(read('vrrp_instance A {\n@x track_interface {\neth1\n}\npriority 100\n}\n')).toBe(
      'vrrp_instance A { eth1 }; priority 100',
    );
  });

  it('leave a block open where its } does not count', () => {
    expect(read('vrrp_instance A {\npriority 100\n@x }\nvrrp_instance B {\n}\n')).toBe(
      'vrrp_instance A { priority 100; vrrp_instance B { }',
    );
  });
});

describe('nesting', () => {
  it.each([
    'a 1\nb {\nc {\nd\n}\n}\ne\n',
    'vrrp_instance A {\npriority 1\nvrrp_instance B {\n}\n',
    '}\na {\n{\nb\n}\nc\n}\n}\n',
  ])('gives back what was flattened: %j', (text) => {
    const { directives, strays } = nodeOf({ '/k': text }, '/k').expansion;
    const again = nest(flatten({ body: directives, strays }));
    expect(outline(again.body)).toBe(outline(directives));
    expect(again.strays).toEqual(strays);
  });

  it('ends at a depth that nothing meant reaches', () => {
    const text = `${'a {\n@x }\n'.repeat(10_000)}b\n`;
    expect(read(text).endsWith('; b')).toBe(true);
  });
});

describe('comment signs that come out of definitions', () => {
  it.each([
    ['${_HASH}', 'priority 1'],
    ['$OFF=${_HASH}\n$OFF', 'priority 1'],
    ['$OFF=\\#\n$OFF', 'priority 1; advert_int 2'],
  ])('begin one, where they get that far: %j', (off, left) => {
    const [use = '', ...definition] = off.split('\n').reverse();
    expect(read(`${definition.join('\n')}\npriority 1\n${use} advert_int 2\n`)).toBe(left);
  });
});
