/** bfd_instance: Bidirectional Forwarding Detection with one neighbour (bfd_parser.c). */
import {
  ADDRESS,
  argument,
  block,
  built,
  changed,
  decimal,
  definition,
  flag,
  integer,
  setting,
  since,
  statement,
  toggle,
} from './define.ts';
import { REVERSE } from './scripts.ts';

const INTERVAL_MAX = 4_294_967;
/** More than 10000 ms is logged, and used. */
const interval = (name: string, min: number, fallback: string) =>
  setting(
    name,
    [argument('MILLISECONDS', changed(decimal(min, INTERVAL_MAX, 'ms', 3), '2.2.0', integer(min, INTERVAL_MAX, 'ms')))],
    { default: fallback },
  );
const address = [argument('ADDRESS', ADDRESS)];
const ttl = (name: string) => setting(name, [argument('TTL', integer(1, 255, 'hops'))], { default: '255; IPv6: 64' });

export const bfdInstance = block(
  'bfd_instance',
  [argument('NAME', definition('bfd_instance', 31))],
  since('2.0.0', [
    ...['neighbor_ip', 'neighbour_ip'].map((name) =>
      statement(name, address, { missingArgumentCrashes: true, invalid: { kind: 'dropped' } }),
    ),
    setting('source_ip', address),
    interval('min_rx', 1, '10'),
    interval('min_tx', 1, '10'),
    interval('idle_tx', 1000, '1000'),
    setting('multiplier', [argument('PACKETS', integer(1, 255))], { default: '5' }),
    flag('passive'),
    ttl('ttl'),
    ttl('hoplimit'),
    setting('max_hops', [argument('HOPS', integer(-1, 255, 'hops'))], { default: '0' }),
    toggle('multihop', { since: '2.2.8', default: 'off' }),
    ...built('WITH_VRRP', [
      setting('weight', [argument('WEIGHT', integer(-253, 253)), REVERSE], { default: '0' }),
      flag('vrrp'),
    ]),
    ...built('WITH_LVS', [flag('checker')]),
  ]),
  { since: '2.0.0', build: 'WITH_BFD', missingArgumentCrashes: true, again: 'error', invalid: { kind: 'dropped' } },
);
