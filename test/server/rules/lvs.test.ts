import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../server/src/model/finding.ts';
import type { Version } from '../../../server/src/schema/index.ts';
import { applyEdits, memoryFiles } from '../../support/memory.ts';
import { BALANCED, bare, checker, forward, group, http, REAL, real, real6, virtual } from './balanced.ts';
import { check, codesOf, describeCases, expectMarked } from './marked.ts';

/** A virtual server whose header is marked. */
const marked = (text: string): string => text.replace(/virtual_server [^{]*(?= \{)/, '‹$&›');
/** The brace that ends the last block but one: of a real server, or of a checker inside it. */
const closing = (text: string, nth: number): string => {
  const lines = text.trimEnd().split('\n');
  lines[lines.length - nth] = '‹}›';
  return `${lines.join('\n')}\n`;
};

describeCases('virtual servers', [
  ['virtual-server-empty', marked(bare(BALANCED)), virtual('')],
  ['virtual-server-empty', closing(bare(BALANCED), 1), virtual(''), '2.2.8'],
  ['virtual-server-empty', marked(virtual('real_server ngx2 80 {\n}', '10.0.0.1 80', BALANCED)), virtual('')],
  ['virtual-server-incomplete', '‹virtual_server group› {\n}\n', virtual('', 'group G')],
  ['virtual-server-incomplete', '‹virtual_server fwmark› {\n}\n', virtual('', 'fwmark 5')],
  ['server-family', virtual('‹ip_family inet6›'), virtual('ip_family inet')],
  ['server-family', closing(real('', 'fd00::2 80'), 2), real('lvs_method TUN', 'fd00::2 80')],
  ['server-family', closing(virtual('sorry_server fd00::3 80'), 1), virtual('sorry_server 10.0.0.3 80')],
  ['not-an-address', real('', '‹fe80::2%eth0› 80'), real6('')],
  [
    'sorry-server-order',
    virtual('‹sorry_server_inhibit›\nsorry_server 10.0.0.3 80'),
    virtual('sorry_server 10.0.0.3 80\nsorry_server_inhibit'),
  ],
  ['sorry-server-order', virtual('‹sorry_server_lvs_method DR›'), virtual('')],
  [
    'real-server-duplicate',
    virtual(REAL.replace('real_server 10.0.0.2 80', '‹$&›')),
    virtual(REAL.replace('80', '81')),
  ],
  [
    'sorry-server-inhibit',
    virtual('inhibit_on_failure\n‹sorry_server 10.0.0.2 80›'),
    virtual('sorry_server 10.0.0.2 80'),
  ],
  ['protocol-default', marked(bare(`lb_algo rr\nlb_kind NAT\n${REAL}`)), virtual('')],
  ['scheduler-default', marked(bare(`protocol TCP\nlb_kind NAT\n${REAL}`)), virtual('')],
  ['forwarding-default', marked(bare(`protocol TCP\nlb_algo rr\n${REAL}`)), virtual('')],
  ['protocol-ignored', virtual('', 'fwmark 5').replace('protocol TCP', '‹$&›'), virtual('')],
  ['one-packet-protocol', virtual('‹ops›'), virtual('ops\nprotocol UDP')],
  ['ha-suspend-mark', virtual('‹ha_suspend›', 'fwmark 5'), virtual('ha_suspend')],
  ['persistence-forced', marked(virtual('', '10.0.0.1')), virtual('persistence_timeout', '10.0.0.1')],
  [
    'persistence-granularity',
    virtual('persistence_granularity ‹/24›'),
    virtual('persistence_granularity 255.255.255.0'),
  ],
  ['scheduler-flag', virtual('‹sh-port›'), virtual('lb_algo sh\nsh-port')],
  ['scheduler-flag', virtual('‹hashed›'), virtual('lb_algo sh\nhashed')],
  ['quorum-reduced', virtual('‹quorum 2›'), virtual('quorum 2\nweight 2')],
  ['quorum-reduced', marked(real('weight 0')), real('weight 1')],
  ['hysteresis-reduced', virtual('weight 5\nquorum 3\n‹hysteresis 3›'), virtual('weight 5\nquorum 3\nhysteresis 2')],
]);

describeCases('forwarding', [
  ['forwarding-method', forward('‹dr›'), forward('DR')],
  [
    'tunnel-options',
    forward('‹_›').replace('lb_kind ‹_›', '‹lb_kind TUN type gue›'),
    forward('TUN type gue port 5000'),
  ],
  ['tunnel-options', forward('TUN type ‹vxlan›'), forward('TUN type ipip')],
  ['tunnel-options', forward('TUN ‹foo›'), forward('TUN type gre csum')],
  ['port-mismatch', forward('DR').replace('10.0.0.2 80', '10.0.0.2 ‹8080›'), forward('NAT', 8080)],
  [
    'port-mismatch',
    forward('TUN', 80, 'fwmark 5').replace('10.0.0.2 80', '10.0.0.2 ‹80›'),
    forward('NAT', 80, 'fwmark 5'),
  ],
  [
    'port-mismatch',
    forward('DR', 80, 'group G', group('10.0.0.1 81')).replace('10.0.0.2 80', '10.0.0.2 ‹80›'),
    forward('DR', 80, 'group G', group('10.0.0.1 80')),
  ],
]);

describeCases('groups', [
  ['server-group-entry', group('‹10.0.0.256› 80'), group('10.0.0.1-10.0.1.5 80')],
  ['server-group-entry', group('‹10.0.0.1/24› 80'), group('10.0.0.0/24 80')],
  ['server-group-entry', group('‹10.0.0.0/24-5› 80'), group('10.0.0.1-5 80')],
  ['server-group-entry', group('‹10.0.0.1-10.0.1.5› 80'), group('10.0.0.1/24 80'), '2.2.1'],
  ['server-group-entry', group('fwmark ‹x›'), group('fwmark 5')],
  ['server-group-entry', group('fwmark 5 ‹ipv4›'), group('fwmark 5 inet6')],
  ['server-group-empty', closing(group(''), 1), group('10.0.0.1 80')],
  ['server-group-mixed', closing(group('fwmark 5\n10.0.0.1 80\nfd00::1 80'), 1), group('10.0.0.1 80\nfd00::1 80')],
  ['server-group-unusable', virtual('', 'group ‹G›'), group('10.0.0.1 80') + virtual('', 'group G')],
  [
    'server-group-unusable',
    group('fd00::1 80') + virtual('', 'group ‹G›'),
    virtual('', 'group G') + group('10.0.0.1 80'),
  ],
]);

describeCases('checkers', [
  ['checker-family', checker('TCP_CHECK', 'bindto ‹fd00::1›'), checker('TCP_CHECK', 'bindto 10.0.0.9')],
  ['checker-link-local', closing(real6('TCP_CHECK {\n}'), 3), real6('TCP_CHECK {\nbind_if eth0\n}')],
  ['http-check-incomplete', closing(checker('SSL_GET', ''), 3), http('')],
  ['http-check-incomplete', checker('HTTP_GET', 'ur {\npath /\n‹}›\nretry 1'), http('')],
  ['http-check-incomplete', checker('HTTP_GET', 'url {\npath /\n}\nurl {\n‹}›'), http('')],
  ['http-digest', http('digest ‹0123›'), http('digest 9b3a0c85a887a256d6939da88aabd8cd')],
  ['http-status-code', http('status_code 200 ‹2xx›'), http('status_code 200-299 404')],
  ['http-regex', http('‹regex a b›'), http('regex "a b"'), '2.2.8'],
  ['http-regex', http('regex a\n‹regex b›'), http('regex a'), '2.2.8'],
  ['http-regex-unused', http('‹regex a b›'), http('regex "a b"')],
  ['http-regex-unused', http('‹regex_no_match›'), http('regex a\nregex_no_match')],
  [
    'misc-check-incomplete',
    closing(checker('MISC_CHECK', 'misc_timeout 5'), 3),
    checker('MISC_CHECK', 'misc_path /bin/true'),
  ],
  ['dns-name', checker('DNS_CHECK', 'name ‹ngx..example›'), checker('DNS_CHECK', 'name ngx.example.')],
  ['dns-name', checker('DNS_CHECK', 'name x\n‹name y›'), checker('DNS_CHECK', 'name x')],
  ['udp-payload', checker('UDP_CHECK', '‹payload 0x00›'), checker('UDP_CHECK', 'payload 00 1f')],
  ['udp-payload', checker('UDP_CHECK', '‹payload 00 ff›'), checker('UDP_CHECK', 'payload ff 00')],
  [
    'udp-reply-length',
    closing(checker('UDP_CHECK', 'min_reply_length 256'), 3),
    checker('UDP_CHECK', 'min_reply_length 255'),
  ],
  ['text-replaced', virtual('virtualhost a\n‹virtualhost b›'), virtual('virtualhost a'), '2.2.8'],
  ['text-replaced', 'SSL {\nca /a\n‹ca /b›\n}\n', 'SSL {\nca /a\n}\n'],
  ['ssl-replaced', 'SSL {\n}\n‹SSL› {\n}\n', 'SSL {\n}\n'],
]);

const FILE = 'track_file f {\nfile /run/f\n}\n';
const BFD = 'bfd_instance b {\nneighbor_ip 10.0.0.9\n}\n';
const watch = (lines: string): string => checker('BFD_CHECK', lines);

describeCases('objects that checkers name', [
  [
    'file-check-object',
    closing(checker('FILE_CHECK', 'track_file ‹f›'), 3),
    FILE + checker('FILE_CHECK', 'track_file f'),
  ],
  [
    'file-check-object',
    closing(checker('FILE_CHECK', 'track_file ‹f›'), 3) + FILE,
    FILE + checker('FILE_CHECK', 'track_file f'),
  ],
  ['file-check-object', closing(checker('FILE_CHECK', ''), 3), FILE + checker('FILE_CHECK', 'track_file f')],
  ['bfd-check-object', watch('name ‹b›'), BFD + watch('name b')],
  ['bfd-check-object', watch('name ‹b›') + BFD, BFD + watch('name b')],
  ['bfd-check-object', closing(watch(''), 3), BFD + watch('name b')],
  ['bfd-check-object', BFD + watch('name b\nname ‹b›'), BFD + watch('name b')],
  [
    'bfd-check-object',
    BFD.replace('\n}', '\nvrrp\n}') + watch('name ‹b›'),
    BFD.replace('\n}', '\nvrrp\nchecker\n}') + watch('name b'),
  ],
]);

const messagesOf = (text: string, code: string, version?: Version): string[] =>
  check(text, version).flatMap(({ finding }) => (finding.code === code ? [finding.message] : []));

describe('a check without a url', () => {
  const bareHttp = 'HTTP_GET {\n}';
  it('crashes old releases where no check that connects stands before it', () => {
    expect(messagesOf(real(bareHttp), 'http-check-incomplete')).toEqual([expect.stringContaining('crashes')]);
    expect(messagesOf(real(`MISC_CHECK {\nmisc_path /bin/true\n}\n${bareHttp}`), 'http-check-incomplete')).toEqual([
      expect.stringContaining('crashes'),
    ]);
  });
  it('is only dropped otherwise', () => {
    const after = real('TCP_CHECK {\n}') + real(bareHttp, '10.0.0.3 80');
    for (const [text, version] of [
      [after, '2.2.7'],
      [real(bareHttp), '2.2.8'],
    ] as const) {
      const messages = messagesOf(text, 'http-check-incomplete', version);
      expect(messages).toHaveLength(1);
      expect(messages[0]).not.toContain('crashes');
    }
  });
});

describe('what follows from another mistake', () => {
  it('is not asked for where a word is only mistyped', () => {
    expect(codesOf(bare(`protocl TCP\nlb_algo rr\nlb_kind NAT\n${REAL}`))).toEqual(['unknown-keyword']);
  });
  it('is not said of a virtual server whose group is not kept', () => {
    expect(codesOf(group('') + bare(REAL, 'group G'))).toEqual(['server-group-empty', 'server-group-unusable']);
  });
  it('is not said of what stands in a block that is skipped', () => {
    expect(codesOf(virtual('real_server 10.0.0.3 http {\nweight x\nHTTP_GET {\n}\n}'))).toEqual(['not-a-number']);
  });
  it('is not said where a brace is missing, or a quote takes a line away', () => {
    expect(codesOf(bare(`${BALANCED}real_server 10.0.0.2 80\n}\n`))).not.toContain('virtual-server-empty');
    expect(codesOf(bare(`protocol TCP\nlb_algo rr\nlb_"kind NAT\n${REAL}`))).not.toContain('forwarding-default');
  });
  it('is not said where keepalived stops before it comes to it', () => {
    expect(codesOf(bare(`protocol\n${REAL}`))).toEqual(['missing-argument']);
    expect(codesOf(bare('real_server {\n}'))).toEqual(['missing-argument']);
    expect(codesOf(`${bare(`protocol TCP\n${REAL}`)}vrrp_instance A {\npriority\n}\n`)).toContain('scheduler-default');
  });
  it('is not said where a definition hides what stands there', () => {
    expect(codesOf(virtual('quorum 5\nreal_server ${RS} 80 {\n}')).filter((code) => code === 'quorum-reduced')).toEqual(
      [],
    );
    expect(codesOf(forward('${METHOD}', 8080)).filter((code) => code !== 'undefined-definition')).toEqual([]);
  });
});

describe('releases', () => {
  it.each([
    [checker('UDP_CHECK', 'payload 00ff'), 'udp-payload', '2.3.2', '2.3.3'],
    [bare(BALANCED), 'virtual-server-empty', '2.4.3', undefined],
    [checker('DNS_CHECK', 'name a.example'), 'dns-name', '2.1.4', '2.1.3'],
    [virtual('hashed'), 'scheduler-flag', '2.1.4', '2.1.3'],
    [virtual('virtualhost a\nvirtualhost b'), 'text-replaced', '2.2.8', '2.2.7'],
    [http('regex'), 'http-regex', '2.2.8', '2.2.7'],
    [real6('SMTP_CHECK {\nhost {\nbind_if eth0\n}\n}'), 'checker-link-local', '2.2.8', '2.2.7'],
  ] as const)('%s', (text, code, told, silent) => {
    expect(codesOf(text, told)).toContain(code);
    if (silent) expect(codesOf(text, silent)).not.toContain(code);
  });
});

describe('fixes', () => {
  const fix = (text: string, code: string): string => {
    const found = check(text).find(({ finding }) => finding.code === code)!.finding as Finding;
    const texts = { '/node/keepalived.conf': text };
    return applyEdits(texts, memoryFiles(texts), found.fixes![0]!.edits)['/node/keepalived.conf']!;
  };
  it.each([
    ['protocol-default', bare(`lb_algo rr\n${REAL}`), bare(`protocol TCP\nlb_algo rr\n${REAL}`)],
    ['scheduler-default', bare(`  protocol TCP\n${REAL}`), bare(`  lb_algo wlc\n  protocol TCP\n${REAL}`)],
    ['forwarding-method', forward('dr'), forward('DR')],
    ['port-mismatch', forward('DR', 8080), forward('DR', 80)],
    ['port-mismatch', forward('DR', 80, 'fwmark 5'), forward('DR', 80, 'fwmark 5').replace('10.0.0.2 80', '10.0.0.2')],
    ['quorum-reduced', virtual('quorum 5'), virtual('quorum 1')],
    ['real-server-duplicate', virtual(REAL.trimEnd()), virtual('').replace(/\n\n/, '\n')],
    ['one-packet-protocol', virtual('ops'), virtual('').replace(/\n\n/, '\n')],
  ])('%s', (code, wrong, right) => {
    expect(fix(wrong, code)).toBe(right);
  });
});

describe('bfd_instance', () => {
  it.each([
    ['bfd-incomplete', 'bfd_instance b {\nmin_rx 5\n‹}›\n'],
    ['bfd-family', 'bfd_instance b {\nneighbor_ip 10.0.0.9\nsource_ip fd00::1\n‹}›\n'],
    ['bfd-duplicate', `${BFD}bfd_instance ‹b› {\nneighbor_ip 10.0.0.8\n}\n`],
    ['bfd-duplicate', `${BFD}bfd_instance c {\nneighbor_ip 10.0.0.9\nsource_ip 10.0.0.1\n‹}›\n`],
    ['bfd-max-hops', 'bfd_instance b {\nneighbor_ip fd00::9\nmax_hops 65\n‹}›\n'],
    ['bfd-max-hops', 'bfd_instance b {\nneighbor_ip 10.0.0.9\nttl 5\nmax_hops 6\n‹}›\n'],
  ])('%s', (code, text) => {
    expectMarked(code, text);
  });
  it('may have a neighbour twice with two sources, or with and without multihop', () => {
    const one = 'neighbor_ip 10.0.0.9\n';
    const both = (a: string, b: string): string => `bfd_instance a {\n${one}${a}\n}\nbfd_instance b {\n${one}${b}\n}\n`;
    expect(codesOf(both('source_ip 10.0.0.1', 'source_ip 10.0.0.2'))).toEqual([]);
    expect(codesOf(both('multihop', ''), '2.2.8')).toEqual([]);
    expect(codesOf(both('', 'multihop off'), '2.2.8')).toEqual(['bfd-duplicate']);
  });
});
