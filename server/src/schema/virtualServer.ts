/** virtual_server, its real servers, and virtual_server_group (check_parser.c). */
import { checkers, connectTimeout, delayLoop, delays, OF_VIRTUAL_SERVER, retry } from './checkers.ts';
import {
  ADDRESS,
  argument,
  block,
  built,
  changed,
  choice,
  definition,
  flag,
  I32_MAX,
  integer,
  list,
  optional,
  PORT,
  reference,
  script,
  setting,
  statement,
  text,
  toggle,
  U32_MAX,
} from './define.ts';
import type { Argument, Keyword, Value } from './types.ts';

const MARK = integer(0, U32_MAX);
/** Port 0 stands for all of them. */
const ANY_PORT = integer(0, 65_535);
/** Before 2.1.0 a weight had 16 bits. */
const weight = (min: number) => argument('WEIGHT', changed(integer(min, I32_MAX), '2.1.0', integer(min, 65_535)));
const COUNT = [argument('COUNT', integer(0, U32_MAX))];
const ALGORITHM: Argument = argument('ALGORITHM', {
  kind: 'choice',
  values: ['rr', 'wrr', 'lc', 'wlc', 'lblc', 'lblcr', 'sh', 'mh', 'dh', 'sed', 'nq', 'fo', 'ovf', 'twos'],
  since: { twos: '2.2.5' },
});
const TUNNELS = 'HAVE_IPVS_TUN_TYPE';
const TUNNEL: Value = {
  kind: 'choice',
  values: ['ipip', 'gue', 'gre'],
  build: { gre: `${TUNNELS} & HAVE_IPVS_TUN_GRE` },
};
const FORWARDING: readonly Argument[] = [
  argument('METHOD', choice('NAT', 'DR', 'TUN')),
  optional('TUNNEL', TUNNEL, { option: 'type', since: '2.0.18', build: TUNNELS }),
  optional('PORT', PORT, { option: 'port', since: '2.0.18', build: TUNNELS }),
  optional('CHECKSUM', choice('nocsum', 'csum', 'remcsum'), {
    since: '2.0.18',
    build: `${TUNNELS} & HAVE_IPVS_TUN_CSUM`,
  }),
];
const virtualHost = statement('virtualhost', [argument('NAME', text())]);
const snmpName = built('WITH_SNMP_CHECKER', [
  statement('snmp_name', [argument('NAME', text())], { since: '2.2.3', surplus: 'error' }),
]);
const command = (name: string) => script(name, { missingArgumentExits: true });
const since2013 = (timing: Parameters<typeof connectTimeout>[0]) => ({
  ...connectTimeout(timing),
  since: '2.0.13' as const,
});
const TIMING = {
  connect_timeout: '5',
  delay_loop: '60',
  retry: '1; 0 for MISC_CHECK; 3 for DNS_CHECK',
  delay_before_retry: '1; 3 for HTTP_GET and SSL_GET; the delay_loop for DNS_CHECK',
  warmup: 'the delay_loop',
};

const realServer = block(
  'real_server',
  [argument('ADDRESS', ADDRESS), optional('PORT', ANY_PORT)],
  [
    setting('weight', [weight(0)], { default: 'that of the virtual server' }),
    setting('lvs_method', FORWARDING, { default: 'that of the virtual server' }),
    setting('uthreshold', COUNT, { default: 'no limit' }),
    setting('lthreshold', COUNT, { default: 'three quarters of uthreshold' }),
    toggle('inhibit_on_failure', { default: 'that of the virtual server' }),
    command('notify_up'),
    command('notify_down'),
    toggle('alpha', { default: 'that of the virtual server' }),
    retry(1, OF_VIRTUAL_SERVER),
    ...delays(OF_VIRTUAL_SERVER),
    since2013(OF_VIRTUAL_SERVER),
    delayLoop(OF_VIRTUAL_SERVER),
    toggle('smtp_alert', { since: '2.0.0', default: 'the value of smtp_alert_checker or smtp_alert, else on' }),
    virtualHost,
    ...snmpName,
    ...checkers,
  ],
  { missingArgumentExits: true, again: 'adds', invalid: { kind: 'dropped' } },
);

const balancing: Keyword[] = [
  setting('ip_family', [argument('FAMILY', choice('inet', 'inet6'))]),
  setting('lb_algo', [ALGORITHM], { default: 'wlc' }),
  setting('lvs_sched', [ALGORITHM], { default: 'wlc' }),
  setting('lb_kind', FORWARDING, { default: 'NAT' }),
  setting('lvs_method', FORWARDING, { default: 'NAT' }),
  // Read, and without effect.
  flag('hashed'),
  flag('ops'),
  ...built('IP_VS_SVC_F_SCHED1', [
    ...['flag-1', 'flag-2', 'flag-3', 'sh-port', 'sh-fallback'].map((name) => flag(name)),
    ...['mh-port', 'mh-fallback'].map((name) => flag(name, { since: '2.0.20' })),
  ]),
  setting('persistence_engine', [argument('ENGINE', text(16))], { invalid: { kind: 'cut' } }),
  statement('persistence_timeout', [optional('SECONDS', integer(1, 2_678_400, 's'))], {
    default: 'off; 360 where no number is given',
  }),
  setting('persistence_granularity', [argument('NETMASK', text())], { default: '255.255.255.255' }),
  setting('protocol', [argument('PROTOCOL', { kind: 'choice', values: ['TCP', 'UDP', 'SCTP'], ignoreCase: true })], {
    default: 'UDP',
  }),
  flag('ha_suspend'),
];

const checking: Keyword[] = [
  retry(1, TIMING),
  ...delays(TIMING),
  since2013(TIMING),
  delayLoop(TIMING),
  flag('inhibit_on_failure'),
  toggle('smtp_alert', { since: '2.0.0', default: 'the value of smtp_alert_checker or smtp_alert, else off' }),
  virtualHost,
  ...snmpName,
  flag('alpha'),
  flag('omega'),
  command('quorum_up'),
  command('quorum_down'),
  setting('quorum', [argument('WEIGHT', integer(1, U32_MAX))], {
    default: '1',
    invalid: { kind: 'becomes', value: '1' },
  }),
  setting('hysteresis', [argument('WEIGHT', integer(0, U32_MAX))], { default: '0' }),
];

const servers: Keyword[] = [
  setting('weight', [weight(1)], { default: '1' }),
  setting('sorry_server', [argument('ADDRESS', ADDRESS), optional('PORT', ANY_PORT)]),
  flag('sorry_server_inhibit'),
  statement('sorry_server_lvs_method', FORWARDING),
  realServer,
];

export const virtualServer = block(
  'virtual_server',
  [
    optional('ADDRESS', text()),
    optional('PORT', ANY_PORT),
    optional('MARK', MARK, { option: 'fwmark' }),
    optional('GROUP', reference('virtual_server_group'), { option: 'group' }),
  ],
  [...balancing, ...checking, ...servers],
  { missingArgumentExits: true, again: 'adds', invalid: { kind: 'dropped' } },
);

/** An entry is an address, a range of them or a network, with or without a port, or `fwmark` and a number. */
export const virtualServerGroup = list(
  'virtual_server_group',
  [
    optional('ADDRESS', text()),
    optional('PORT', ANY_PORT),
    optional('MARK', MARK, { option: 'fwmark' }),
    optional('FAMILY', choice('inet', 'inet6'), { since: '2.1.0' }),
  ],
  { arguments: [argument('NAME', definition('virtual_server_group'))], missingArgumentExits: true },
);
