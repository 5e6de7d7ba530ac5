/** What hovers and go-to-definition make of `$NAME`, `~SEQ` and includes. */
import { describe, expect, test } from 'vitest';
import { complete } from '../../../server/src/features/completion.ts';
import { definition } from '../../../server/src/features/definition.ts';
import { hover } from '../../../server/src/features/hover.ts';
import type { Texts } from '../../support/memory.ts';
import { CHINESE, ENGLISH, FILE, marked, replaced } from './marked.ts';

const at = (text: string, preferences = ENGLISH, more: Texts = {}): string => {
  const { document, position } = marked(text, more);
  return hover(document, position, preferences)?.text ?? '';
};

describe('hover', () => {
  test('a use shows what it becomes, put in to the end, and where it is defined', () => {
    const text = at('$NET=10.0\n$IP=${NET}.0.1\nvrrp_instance A {\n virtual_ipaddress {\n  ${I|P} dev eth0\n }\n}\n');
    expect(text).toContain('`${IP}` becomes');
    expect(text).toContain('```keepalived\n10.0.0.1\n```');
    expect(text).toContain('`keepalived/keepalived.conf`:2');
  });

  test('what holds at this line, not what is defined last', () => {
    expect(at('$P=1\npriority $|P\n$P=2\n')).toContain('\n1\n');
  });

  test('all lines of a definition that has several', () => {
    expect(at('$A=auth {\\\n x \\\n }\n$|A\n')).toContain('auth {\nx\n}');
  });

  test('the values that a generator gives it', () => {
    expect(at('~SEQ(i, 1, 3) priority $|i\n')).toContain('1\n2\n3');
  });

  test('a definition shows its value and how often it is used', () => {
    expect(at('$|A=5\npriority $A\nvirtual_router_id $A\n')).toMatch(/```keepalived\n5\n```\n\n.*2 places/);
    expect(at('$|A=5\n')).toContain('not used');
  });

  test('a generator shows its first lines and how many there are', () => {
    const text = at('~SE|Q(i, 1, 256) 10.0.0.$i\n');
    expect(text).toContain('Makes 256 lines');
    expect(text).toContain('10.0.0.1\n10.0.0.2\n');
    expect(text).toContain('…');
  });

  test('a name that nothing defines', () => {
    expect(at('priority $|P\n')).toContain('nothing above defines');
  });

  test('of keepalived itself', () => {
    expect(at('x ${_P|WD}/y\n')).toContain('/etc/keepalived');
    expect(at('x ${_RAND|OM 1 9}\n')).toContain('draws');
    expect(at('x ${_EN|V HOME}\n')).toContain('2.4.0');
  });

  test('each node of a shared file has its own', () => {
    const { document, position } = marked('@a $P=150\n@b $P=100\npriority $|P\n');
    const readBy = ['a', 'b'].map((configId) => ({ file: FILE, configId }));
    const text = hover({ ...document, readBy }, position, ENGLISH)!.text;
    expect(text).toMatch(/On `a`:[\s\S]*150[\s\S]*On `b`:[\s\S]*100/);
  });

  test('in Chinese', () => {
    expect(at('$A=1\npriority $|A\n', CHINESE)).toContain('展开为');
    expect(at('~SE|Q(i, 1, 2) x $i\n', CHINESE)).toContain('生成 2 行');
  });
});

describe('go to definition', () => {
  const targets = (text: string, more: Texts = {}): string[] => {
    const { document, position } = marked(text, more);
    return definition(document, position, '2.2.7').map(({ file, range }) => `${file}:${range.start.line + 1}`);
  };

  test('of a use: the definition that counts there', () => {
    expect(targets('$A=1\nx $|A\n$A=2\n')).toEqual([`${FILE}:1`]);
    expect(targets('$A=1\n$A=2\nx ${|A}\n')).toEqual([`${FILE}:2`]);
  });

  test('of what a generator sets: its line', () => {
    expect(targets('y\n~SEQ(i, 1, 2) x $|i\n')).toEqual([`${FILE}:2`]);
  });

  test('of an include: every file that it names, with definitions put in', () => {
    const more = { '/etc/keepalived/d/a.conf': 'x', '/etc/keepalived/d/b.conf': 'y' };
    expect(targets('$D=d\ninclude $D/|*.conf\n'.replace('$D/', '${D}/'), more)).toEqual([
      '/etc/keepalived/d/a.conf:1',
      '/etc/keepalived/d/b.conf:1',
    ]);
  });
});

describe('completion', () => {
  const items = (source: string, version: '2.2.7' | '2.4.0' = '2.2.7') => {
    const { document, position, text } = marked(source);
    const found = complete(document, position, { ...ENGLISH, version });
    return {
      labels: found.map(({ label }) => label),
      apply: (label: string) => replaced(text, found.find((item) => item.label === label)!),
    };
  };

  test('of a $ offers the definitions and those of keepalived', () => {
    expect(items('$PRIO=100\npriority $|\n').labels).toEqual([
      '$PRIO',
      '${_PWD}',
      '${_INSTANCE}',
      '${_RANDOM}',
      '${_HASH}',
      '${_BANG}',
    ]);
    expect(items('x ${|\n', '2.4.0').labels).toContain('${_ENV}');
  });

  test.each([
    ['x $PR|\n', '$PRIO', 'x $PRIO\n'],
    ['x ${PR|}\n', '${PRIO}', 'x ${PRIO}\n'],
    ['x $P|.5\n', '${PRIO}', 'x ${PRIO}.5\n'],
    ['x "$|"\n', '${PRIO}', 'x "${PRIO}"\n'],
  ])('%s', (source, label, expected) => {
    expect(items(`$PRIO=100\n${source}`).apply(label)).toBe(`$PRIO=100\n${expected}`);
  });

  test('is silent in comments', () => {
    expect(items('$PRIO=100\nx # $|\n').labels).toEqual([]);
  });
});
