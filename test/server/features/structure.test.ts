import { describe, expect, test } from 'vitest';
import { definition } from '../../../server/src/features/definition.ts';
import { foldingRanges } from '../../../server/src/features/folding.ts';
import { type DocumentSymbol, documentSymbols } from '../../../server/src/features/symbols.ts';
import { FILE, marked } from './marked.ts';

const PAIR = `! ngx1
global_defs {
    router_id ngx1
}
vrrp_instance VI_1 {
    authentication {
        auth_type PASS
    }
    virtual_ipaddress {
        192.168.10.111/24 dev ens33
        192.168.10.112
    }
}
`;

describe('document symbols', () => {
  const outline = (symbols: readonly DocumentSymbol[]): unknown[] =>
    symbols.map(({ name, detail, children }) => [detail ? `${name}: ${detail}` : name, ...outline(children)]);

  test('blocks with their names, nested, lists with their entries', () => {
    expect(outline(documentSymbols(marked(PAIR).document))).toEqual([
      ['global_defs'],
      ['vrrp_instance VI_1', ['authentication'], ['virtual_ipaddress: 192.168.10.111/24, 192.168.10.112']],
    ]);
  });

  test('the range is the block, the selection its name', () => {
    const instance = documentSymbols(marked(PAIR).document)[1]!;
    expect(instance.range).toEqual({ start: { line: 4, column: 0 }, end: { line: 12, column: 1 } });
    expect(instance.selection).toEqual({ start: { line: 4, column: 14 }, end: { line: 4, column: 18 } });
  });

  test('blocks that were never closed, stray braces and empty names', () => {
    expect(
      outline(documentSymbols(marked('vrrp_instance A {\n authentication {\nvrrp_instance B {').document)),
    ).toEqual([['vrrp_instance A', ['authentication']], ['vrrp_instance B']]);
    expect(outline(documentSymbols(marked('{\nvrrp_script x {\n}\n}\n}\n"" {\n}').document))).toEqual([
      ['vrrp_script x'],
      ['""'],
    ]);
  });
});

describe('folding', () => {
  test('blocks up to the line in front of their brace', () => {
    expect(foldingRanges(marked(PAIR).document.tree)).toEqual([
      { start: 1, end: 2, kind: 'block' },
      { start: 4, end: 11, kind: 'block' },
      { start: 5, end: 6, kind: 'block' },
      { start: 8, end: 10, kind: 'block' },
    ]);
  });

  test('comments of several lines, and only those', () => {
    const text = '# one\n! two\n\nglobal_defs { # here\n# alone\n}\nuse_pid_dir # behind\n# next\n  # last\n';
    const comments = foldingRanges(marked(text).document.tree).filter(({ kind }) => kind === 'comment');
    expect(comments).toEqual([
      { start: 0, end: 1, kind: 'comment' },
      { start: 7, end: 8, kind: 'comment' },
    ]);
  });

  test('one line and empty blocks have nothing to fold; an open one goes to its last line', () => {
    expect(foldingRanges(marked('global_defs { }\nvrrp_script x\n{\n}\n').document.tree)).toEqual([
      { start: 1, end: 2, kind: 'block' },
    ]);
    expect(foldingRanges(marked('global_defs {\n router_id a\n use_pid_dir').document.tree)).toEqual([
      { start: 0, end: 2, kind: 'block' },
    ]);
  });
});

describe('definition', () => {
  const OBJECTS = `vrrp_script S {
}
vrrp_track_process P {
}
track_file F {
}
bfd_instance D {
}
track_group T {
}
virtual_server_group V {
}
vrrp_instance I {
}
$ADDRESS=192.168.10.111
`;

  /** Line and column of the definitions, counted from 1. */
  function at(source: string, more = {}): string[] {
    const { document, position } = marked(source, more);
    return definition(document, position, '2.2.7').map(
      ({ file, range: { start } }) => `${file}:${start.line + 1}:${start.column + 1}`,
    );
  }

  test.each([
    ['track_script', 'vrrp_instance X {\n track_script {\n  S| weight 2\n }\n}', 1, 13],
    ['track_process', 'vrrp_instance X {\n track_process {\n  |P\n }\n}', 3, 20],
    ['track_file', 'vrrp_instance X {\n track_file {\n  F|\n }\n}', 5, 12],
    ['track_bfd', 'vrrp_instance X {\n track_bfd {\n  D|\n }\n}', 7, 14],
    ['track_group of a static address', 'static_ipaddress {\n 192.168.1.1 dev eth0 track_group T|\n}', 9, 13],
    ['virtual_server group', 'virtual_server group V| {\n}', 11, 22],
    ['member of a sync group', 'vrrp_sync_group G {\n group {\n  A I|\n }\n}', 13, 15],
    ['$NAME', 'vrrp_instance X {\n virtual_ipaddress {\n  $ADDR|ESS\n }\n}', 15, 2],
    ['${NAME} inside a word', 'vrrp_instance X {\n virtual_ipaddress {\n  ${ADDR|ESS}/24\n }\n}', 15, 2],
  ])('%s', (_, use, line, column) => {
    expect(at(OBJECTS + use)).toEqual([`${FILE}:${line}:${column}`]);
  });

  test('in another file of the configuration, all of them where there are several', () => {
    const script = 'vrrp_script S {\n}\n';
    const use = `${script}vrrp_instance X {\n track_script {\n  S|\n }\n}`;
    expect(at(use, { '/etc/keepalived/a.conf': `\n${script}` })).toEqual([
      `${FILE}:1:13`,
      '/etc/keepalived/a.conf:2:13',
    ]);
  });

  test('an include leads to its files', () => {
    const more = { '/etc/keepalived/conf.d/a.conf': '', '/etc/keepalived/conf.d/b.conf': '' };
    expect(at('include conf.d/*.co|nf', more)).toEqual([
      '/etc/keepalived/conf.d/a.conf:1:1',
      '/etc/keepalived/conf.d/b.conf:1:1',
    ]);
  });

  test('no other kind of object of the same name, and nothing for plain values', () => {
    expect(at('vrrp_script X {\n}\nvrrp_sync_group G {\n group {\n  X|\n }\n}')).toEqual([]);
    expect(at(`${OBJECTS}vrrp_instance X {\n priority 1|00\n}`)).toEqual([]);
  });
});
