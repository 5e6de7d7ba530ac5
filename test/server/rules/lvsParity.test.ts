/** Load balancing and BFD before the real keepalived: it complains of the lines that we mark, and of no other. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lacks } from '../../support/requirements.ts';
import { check } from './marked.ts';
import { startKeepalived } from './realKeepalived.ts';

const BALANCED = 'protocol TCP\nlb_algo rr\nlb_kind NAT\n';
const REAL = 'real_server 10.0.0.2 80 {\n}\n';
/** A virtual server in order but for these lines, which stand last. */
const virtual = (lines: string, head = '10.0.0.1 80', before = BALANCED + REAL): string =>
  `virtual_server ${head} {\n${before}${lines}\n}\n`;
/** A virtual server with these lines and no others. */
const bare = (lines: string, head = '10.0.0.1 80'): string => virtual(lines, head, '');
const real = (lines: string, head = '10.0.0.2 80'): string =>
  virtual(`real_server ${head} {\n${lines}\n}`, '10.0.0.1 80', BALANCED);
const real6 = (lines: string, head = 'fe80::2 80'): string =>
  virtual(`real_server ${head} {\n${lines}\n}`, 'fe80::1 80', BALANCED);
const checker = (name: string, lines: string): string => real(`${name} {\n${lines}\n}`);
const http = (lines: string): string => checker('HTTP_GET', `url {\npath /\n${lines}\n}`);
const group = (entries: string, name = 'G'): string => `virtual_server_group ${name} {\n${entries}\n}\n`;
const forward = (method: string, port = 80, head = '10.0.0.1 80', before = ''): string =>
  `${before}virtual_server ${head} {\n${head.startsWith('fwmark') ? '' : 'protocol TCP\n'}lb_algo rr\nlb_kind ${method}\nreal_server 10.0.0.2 ${port} {\n}\n}\n`;
const FILE = 'track_file f {\nfile /tmp/kha.f\n}\n';
const bfd = (name: string, lines: string): string => `bfd_instance ${name} {\n${lines}\n}\n`;
const BFD = bfd('b', 'neighbor_ip 10.0.0.9');

