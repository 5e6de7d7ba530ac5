/** A node that reads another configuration and goes on. */
import { describe, expect, test } from 'vitest';
import { nodesOf, owners, reasons } from './electionSupport.ts';
import { backup, config } from './support.ts';

const pair = nodesOf(config(), backup());

describe('a reload', () => {
  const reload = (text: string) => ({ '/new': text });

  test('of the same file changes nothing', () => {
    expect(owners(pair, 'reload:a=/new', '2.2.7', reload(config()))).toEqual(['192.168.10.111: a']);
  });

  test('with a lower priority hands the address over', () => {
    expect(owners(pair, 'reload:a=/new', '2.2.7', reload(config({ priority: 80 })))).toEqual([
      '192.168.10.111: b 2.6-3.7',
    ]);
  });

  test('that removes the instance says goodbye', () => {
    const other = config({ name: 'VI_9', vrid: 99, address: '10.0.0.9' });
    expect(owners(pair, 'reload:a=/new', '2.2.7', reload(other))).toEqual([
      '10.0.0.9: a 3.6-3.6',
      '192.168.10.111: b 0.6-0.7',
    ]);
  });

  test('with another key makes two masters, and with the right one heals them', () => {
    const secret = 'authentication {\n        auth_type PASS\n        auth_pass s3cret\n    }';
    const texts = { '/new': config({ more: secret }), '/old': config() };
    expect(owners(pair, 'reload:a=/new', '2.2.7', texts)).toEqual(['192.168.10.111: a+b 2.6-3.7']);
    expect(owners(pair, 'reload:a=/new,reload:a=/old', '2.2.7', texts)[0]).toMatch(/: a 0.0-1.0/);
    expect(reasons(pair, 'reload:a=/new', '2.2.7', texts).join()).not.toContain('s3cret');
  });

  test('onto another interface begins anew', () => {
    const moved = reload(config().replace('eth0', 'eth1'));
    expect(owners(pair, 'reload:a=/new', '2.2.7', moved)).toEqual(['192.168.10.111: a 3.6-3.6']);
  });

  test('that keepalived refuses ends it, and the address stays behind', () => {
    const twice = config() + config({ name: 'VI_2', address: '10.0.0.9' });
    expect(owners(pair, 'reload:a=/new', '2.2.7', reload(twice))[0]).toBe('192.168.10.111: a+b 2.6-3.7');
  });
});
