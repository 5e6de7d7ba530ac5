/** The checkers of a real server (check_api.c, check_http.c, check_smtp.c and their neighbours). */
import {
  ADDRESS,
  argument,
  block,
  built,
  choice,
  decimal,
  flag,
  GROUP,
  I32_MAX,
  INTERFACE,
  integer,
  MICROSECOND,
  optional,
  PORT,
  reference,
  SCRIPT,
  setting,
  since,
  statement,
  TIMER_MAX,
  text,
  toggle,
  U32_MAX,
  USER,
} from './define.ts';
import type { Keyword, Version } from './types.ts';

const SECONDS = 'SECONDS';

/** When and how often servers are checked, with the defaults of one level: a service, a server or a check. */
interface Timing {
  connect_timeout: string;
  delay_loop: string;
  retry: string;
  delay_before_retry: string;
  warmup: string;
}

const everything = (fallback: string): Timing => ({
  connect_timeout: fallback,
  delay_loop: fallback,
  retry: fallback,
  delay_before_retry: fallback,
  warmup: fallback,
});
const OF_REAL_SERVER = everything('that of the real server');
export const OF_VIRTUAL_SERVER = everything('that of the virtual server');

export const connectTimeout = ({ connect_timeout }: Timing) =>
  setting('connect_timeout', [argument(SECONDS, decimal(MICROSECOND, TIMER_MAX, 's'))], { default: connect_timeout });
export const delayLoop = ({ delay_loop }: Timing) =>
  setting('delay_loop', [argument(SECONDS, decimal(MICROSECOND, Infinity, 's'))], { default: delay_loop });
export const retry = (min: 0 | 1, { retry: fallback }: Timing) =>
  setting('retry', [argument('COUNT', integer(min, U32_MAX))], { default: fallback });
export const delays = (timing: Timing): Keyword[] =>
  (['delay_before_retry', 'warmup'] as const).map((name) =>
    setting(name, [argument(SECONDS, decimal(0, Infinity, 's'))], { default: timing[name] }),
  );

const connection: Keyword[] = [
  setting('connect_ip', [argument('ADDRESS', ADDRESS)], { default: 'the address of the real server' }),
  setting('connect_port', [argument('PORT', PORT)], { default: 'the port of the real server' }),
  setting('bindto', [argument('ADDRESS', ADDRESS)]),
  setting('bind_port', [argument('PORT', PORT)]),
  setting('bind_if', [argument('INTERFACE', INTERFACE)]),
  connectTimeout(OF_REAL_SERVER),
  ...built('WITH_SO_MARK', [setting('fwmark', [argument('MARK', integer(0, U32_MAX))])]),
];
const schedule: Keyword[] = [
  retry(0, OF_REAL_SERVER),
  ...delays(OF_REAL_SERVER),
  delayLoop(OF_REAL_SERVER),
  toggle('alpha', { default: 'that of the real server' }),
  toggle('log_all_failures', { since: '2.0.11', default: 'off' }),
];

const virtualHost = statement('virtualhost', [argument('NAME', text())]);
const tlsCompliant = toggle('tls_compliant', { since: '2.2.8', default: 'off' });

const regex: Keyword[] = built(
  'WITH_REGEX_CHECK',
  since('2.0.7', [
    statement('regex', [argument('PATTERN', text())], { surplus: 'error' }),
    flag('regex_no_match'),
    statement('regex_options', [
      argument(
        'OPTION',
        choice(
          'allow_empty_class',
          'alt_bsux',
          'alt_circumflex',
          'alt_verbnames',
          'auto_callout',
          'caseless',
          'dollar_endonly',
          'dotall',
          'dupnames',
          'extended',
          'firstline',
          'match_unset_backref',
          'multiline',
          'never_backslash_c',
          'never_ucp',
          'never_utf',
          'no_auto_capture',
          'no_auto_possess',
          'no_dotstar_anchor',
          'no_start_optimize',
          'ucp',
          'ungreedy',
          'use_offset_limit',
          'utf',
        ),
        { repeats: true },
      ),
    ]),
    statement('regex_min_offset', [argument('BYTES', integer(0, Infinity, 'bytes'))]),
    statement('regex_max_offset', [argument('BYTES', integer(0, Infinity, 'bytes'))]),
    ...built('!PCRE2_DONT_USE_JIT', [
      statement('regex_stack', [
        argument('START', integer(0, Infinity, 'bytes')),
        argument('MAX', integer(0, Infinity, 'bytes')),
      ]),
    ]),
  ]),
);

