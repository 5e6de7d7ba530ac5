import { describe, expect, test } from 'vitest';
import {
  compareVersions,
  isKnownSince,
  type ListKeyword,
  lookup,
  type Option,
  type Value,
  type Version,
} from '../../../server/src/schema/index.ts';

const firstValueOf = (path: string): Value | undefined => lookup(path.split('/'))?.arguments[0]?.value;
const optionOf = (path: string, name: string): Option | undefined =>
  (lookup(path.split('/')) as ListKeyword).options.find((option) => option.name === name);

describe('the range, unit and default of', () => {
  test.each<[string, Value, string | undefined]>([
    ['vrrp_instance/virtual_router_id', { kind: 'integer', min: 1, max: 255 }, undefined],
    ['vrrp_instance/priority', { kind: 'integer', min: 1, max: 255 }, '100; 255 with state MASTER'],
    ['vrrp_instance/advert_int', { kind: 'decimal', min: 0.01, max: 255, places: 6, unit: 's' }, '1'],
    ['vrrp_instance/preempt_delay', { kind: 'decimal', min: 0, max: 1000, places: 6, unit: 's' }, '0'],
    ['vrrp_instance/authentication/auth_pass', { kind: 'text', maxLength: 8 }, undefined],
    ['vrrp_instance/auth_hmac/active_key', { kind: 'integer', min: 1, max: 255 }, undefined],
    ['vrrp_script/interval', { kind: 'decimal', min: 0.001, max: 4294, places: 3, unit: 's' }, '1'],
    ['vrrp_script/weight', { kind: 'integer', min: -253, max: 253 }, '0'],
    ['vrrp_track_process/delay', { kind: 'decimal', min: 0.000001, max: 3600, places: 6, unit: 's' }, '0'],
    ['track_file/weight', { kind: 'integer', min: -254, max: 254 }, '1'],
    [
      'garp_group/garp_interval',
      {
        kind: 'decimal',
        min: 0,
        max: 4294.967295,
        places: 6,
        unit: 's',
        before: { release: '2.3.2', value: { kind: 'decimal', min: 0, max: 2147.483647, places: 6, unit: 's' } },
      },
      '0',
    ],
    ['global_defs/vrrp_garp_master_delay', { kind: 'integer', min: 0, max: 4294, unit: 's' }, '5'],
    ['global_defs/startup_script_timeout', { kind: 'integer', min: 1, max: 1000, unit: 's' }, '10'],
    ['global_defs/min_auto_priority_delay', { kind: 'integer', min: 1, max: 10_000_000, unit: 'us' }, '1000000'],
    ['global_defs/vrrp_down_timer_adverts', { kind: 'integer', min: 1, max: 100, unit: 'adverts' }, '3'],
    [
      'bfd_instance/min_rx',
      {
        kind: 'decimal',
        min: 1,
        max: 4_294_967,
        places: 3,
        unit: 'ms',
        before: { release: '2.2.0', value: { kind: 'integer', min: 1, max: 4_294_967, unit: 'ms' } },
      },
      '10',
    ],
    [
      'virtual_server/persistence_timeout',
      { kind: 'integer', min: 1, max: 2_678_400, unit: 's' },
      'off; 360 where no number is given',
    ],
  ])('%s', (path, value, fallback) => {
    expect(firstValueOf(path)).toEqual(value);
    expect(lookup(path.split('/'))?.default).toBe(fallback);
  });
});

describe('lookup', () => {
  test('knows keywords by their exact case', () => {
    expect(lookup(['vrrp_instance', 'Priority'])).toBeUndefined();
    expect(lookup(['SSL'])?.kind).toBe('block');
    expect(lookup(['ssl'])).toBeUndefined();
  });

  test('does not take a keyword of another block', () => {
    expect(lookup(['global_defs', 'priority'])).toBeUndefined();
    expect(lookup(['priority'])).toBeUndefined();
  });

  test('finds nothing below a statement or a list, nor at the top itself', () => {
    expect(lookup(['vrrp_instance', 'priority', 'priority'])).toBeUndefined();
    expect(lookup(['static_ipaddress', 'dev'])).toBeUndefined();
    expect(lookup([])).toBeUndefined();
  });
});

describe('lists', () => {
  test('take a line as an entry, three of them every word', () => {
    const entries = (...path: string[]) => (lookup(path) as ListKeyword).entries;
    expect(entries('vrrp_instance', 'virtual_ipaddress')).toBe('lines');
    expect(entries('vrrp_instance', 'track_script')).toBe('lines');
    expect(entries('vrrp_sync_group', 'group')).toBe('words');
    expect(entries('garp_group', 'interfaces')).toBe('words');
    expect(entries('global_defs', 'notification_email')).toBe('words');
  });

  test('know the options of each place only', () => {
    expect(optionOf('vrrp_instance/virtual_ipaddress', 'use_vmac')?.since).toBe('2.2.0');
    expect(optionOf('static_ipaddress', 'use_vmac')).toBeUndefined();
    expect(optionOf('static_ipaddress', 'track_group')?.value).toEqual({ kind: 'reference', to: 'track_group' });
    expect(optionOf('vrrp_instance/virtual_routes', 'track_group')).toBeUndefined();
  });

  test('clamp a weight of 254 in the lists where keepalived does', () => {
    expect(optionOf('vrrp_instance/track_script', 'weight')).toMatchObject({
      value: { min: -253, max: 253 },
      invalid: { kind: 'clamped', slack: 1 },
    });
    expect(optionOf('vrrp_sync_group/track_process', 'weight')).toEqual({
      name: 'weight',
      value: { kind: 'integer', min: -254, max: 254 },
    });
  });
});

describe('versions', () => {
  test.each<[Version, Version, number]>([
    ['2.0.9', '2.0.10', -1],
    ['2.2.7', '2.2.7', 0],
    ['2.10.0', '2.9.9', 1],
    ['3.0.0', '2.99.99', 1],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign);
    expect(Math.sign(compareVersions(b, a))).toBe(-sign + 0);
  });

  test('decide whether a keyword is known', () => {
    expect(isKnownSince({}, '2.0.0')).toBe(true);
    expect(isKnownSince({ since: '2.2.8' }, '2.2.7')).toBe(false);
    expect(isKnownSince({ since: '2.2.8' }, '2.2.8')).toBe(true);
    expect(isKnownSince({ since: 'next' }, '2.4.3')).toBe(false);
  });
});
