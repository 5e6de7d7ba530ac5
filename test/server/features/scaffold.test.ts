import { describe, expect, test } from 'vitest';
import { freeVirtualRouterIds, type ScaffoldPairParams, scaffoldPair } from '../../../server/src/features/scaffold.ts';

import { lint } from '../../client/lint.ts';

const masterMaster: ScaffoldPairParams = {
  layout: 'master-master',
  nodes: [
    { name: 'ngx1', host: 'root@192.168.10.11' },
    { name: 'ngx2', host: 'admin@192.168.10.12' },
  ],
  addresses: [
    { address: '192.168.10.111', virtualRouterId: 51 },
    { address: '192.168.10.112', virtualRouterId: 52 },
  ],
  interface: 'ens33',
  authPass: 'k3xw9bqz',
  healthCheck: true,
};

const masterBackup: ScaffoldPairParams = {
  ...masterMaster,
  layout: 'master-backup',
  addresses: [{ address: '192.168.10.111', virtualRouterId: 51 }],
  healthCheck: false,
};

function filesOf(params: ScaffoldPairParams): Record<string, string> {
  return Object.fromEntries(scaffoldPair(params).map(({ path, text }) => [path, text]));
}

/** The value of `keyword` in each instance, in order. */
function valuesOf(text: string | undefined, keyword: string): string[] {
  return [...(text ?? '').matchAll(new RegExp(`^ +${keyword} (.*)$`, 'gm'))].map((match) => match[1]!);
}

describe('scaffoldPair', () => {
  test('master-backup, word for word', () => {
    expect(filesOf(masterBackup)['ngx2/keepalived.conf']).toBe(`# ngx2: waits for 192.168.10.111
global_defs {
    router_id ngx2
    vrrp_garp_master_refresh 5
}

vrrp_instance VI_1 {
    state BACKUP
    interface ens33
    virtual_router_id 51
    priority 90
    advert_int 1
    authentication {
        auth_type PASS
        auth_pass k3xw9bqz
    }
    virtual_ipaddress {
        192.168.10.111
    }
}
`);
  });

  test('master-master: each node is MASTER of one address and outranks the other there', () => {
    const files = filesOf(masterMaster);
    const [first, second] = [files['ngx1/keepalived.conf'], files['ngx2/keepalived.conf']];
    expect(valuesOf(first, 'state')).toEqual(['MASTER', 'BACKUP']);
    expect(valuesOf(second, 'state')).toEqual(['BACKUP', 'MASTER']);
    expect(valuesOf(first, 'priority')).toEqual(['100', '99']);
    expect(valuesOf(second, 'priority')).toEqual(['99', '100']);
    expect(first).toMatch(/^# ngx1: owns 192\.168\.10\.111, waits for 192\.168\.10\.112\n/);
  });

  test('what has to agree between the nodes is the same', () => {
    const files = filesOf(masterMaster);
    for (const keyword of ['virtual_router_id', 'advert_int', 'auth_type', 'auth_pass', 'interface']) {
      const values = valuesOf(files['ngx1/keepalived.conf'], keyword);
      expect(values).toHaveLength(2);
      expect(valuesOf(files['ngx2/keepalived.conf'], keyword)).toEqual(values);
    }
  });

  test('the health check is defined above its use, without weight, with a script user', () => {
    const text = filesOf(masterMaster)['ngx1/keepalived.conf']!;
    expect(text.indexOf('vrrp_script chk_nginx {')).toBeLessThan(text.indexOf('track_script {'));
    expect(text.match(/track_script \{\n +chk_nginx\n/g)).toHaveLength(2);
    expect(valuesOf(text, 'script')).toEqual(['"/usr/bin/systemctl is-active --quiet nginx"']);
    expect(valuesOf(text, 'script_user')).toEqual(['root']);
    expect(text).toContain('    enable_script_security\n');
    expect(text).not.toContain('weight');
  });

  test('IPv6 takes VRRP version 3, which has no authentication', () => {
    const text = filesOf({ ...masterBackup, addresses: [{ address: '2001:db8::111/64', virtualRouterId: 51 }] });
    expect(valuesOf(text['ngx1/keepalived.conf'], 'version')).toEqual(['3']);
    expect(text['ngx1/keepalived.conf']).not.toContain('auth');
    expect(text['ngx1/keepalived.conf']).toContain('\n        2001:db8::111/64\n');
  });

  test('the cluster file names both nodes, and nginx only where it is checked', () => {
    expect(JSON.parse(filesOf(masterMaster)['keepalived-ha.json']!)).toEqual({
      nodes: {
        ngx1: { config: 'ngx1/keepalived.conf', host: 'root@192.168.10.11' },
        ngx2: { config: 'ngx2/keepalived.conf', host: 'admin@192.168.10.12', become: 'sudo' },
      },
      packages: ['nginx', 'keepalived'],
      services: ['nginx', 'keepalived'],
    });
    const plain = JSON.parse(filesOf(masterBackup)['keepalived-ha.json']!) as { packages: string[] };
    expect(plain.packages).toEqual(['keepalived']);
  });

  test('the password stands in the configurations only', () => {
    expect(filesOf(masterMaster)['keepalived-ha.json']).not.toContain(masterMaster.authPass);
  });
});

describe('nothing is found in', () => {
  const ipv6 = [
    { address: '2001:db8::111', virtualRouterId: 51 },
    { address: '2001:db8::112', virtualRouterId: 52 },
  ];

  /** Every file below one folder, as the editor writes them. */
  const textsOf = (params: ScaffoldPairParams): Record<string, string> =>
    Object.fromEntries(scaffoldPair(params).map(({ path, text }) => [`/ws/${path}`, text]));

  test.each<[string, ScaffoldPairParams]>([
    ['master-backup with a health check', { ...masterBackup, healthCheck: true }],
    ['master-master with a health check', masterMaster],
    ['master-master with IPv6 and a health check', { ...masterMaster, addresses: ipv6 }],
  ])('%s', (_, params) => {
    expect(lint(textsOf(params))).toEqual([]);
  });

  test.each<[string, ScaffoldPairParams]>([
    ['master-backup', masterBackup],
    ['master-master', { ...masterMaster, healthCheck: false }],
  ])('%s without a health check, but that nothing notices when nginx dies', (_, params) => {
    expect(lint(textsOf(params)).filter((finding) => !finding.includes(': pair-unhealthy-blind:'))).toEqual([]);
  });

  test('but in a pair whose nodes somebody sets apart', () => {
    const texts = textsOf(masterMaster);
    texts['/ws/ngx2/keepalived.conf'] = texts['/ws/ngx2/keepalived.conf']!.replace('router_id 51', 'router_id 61');
    expect(lint(texts).filter((finding) => finding.includes('pair-vrid-mismatch'))).toHaveLength(2);
  });
});

describe('freeVirtualRouterIds', () => {
  test('starts at 51 and leaves out what is used', () => {
    expect(freeVirtualRouterIds([], 2)).toEqual([51, 52]);
    expect(freeVirtualRouterIds([51, 53, 300], 3)).toEqual([52, 54, 55]);
  });

  test('turns to the lower numbers when the upper ones are used up', () => {
    const upper = Array.from({ length: 204 }, (_, index) => 51 + index);
    expect(freeVirtualRouterIds(upper, 3)).toEqual([255, 1, 2]);
  });

  test('gives fewer when so many are not left', () => {
    const all = Array.from({ length: 255 }, (_, index) => 1 + index);
    expect(freeVirtualRouterIds(all, 2)).toEqual([]);
    expect(freeVirtualRouterIds(all.slice(1), 2)).toEqual([1]);
  });
});