const http = (name: 'HTTP_GET' | 'SSL_GET') => {
  const tls = name === 'SSL_GET' ? [tlsCompliant] : [];
  return block(
    name,
    [],
    [
      ...connection,
      ...schedule,
      setting('nb_get_retry', [argument('COUNT', integer(0, U32_MAX))], {
        deprecated: { instead: 'retry', reported: true },
      }),
      virtualHost,
      statement('http_protocol', [argument('VERSION', choice('1.0', '1.1', '1.0C', '1.0c'))], {
        since: '2.0.17',
        default: '1.0',
      }),
      ...built('HAVE_SSL_SET_TLSEXT_HOST_NAME', [
        toggle('enable_sni', { default: 'off' }),
        statement('sni_name', [optional('NAME', text())], { since: 'next' }),
      ]),
      toggle('fast_recovery', { since: '2.0.17', default: 'off' }),
      ...tls,
      block(
        'url',
        [],
        [
          setting('path', [argument('PATH', text())], { required: true }),
          setting('digest', [argument('MD5', text(32))]),
          statement('status_code', [argument('CODE', text(), { repeats: true })], { default: '200-299' }),
          virtualHost,
          ...regex,
          ...tls,
        ],
        { required: true, again: 'adds' },
      ),
    ],
  );
};

/** Those of a checker that is newer than they are. */
const withRelease = (since: Version, keywords: Keyword[]): Keyword[] =>
  keywords.map((keyword) => ({ ...keyword, since }));

const replyLength = (name: string, fallback: string) =>
  setting(name, [argument('BYTES', integer(0, 65_535, 'bytes'))], { since: '2.2.0', default: fallback });

export const checkers: Keyword[] = [
  http('HTTP_GET'),
  http('SSL_GET'),
  block('TCP_CHECK', [], [...connection, ...schedule]),
  block(
    'SMTP_CHECK',
    [],
    [
      ...connection,
      ...schedule,
      statement('helo_name', [argument('NAME', text())], { default: 'smtpchecker.keepalived.org' }),
      block('host', [], [...connection, ...schedule], {
        build: 'WITH_HOST_ENTRIES',
        deprecated: { instead: 'one SMTP_CHECK for each', reported: false },
        again: 'adds',
      }),
    ],
  ),
  block(
    'DNS_CHECK',
    [],
    [
      ...connection,
      ...schedule,
      setting(
        'type',
        [
          argument('TYPE', {
            kind: 'choice',
            values: ['A', 'NS', 'CNAME', 'SOA', 'MX', 'TXT', 'AAAA', 'RRSIG', 'DNSKEY'],
            ignoreCase: true,
          }),
        ],
        { default: 'SOA' },
      ),
      setting('name', [argument('DOMAIN', text())], { default: 'the root, .' }),
    ],
  ),
  block(
    'MISC_CHECK',
    [],
    [
      ...schedule,
      statement('misc_path', [argument('COMMAND', SCRIPT)], { required: true }),
      setting('misc_timeout', [argument(SECONDS, integer(0, 4294, 's'))], {
        default: 'the delay_loop of the virtual server',
      }),
      flag('misc_dynamic'),
      statement('user', [argument('USER', USER), optional('GROUP', GROUP)], { default: 'the script_user' }),
    ],
  ),
  block('PING_CHECK', [], withRelease('2.1.0', [...connection, ...schedule]), { since: '2.1.0' }),
  block(
    'UDP_CHECK',
    [],
    [
      ...withRelease('2.1.0', [...connection, ...schedule]),
      statement('payload', [argument('HEX', text(), { repeats: true })], { since: '2.2.0' }),
      statement('require_reply', [optional('HEX', text(), { repeats: true })], { since: '2.1.0' }),
      replyLength('min_reply_length', '0'),
      replyLength('max_reply_length', '255'),
    ],
    { since: '2.1.0' },
  ),
  block(
    'FILE_CHECK',
    [],
    since('2.1.0', [
      setting('track_file', [argument('FILE', reference('track_file'))], { required: true }),
      statement(
        'weight',
        [argument('WEIGHT', integer(-I32_MAX, I32_MAX)), optional('DIRECTION', choice('reverse', 'noreverse'))],
        { default: 'the weight of the track_file' },
      ),
    ]),
    { since: '2.1.0' },
  ),
  block(
    'BFD_CHECK',
    [],
    since('2.0.0', [
      statement('name', [argument('NAME', reference('bfd_instance'))], { required: true, surplus: 'error' }),
      toggle('alpha', { default: 'that of the real server' }),
    ]),
    { since: '2.0.0', build: 'WITH_BFD' },
  ),
];
