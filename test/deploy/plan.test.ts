// What is to be done, from what is there.
import { describe, expect, test } from 'vitest';
import { followingOrder, makePlan, type Standing } from '../../deploy/src/makePlan.ts';
import type { Pair } from '../../deploy/src/pair.ts';
import { examplePair } from './pairs.ts';

const running = { known: true, active: true, enabled: true };

/** A host that has everything already. */
function deployed(pair: Pair, node: string): Standing {
  const files = pair.placements.get(node)!.map(({ target, content }) => ({ path: target, content, mode: '644' }));
  const services = new Map([
    ['nginx', running],
    ['keepalived', running],
  ]);
  return { missingPackages: [], services, files, owned: [] };
}

/** The standings of a deployed pair, but for what differs on ngx1. */
const standings = (pair: Pair, ngx1: Partial<Standing> = {}): ReadonlyMap<string, Standing> =>
  new Map([
    ['ngx1', { ...deployed(pair, 'ngx1'), ...ngx1 }],
    ['ngx2', deployed(pair, 'ngx2')],
  ]);

const withContent = (pair: Pair, place: number, content: Buffer | undefined): Partial<Standing> => {
  const { files } = deployed(pair, 'ngx1');
  return {
    files: files.map((file, i) => (i === place ? { path: file.path, ...(content && { content, mode: '600' }) } : file)),
  };
};

const servicesOf = (pair: Pair, ngx1: Partial<Standing>): string[] =>
  makePlan(pair, standings(pair, ngx1)).nodes[0]!.services.map(({ name, action }) => `${action} ${name}`);

describe('the plan', () => {
  test('of hosts that have everything is empty', () => {
    const pair = examplePair('master-master');
    expect(makePlan(pair, standings(pair))).toMatchObject({ isEmpty: true, order: [] });
  });

  test('of bare hosts names every file and service', () => {
    const pair = examplePair('master-master');
    const bare: Partial<Standing> = {
      missingPackages: ['nginx'],
      services: new Map(),
      files: pair.placements.get('ngx1')!.map(({ target }) => ({ path: target })),
    };
    const [ngx1, ngx2] = makePlan(pair, standings(pair, bare)).nodes;
    expect(ngx1).toMatchObject({ packages: ['nginx'], files: [{ isConfig: true }, { isConfig: false }] });
    expect(ngx1!.services.map(({ name, action }) => `${action} ${name}`)).toEqual([
      'enable nginx',
      'start nginx',
      'enable keepalived',
      'start keepalived',
    ]);
    expect(ngx2).toMatchObject({ packages: [], files: [], services: [] });
  });

  test('has keepalived reload where a file differs, and restart where a reload will not do', () => {
    const pair = examplePair('master-master');
    const old = deployed(pair, 'ngx1').files[0]!.content!.toString();
    expect(servicesOf(pair, withContent(pair, 1, Buffer.from('old page')))).toEqual(['reload keepalived']);
    expect(servicesOf(pair, withContent(pair, 0, Buffer.from(old.replace('priority 100', 'priority 90'))))).toEqual([
      'reload keepalived',
    ]);
    const withNamespace = Buffer.from(old.replace('global_defs {', 'global_defs {\n  disable_local_igmp'));
    expect(servicesOf(pair, withContent(pair, 0, withNamespace))).toEqual(['restart keepalived']);
  });

  test('starts and enables what is not', () => {
    const pair = examplePair('master-master');
    const services = new Map([
      ['nginx', { known: true, active: false, enabled: true }],
      ['keepalived', { known: true, active: true, enabled: false }],
    ]);
    expect(servicesOf(pair, { services })).toEqual(['start nginx', 'enable keepalived']);
  });

  test('compares modes only where one is asked for', () => {
    const pair = examplePair('master-master');
    const [config, page] = pair.placements.get('ngx1')!;
    const files = [
      { path: config!.target, content: config!.content, mode: '600' },
      { path: page!.target, content: page!.content, mode: '640' },
    ];
    expect(makePlan(pair, standings(pair, { files })).isEmpty).toBe(true);
    const asking: Pair = {
      ...pair,
      placements: new Map([...pair.placements, ['ngx1', [config!, { ...page!, mode: '0644' }]]]),
    };
    expect(makePlan(asking, standings(pair, { files })).nodes[0]!.files).toMatchObject([
      { target: page!.target, modes: { before: '640', after: '644' } },
    ]);
  });

  test('of a deployment that is finished has keepalived read what may be there already', () => {
    const pair = examplePair('master-master');
    const plan = makePlan(pair, standings(pair), { finishing: 'reload' });
    expect(plan.nodes.map(({ services }) => services.map(({ action }) => action))).toEqual([['reload'], ['reload']]);
    const again = makePlan(pair, standings(pair), { finishing: 'restart' });
    expect(again.nodes.map(({ services }) => services.map(({ action }) => action))).toEqual([['restart'], ['restart']]);
  });
});

describe('keepalived follows', () => {
  /** Names of nodes that do so at the same time, in their order. */
  function order(pair: Pair, all: ReadonlyMap<string, Standing>): string[] {
    const { nodes } = makePlan(pair, all, { finishing: 'reload' });
    return followingOrder(nodes, all).map((group) => group.map(({ node }) => node).join('+'));
  }

  test('on the backup first', () => {
    const pair = examplePair('master-master');
    expect(order(pair, standings(pair, { owned: ['192.168.10.111'] }))).toEqual(['ngx2', 'ngx1']);
  });

  test('on nodes that have addresses at the same time', () => {
    const pair = examplePair('master-master');
    const both = new Map(
      [...standings(pair)].map(([name, standing]) => [name, { ...standing, owned: ['192.168.10.111'] }] as const),
    );
    expect(order(pair, both)).toEqual(['ngx1+ngx2']);
  });

  test('one by one where it starts or restarts', () => {
    const pair = examplePair('master-master');
    const stopped = new Map([['keepalived', { known: true, active: false, enabled: true }]]);
    const bare = new Map(
      [...standings(pair)].map(([name, standing]) => [name, { ...standing, services: stopped }] as const),
    );
    expect(order(pair, bare)).toEqual(['ngx1', 'ngx2']);
    const old = deployed(pair, 'ngx1').files[0]!.content!.toString();
    const before = withContent(pair, 0, Buffer.from(`net_namespace red\n${old}`));
    expect(order(pair, standings(pair, { ...before, owned: ['192.168.10.111'] }))).toEqual(['ngx2', 'ngx1']);
  });
});