const CONFIGURATIONS: Readonly<Record<string, readonly string[]>> = {
  'virtual servers': [
    virtual(''),
    bare(''),
    bare(REAL),
    bare(`protocol TCP\n${REAL}`),
    bare(`lb_algo rr\nlb_kind NAT\n${REAL}`),
    virtual('', '10.0.0.1'),
    virtual('', '10.0.0.1 0'),
    virtual('', '10.0.0.1 http'),
    virtual('quorum 0', '10.0.0.1 70000'),
    virtual('quorum 0', '10.0.0.256 80'),
    virtual('quorum 0', 'fe80::1%eth0 80'),
    virtual('', 'fwmark 5'),
    virtual('', 'fwmark 5', `lb_algo rr\nlb_kind NAT\n${REAL}`),
    virtual('quorum 0', 'fwmark x'),
    virtual('quorum 0', 'fwmark -1'),
    virtual('ha_suspend', 'fwmark 5', `lb_algo rr\nlb_kind NAT\n${REAL}`),
    virtual('ha_suspend'),
    virtual('ip_family inet'),
    virtual('ip_family inet6'),
    virtual('ip_family ipv4'),
    virtual('ip_family inet6\nip_family inet', 'fwmark 5', 'lb_algo rr\nlb_kind TUN\n'),
    virtual('lb_algo best'),
    virtual('lvs_sched wrr'),
    virtual('hashed'),
    virtual('ops'),
    virtual('ops\nprotocol udp'),
    virtual('ops\nprotocol SCTP'),
    virtual('sh-port'),
    virtual('lb_algo sh\nsh-port\nsh-fallback\nmh-port\nhashed'),
    virtual('lb_algo mh\nmh-port\nmh-fallback\nsh-port'),
    virtual('mh-port\nlb_algo mh'),
    virtual('flag-1\nflag-2\nflag-3'),
    virtual('persistence_timeout'),
    virtual('persistence_timeout 0\npersistence_timeout 50'),
    virtual('persistence_timeout 0', '10.0.0.1 0'),
    virtual('persistence_timeout', '10.0.0.1'),
    virtual('persistence_granularity 255.255.255.0', '10.0.0.1'),
    virtual('persistence_granularity 24', '10.0.0.1'),
    virtual('persistence_granularity 255.255.0.256'),
    virtual('persistence_granularity x', '10.0.0.1'),
    virtual('persistence_granularity 1.2.3.4.5'),
    virtual('persistence_granularity 0xffffff00'),
    virtual('persistence_granularity 64', 'fd00::1 80', `${BALANCED}real_server fd00::2 80 {\n}\n`),
    virtual('persistence_granularity 129', 'fd00::1 80', `${BALANCED}real_server fd00::2 80 {\n}\n`),
    virtual('persistence_granularity 255.255.255.0', 'fd00::1 80', `${BALANCED}real_server fd00::2 80 {\n}\n`),
    virtual('persistence_granularity 64\nip_family inet', 'fwmark 5', 'lb_algo rr\nlb_kind TUN\n'),
    virtual('persistence_engine sip\npersistence_engine abcdefghijklmnopq'),
    virtual('protocol ICMP\nprotocol tcp'),
    virtual('smtp_alert maybe\nsmtp_alert on\nvirtualhost\nvirtualhost a'),
    virtual('quorum 2'),
    virtual('quorum 2\nweight 2'),
    virtual('weight 0\nweight 5\nquorum 5'),
    virtual('hysteresis 1'),
    virtual('hysteresis 0\nquorum 1'),
    virtual('quorum 5\nhysteresis 3\nweight 3'),
    virtual('quorum 5\nhysteresis 3\nweight 10'),
    virtual('quorum_up "/bin/true a"\nquorum_up /bin/false\nquorum_down /bin/true\nquorum_down /bin/true'),
    virtual('retry 0\ndelay_before_retry x\nwarmup -1\nconnect_timeout 0\ndelay_loop 0'),
    virtual('alpha\nomega\ninhibit_on_failure'),
    virtual('snmp_name a b\nsnmp_name c'),
  ],
  forwarding: [
    forward('DR'),
    forward('DR', 8080),
    forward('TUN', 8080),
    forward('NAT', 8080),
    forward('dr'),
    forward('TUN type gue port 5555'),
    forward('TUN type gue'),
    forward('TUN type ipip port 5555'),
    forward('TUN type gre csum'),
    forward('TUN type gre remcsum'),
    forward('TUN csum'),
    forward('TUN type'),
    forward('TUN port'),
    forward('TUN type vxlan'),
    forward('TUN type gue port 0'),
    forward('TUN nocsum csum type gre foo'),
    forward('NAT 5'),
    forward('DR', 80, 'fwmark 5'),
    forward('DR', 0, 'fwmark 5'),
    forward('DR', 80, '10.0.0.1 0'),
    forward('DR', 8080, 'group G', group('10.0.0.1 80')),
    forward('DR', 80, 'group G', group('10.0.0.1 80\n10.0.0.3 81')),
    forward('DR', 80, 'group G', group('fwmark 5')),
    forward('DR', 80, 'group G', group('fwmark 5\n10.0.0.1 80')),
    virtual('sorry_server 10.0.0.3 8080', '10.0.0.1 80', `protocol TCP\nlb_algo rr\nlb_kind DR\n${REAL}`),
    virtual('sorry_server 10.0.0.3 8080', 'fwmark 5', 'lb_algo rr\nlb_kind DR\nreal_server 10.0.0.2 {\n}\n'),
    virtual(
      'sorry_server 10.0.0.3 8080\nsorry_server_lvs_method NAT',
      'fwmark 5',
      'lb_algo rr\nlb_kind DR\nreal_server 10.0.0.2 {\n}\n',
    ),
    forward('DR', 80, 'group G', group('10.0.0.1 80')).replace('lb_algo', 'sorry_server 10.0.0.3 8080\nlb_algo'),
    real('lvs_method DR', '10.0.0.2 8080'),
    real('lvs_method direct', '10.0.0.2 8080'),
    bare(`protocol TCP\nlb_algo rr\nreal_server 10.0.0.2 80 {\nlvs_method NAT\n}\n`),
    bare(`protocol TCP\nlb_algo rr\nsorry_server 10.0.0.4 80\nreal_server 10.0.0.2 80 {\nlvs_method NAT\n}\n`),
    bare(`protocol TCP\nlb_algo rr\n${REAL}lb_kind TUN\n`),
  ],
  'real servers': [
    real(''),
    real('', '10.0.0.2'),
    real('weight -1', '10.0.0.256 80'),
    real('weight -1', 'ngx2 80'),
    real('weight -1', '10.0.0.2 http'),
    real('weight -1', 'fe80::2%eth0 80'),
    real('', 'fd00::2 80'),
    real('lvs_method TUN', 'fd00::2 80'),
    virtual('real_server fd00::2 80 {\nlvs_method DR\n}'),
    virtual('real_server fd00::2 80 {\n}\nreal_server 10.0.0.3 80 {\n}', 'fwmark 5', 'lb_algo rr\nlb_kind NAT\n'),
    virtual(REAL),
    virtual(`${REAL}quorum 2`),
    virtual('real_server 10.0.0.2 {\n}'),
    real('weight 0'),
    real('weight 0\nweight x\nweight 5'),
    real('weight 2147483648\nuthreshold x\nlthreshold -1\ninhibit_on_failure maybe\nalpha perhaps'),
    real('notify_up /bin/true\nnotify_up /bin/true\nnotify_down "/bin/true x"\nnotify_down /bin/true'),
    real('smtp_alert 1\nvirtualhost\nsnmp_name\nretry 0\nconnect_timeout x\ndelay_loop 0\nwarmup x'),
    virtual('sorry_server 10.0.0.3 80\nsorry_server_inhibit'),
    virtual('sorry_server_inhibit\nsorry_server 10.0.0.3 80'),
    virtual('sorry_server_lvs_method DR'),
    virtual('sorry_server 10.0.0.3 80\nsorry_server_lvs_method direct'),
    virtual('sorry_server ngx 80'),
    virtual('sorry_server 10.0.0.3 http'),
    virtual('sorry_server fd00::3 80'),
    virtual('sorry_server fd00::3 80\nsorry_server_lvs_method TUN'),
    virtual('sorry_server 10.0.0.2 80'),
    virtual('sorry_server 10.0.0.2 80\ninhibit_on_failure'),
    virtual('sorry_server 10.0.0.2 80\nsorry_server_inhibit'),
    virtual('sorry_server 10.0.0.2 80\nsorry_server_inhibit\ninhibit_on_failure'),
  ],
  groups: [
    group('10.0.0.1 80') + virtual('', 'group G'),
    virtual('', 'group G') + group('10.0.0.1 80'),
    virtual('', 'group G'),
    group('') + virtual('', 'group G'),
    group('10.0.0.256 80') + virtual('', 'group G'),
    group('10.0.0.1 http\n10.0.0.1 70000\n10.0.0.1 80'),
    group('10.0.0.1-5 80\n10.0.0.5-1 80\n10.0.0.5-5 80\n10.0.0.1-256 80\n10.0.0.1-x 80'),
    group('10.0.0.1-10.0.1.5 80\n10.0.1.1-10.0.0.5 80\n10.0.0.1-10.0.0.256 80\n10.0.0.1- 80'),
    group('fd00::1-f 80\nfd00::1-10000 80\nfd00::f-1 80\nfd00::1-fd00::5 80\nfd00::5-fd00::1 80\nfd00::1-g 80'),
    group('10.0.0.0/24 80\n10.0.0.1/24 80\n10.0.0.0/33 80\n10.0.0.0/0 80\n10.0.0.1/32 80\n10.0.0.0/x 80'),
    group('fd00::/64 80\nfd00::1/64 80\nfd00::/129 80\nfd00::1/128 80\nfd00:0:0:1::/60 80'),
    group('fwmark 5\nfwmark x\nfwmark -1\nfwmark 6 inet\nfwmark 7 inet3') + virtual('', 'group G'),
    group('fwmark 5\n10.0.0.1 80\nfd00::1 80') + virtual('', 'group G'),
    group('fwmark 5 inet\n10.0.0.1 80\nfd00::1 80') + bare(`protocol TCP\nlb_algo rr\nlb_kind TUN\n${REAL}`, 'group G'),
    group('fd00::1 80') + virtual('', 'group G'),
    group('10.0.0.1 80\n10.0.0.1') + virtual('', 'group G'),
    group('10.0.0.1 80\n10.0.0.1') + virtual('persistence_timeout', 'group G'),
    group('fwmark 5') + bare(`lb_algo rr\nlb_kind NAT\n${REAL}`, 'group G'),
    group('fwmark 5\n10.0.0.1 80') + bare(`lb_algo rr\nlb_kind NAT\nha_suspend\n${REAL}`, 'group G'),
    'virtual_server_group G x {\n10.0.0.1 80\n}\n',
  ],
  checkers: [
    ...['HTTP_GET', 'SSL_GET'].map((name) => checker(name, 'url {\npath /\n}\nretry x\nnb_get_retry 5')),
    ...['TCP_CHECK', 'SMTP_CHECK', 'DNS_CHECK', 'UDP_CHECK', 'PING_CHECK'].flatMap((name) => [
      checker(name, 'connect_ip fd00::5\nbindto 10.0.0.3'),
      checker(name, 'bindto fd00::3'),
      checker(name, 'bindto fd00::3\nconnect_ip fd00::5'),
      checker(name, 'connect_ip x\nbindto fd00::3\nconnect_ip 10.0.0.7'),
      checker(name, 'connect_ip fe80::5'),
      checker(name, 'connect_ip fe80::5\nbind_if eth0'),
      checker(name, 'connect_ip fe80::5\nbind_if abcdefghijklmnop'),
      real6(`${name} {\n}`),
      real6(`${name} {\nbind_if eth0\nconnect_port 0\nbind_port 70000\nfwmark x\n}`),
    ]),
    checker(
      'TCP_CHECK',
      'retry -1\ndelay_before_retry x\nwarmup 1.1234567\ndelay_loop 0\nalpha maybe\nlog_all_failures x',
    ),
    checker('TCP_CHECK', 'connect_timeout 0\nbind_if abcdefghijklmnopq'),
    checker('SMTP_CHECK', 'helo_name'),
    real6('SMTP_CHECK {\nhost {\nconnect_ip fe80::5\n}\n}'),
    real6('SMTP_CHECK {\nhost {\nconnect_ip fe80::5\nbind_if eth0\n}\n}'),
    real6('SMTP_CHECK {\nconnect_port 25\nhost {\nbind_if eth0\n}\n}'),
    real(`TCP_CHECK {\n}\nHTTP_GET {\n}`),
    real(`TCP_CHECK {\n}\nHTTP_GET {\nurl {\ndigest 5\n}\n}`),
    checker('HTTP_GET', 'url {\npath /\n}\nurl {\nstatus_code 5\n}'),
    checker('HTTP_GET', 'virtualhost\nhttp_protocol 2\nhttp_protocol\nenable_sni x\nfast_recovery x\nurl {\npath /\n}'),
    http('digest 5'),
    http('digest 9b3a0c85a887a256d6939da88aabd8cd'),
    http('digest 9b3a0c85a887a256d6939da88aabd8cX'),
    http('digest 9b3a0c85a887a256d6939da88aabd8cd\ndigest 9b3a0c85a887a256d6939da88aabd8cd'),
    http('digest 5\ndigest 9b3a0c85a887a256d6939da88aabd8cd'),
    http('digest 9b3a0c85a887a256d6939da88aabd8cd00'),
    http('status_code 200 99\nstatus_code 200-299 300-200 600 500-600 x 5xx'),
    http('status_code\nstatus_code 200,201\nvirtualhost'),
    http('regex\nregex "a b"\nregex_options caseless foo\nregex_min_offset x'),
    checker('DNS_CHECK', 'type a\ntype SRV\nname ngx.example'),
    checker('DNS_CHECK', 'name .\nname x'),
    checker('DNS_CHECK', 'name .example'),
    checker('DNS_CHECK', 'name a.example'),
    checker('DNS_CHECK', 'name ngx..example'),
    checker('DNS_CHECK', 'name ngx.example.'),
    checker('MISC_CHECK', 'misc_path /bin/true\nmisc_timeout 4295\nmisc_dynamic'),
    checker('MISC_CHECK', ''),
    checker('MISC_CHECK', 'misc_timeout x'),
    checker('MISC_CHECK', 'misc_path /bin/true\nuser root'),
    checker('MISC_CHECK', 'misc_path /bin/true\nuser'),
    checker(
      'UDP_CHECK',
      'payload\npayload 0g\npayload 00ff\npayload ff00 5\nrequire_reply\nrequire_reply 5x\nrequire_reply zz',
    ),
    checker('UDP_CHECK', 'min_reply_length 5\nmax_reply_length 4'),
    checker('UDP_CHECK', 'min_reply_length 256'),
    checker('UDP_CHECK', 'min_reply_length 70000\nmax_reply_length x'),
    FILE + checker('FILE_CHECK', 'track_file f\nweight 5 reverse'),
    FILE + checker('FILE_CHECK', 'track_file f\nweight 5 inverse\nweight\nweight 2147483648'),
    checker('FILE_CHECK', 'track_file f') + FILE,
    checker('FILE_CHECK', 'weight 5'),
    `track_file f {\n}\n${checker('FILE_CHECK', 'track_file f')}`,
    BFD + checker('BFD_CHECK', 'name b\nalpha maybe'),
    checker('BFD_CHECK', 'name b') + BFD,
    checker('BFD_CHECK', ''),
    BFD + checker('BFD_CHECK', 'name b c'),
    BFD + checker('BFD_CHECK', 'name'),
    BFD + checker('BFD_CHECK', 'name b\nname b'),
    BFD + real('BFD_CHECK {\nname b\n}\nBFD_CHECK {\nname b\n}'),
    bfd('b', 'neighbor_ip 10.0.0.9\nvrrp') + checker('BFD_CHECK', 'name b'),
    bfd('b', 'neighbor_ip 10.0.0.9\nchecker') + checker('BFD_CHECK', 'name b'),
    bfd('b', 'min_rx 5') + checker('BFD_CHECK', 'name b'),
  ],
  SSL: [
    'SSL {\npassword a\nca /a\ncertificate /b\nkey /c\n}\n',
    'SSL {\npassword\nca\ncertificate /b\nkey /c\n}\n',
    'SSL {\nca /a\nca /b\n}\n',
    'SSL {\nca /a\n}\nSSL {\nca /b\n}\n',
  ],
  BFD: [
    BFD,
    bfd('b', ''),
    bfd('b', 'neighbor_ip ngx2'),
    bfd('b', 'neighbour_ip fd00::9\nsource_ip fd00::1'),
    bfd('b', 'neighbor_ip 10.0.0.9\nsource_ip fd00::1'),
    bfd('b', 'neighbor_ip 10.0.0.9\nsource_ip x'),
    BFD + bfd('b', 'neighbor_ip 10.0.0.8\nmin_rx 0'),
    BFD + bfd('c', 'neighbor_ip 10.0.0.9'),
    BFD + bfd('c', 'neighbor_ip 10.0.0.9\nsource_ip 10.0.0.1'),
    bfd('b', 'neighbor_ip 10.0.0.9\nsource_ip 10.0.0.1') + bfd('c', 'neighbor_ip 10.0.0.9\nsource_ip 10.0.0.2'),
    bfd('b', '') + BFD,
    bfd('b', 'source_ip 10.0.0.1') + bfd('c', 'neighbor_ip 10.0.0.9') + bfd('d', 'neighbor_ip 10.0.0.9'),
    bfd('abcdefghijklmnopqrstuvwxyzabcdefg', 'neighbor_ip 10.0.0.9\nmin_rx 0'),
    bfd('b', 'neighbor_ip 10.0.0.9\nmin_rx 0\nmin_tx x\nidle_tx 999\nmultiplier 256\nttl 0\nhoplimit 256'),
    bfd('b', 'neighbor_ip 10.0.0.9\nmax_hops 256\nmax_hops -2\nmax_hops 255'),
    bfd('b', 'neighbor_ip 10.0.0.9\nmax_hops 10\nttl 9'),
    bfd('b', 'neighbor_ip fd00::9\nmax_hops 65'),
    bfd('b', 'neighbor_ip 10.0.0.9\nweight 254\nweight 5 inverse\nweight 5 reverse\nmin_rx 20000'),
    'track_file f {\nfile\nfile /tmp/a\nfile /tmp/b\nweight\nweight 5\nweight 6\ninit_file 300 foo\n}\n',
    'track_file f {\nfile /tmp/a\nweight 255\nweight 5 inverse\ninit_file x\ninit_file 5 overwrite\n}\n',
    'track_file f {\nweight 5\n}\n',
  ],
};

