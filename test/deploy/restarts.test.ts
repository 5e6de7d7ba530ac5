import { expect, test } from 'vitest';
import { restartReason } from '../../deploy/src/restarts.ts';

const config = (globals: string): string => `global_defs {\n  router_id a\n  ${globals}\n}\nvrrp_instance VI_1 {\n}\n`;

test.each([
  ['', 'net_namespace red', 'net_namespace'],
  ['net_namespace red', 'net_namespace blue', 'net_namespace'],
  ['net_namespace red', '', 'net_namespace'],
  ['', 'instance a', 'instance'],
  ['nftables', 'nftables other', 'nftables'],
  ['', 'disable_local_igmp', 'disable_local_igmp'],
  ['', 'config_save_dir /x', 'config_save_dir'],
])('from "%s" to "%s" takes a restart', (before, after, keyword) =>
  expect(restartReason(config(before), config(after))).toBe(`keepalived cannot change ${keyword} at a reload`),
);

test.each([
  [config(''), config('vrrp_version 3')],
  [config('net_namespace red'), config('net_namespace red # the same')],
  [`net_namespace red\n${config('')}`, config('net_namespace red')],
  [undefined, config('net_namespace red')],
  [config('net_namespace red'), undefined],
])('%j to %j does not', (before, after) => expect(restartReason(before, after)).toBeUndefined());
