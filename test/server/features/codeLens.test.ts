import { describe, expect, test } from 'vitest';
import { codeLenses } from '../../../server/src/features/codeLens.ts';
import type { Language } from '../../../server/src/features/document.ts';
import type { Texts } from '../../support/memory.ts';
import { nodesOf } from '../cluster/electionSupport.ts';
import { backup, config, exampleTexts } from '../cluster/support.ts';
import { judged } from './judged.ts';

const NGX1 = '/ws/ngx1/keepalived.conf';
const NGX2 = '/ws/ngx2/keepalived.conf';
const [A, B, C] = ['a', 'b', 'c'].map((name) => `/ws/${name}/keepalived.conf`) as [string, string, string];

function lenses(texts: Texts, file: string, language: Language = 'en', options = {}) {
  const { document, clusters } = judged(texts, file, options);
  return codeLenses(document, clusters, language);
}

const titles = (...asked: Parameters<typeof lenses>): string[] => lenses(...asked).map(({ title }) => title);

describe('the example pairs', () => {
  const pair = exampleTexts('master-backup');

  test('who is MASTER, who takes over, and how fast', () => {
    expect(titles(pair, NGX1)).toEqual(['MASTER while ngx1 is up; ngx2 takes 192.168.10.111 in 2.6 to 3.7 s']);
    expect(titles(pair, NGX2)).toEqual(['BACKUP; takes 192.168.10.111 in 2.6 to 3.7 s when ngx1 goes down']);
  });

  test('above the line of the instance, with the reasons behind it', () => {
    const [lens] = lenses(pair, NGX1);
    expect(lens!.range.start).toEqual({ line: 5, column: 0 });
    expect(lens!.tooltip).toBe(
      'All up: ngx1 is MASTER: priority 100 against 90 on ngx2.\n' +
        'ngx1 down: ngx2 is MASTER: ngx1 is down. ' +
        'It takes 3 adverts of 1 s without any, and a skew of 0.65 s.',
    );
  });

  test('in Chinese', () => {
    expect(titles(pair, NGX1, 'zh')).toEqual(['ngx1 正常时为 MASTER；ngx2 经 2.6 到 3.7 秒接管 192.168.10.111']);
    expect(titles(pair, NGX2, 'zh')).toEqual(['BACKUP；ngx1 宕机后经 2.6 到 3.7 秒接管 192.168.10.111']);
  });

  test('each instance of a master-master pair has its own', () => {
    expect(titles(exampleTexts('master-master'), NGX1)).toEqual([
      'MASTER while ngx1 is up; ngx2 takes 192.168.10.111 in 2.6 to 3.6 s',
      'BACKUP; takes 192.168.10.112 in 2.6 to 3.6 s when ngx2 goes down',
    ]);
  });
});

describe('what goes wrong', () => {
  test('two masters', () => {
    const texts = nodesOf(config(), backup({ vrid: 61 }));
    const both = 'Two masters: a and b both hold 192.168.10.111 (they do not hear each other)';
    expect([titles(texts, A), titles(texts, B)]).toEqual([[both], [both]]);
    expect(titles(texts, B, 'zh')).toEqual(['两个 MASTER：a、b 同时持有 192.168.10.111（彼此收不到通告）']);
  });

  test('three masters', () => {
    const texts = nodesOf(config(), backup({ vrid: 61 }), backup({ vrid: 62, priority: 80 }));
    expect(titles(texts, C)).toEqual(['3 masters: a, b and c all hold 192.168.10.111 (they do not hear each other)']);
  });

  test('nobody takes over', () => {
    const other = { vrid: 52, name: 'VI_2', address: '192.168.10.112' };
    const texts = nodesOf(config() + config(other), backup(other));
    expect(titles(texts, A)[0]).toBe('MASTER while a is up; nobody takes 192.168.10.111');
    expect(titles(texts, A, 'zh')[0]).toBe('a 正常时为 MASTER；没有节点接管 192.168.10.111');
  });

  test('a backup that cannot take over, and one that does not start', () => {
    const check = 'vrrp_script chk {\n    script "/bin/true"\n    weight 0 reverse\n}\n';
    const inFault = nodesOf(config(), check + backup({ more: 'track_script {\n        chk\n    }' }));
    expect(titles(inFault, B)).toEqual(['FAULT; a holds 192.168.10.111']);
    expect(titles(inFault, A)).toEqual(['MASTER while a is up; nobody takes 192.168.10.111']);
    const twice = backup({ name: 'VI_2', address: '192.168.10.112' });
    expect(titles(nodesOf(config(), backup() + twice), B)[0]).toBe(
      'keepalived does not start here; a holds 192.168.10.111',
    );
  });

  test('addresses of one instance that fare differently', () => {
    const texts = nodesOf(config({ address: '192.168.10.111 192.168.10.112' }), backup());
    expect(titles(texts, A, 'en', { version: '2.3.3' })).toEqual([
      'MASTER while a is up; b takes 192.168.10.111 in 2.6 to 3.7 s; nobody takes 192.168.10.112',
    ]);
    expect(titles(texts, A)).toEqual([
      'MASTER while a is up; a and b both hold 192.168.10.111 (they do not hear each other); nobody takes 192.168.10.112',
    ]);
  });
});

test('the third of three nodes is told who takes over', () => {
  const texts = nodesOf(config(), backup(), backup({ priority: 80 }));
  expect(titles(texts, C)).toEqual(['BACKUP; b takes 192.168.10.111 in 2.6 to 3.7 s when a goes down']);
  expect(titles(texts, C, 'zh')).toEqual(['BACKUP；a 宕机后 b 经 2.6 到 3.7 秒接管 192.168.10.111']);
});

test('more than three addresses are counted', () => {
  const address = [1, 2, 3, 4, 5].map((number) => `192.168.10.11${number}`).join(' ');
  const texts = nodesOf(config({ address }), backup({ address }));
  expect(titles(texts, A)[0]).toContain('b takes 192.168.10.111, 192.168.10.112, 192.168.10.113 and 2 more in');
  expect(titles(texts, A, 'zh')[0]).toContain('192.168.10.111、192.168.10.112、192.168.10.113 等 5 个地址');
});

test('a lone file, and an instance without addresses, have nothing above them', () => {
  expect(titles({ [A]: config() }, A)).toEqual([]);
  const texts = nodesOf(config(), `${backup()}vrrp_instance VI_2 {\n    virtual_router_id 52\n}\n`);
  expect(titles(texts, B)).toHaveLength(1);
});

test('one file with @id lines has a line for every node', () => {
  const shared = config().replace('priority 100', '@a priority 100\n    @b priority 90');
  const file = '/ws/keepalived.conf';
  expect(titles({ [file]: shared }, file)).toEqual([
    'a: MASTER while a is up; b takes 192.168.10.111 in 2.6 to 3.7 s',
    'b: BACKUP; takes 192.168.10.111 in 2.6 to 3.7 s when a goes down',
  ]);
});

test('an instance stands where it is written: in the file that is included', () => {
  const part = '/ws/a/vips.inc';
  const texts = { ...nodesOf('include vips.inc\n', backup()), [part]: `\n${config()}` };
  expect(lenses(texts, A, 'en', { mainFiles: [A, B] })).toEqual([]);
  const [lens] = lenses(texts, part, 'en', { mainFiles: [A, B] });
  expect(lens).toMatchObject({ range: { start: { line: 4 } }, title: expect.stringContaining('MASTER while a is up') });
});