/** What keepalived says when all is read, and so without a line. */
const OF_THE_WHOLE: ReadonlySet<string> = new Set([
  'virtual-server-empty',
  'protocol-default',
  'scheduler-default',
  'forwarding-default',
  'protocol-ignored',
  'one-packet-protocol',
  'ha-suspend-mark',
  'persistence-forced',
  'quorum-reduced',
  'hysteresis-reduced',
  'port-mismatch',
  'real-server-duplicate',
  'sorry-server-inhibit',
]);

describe.skipIf(lacks('keepalived', 'netns'))('load balancing before keepalived -t', () => {
  let keepalived: ReturnType<typeof startKeepalived>;
  beforeAll(() => {
    keepalived = startKeepalived();
  });
  afterAll(() => keepalived.end());

  for (const [subject, configurations] of Object.entries(CONFIGURATIONS)) {
    describe(subject, () => {
      for (const text of configurations) {
        it(text.replace(/\s+/g, ' ').slice(0, 140), () => {
          const { lines, unplaced, messages } = keepalived.judge(text);
          const said = messages.join('\n');
          const ours = check(text, keepalived.version)
            .filter(({ finding }) => finding.origin === 'keepalived')
            .map(({ start, finding }) => ({ line: text.slice(0, start).split('\n').length, code: finding.code }));
          const own = new Set(ours.map(({ line }) => line));
          expect(
            [...lines].filter((line) => !own.has(line)),
            `missed of\n${said}`,
          ).toEqual([]);
          const more = ours.filter(({ line, code }) => !lines.has(line) && !OF_THE_WHOLE.has(code));
          expect(more, `more than\n${said}`).toEqual([]);
          expect(
            ours.some(({ code }) => OF_THE_WHOLE.has(code)),
            said,
          ).toBe(unplaced);
        });
      }
    });
  }
});
