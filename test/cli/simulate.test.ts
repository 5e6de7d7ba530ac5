/** `keepalived-ha simulate` as its users have it; what is foretold is held against real nodes in labRows.test.ts. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readXml, textOf } from '../support/xml.ts';
import { copyOf, ensureBuilt, folderWith, type JsonSimulation, keepalivedHa, simulationOf } from './command.ts';

beforeAll(ensureBuilt);

const VIP1 = '192.168.10.111';
const VIP2 = '192.168.10.112';

const scenarioOf = ({ scenarios }: JsonSimulation, name: string): JsonSimulation['scenarios'][number] => {
  const found = scenarios.find((each) => each.name === name);
  if (!found) throw new Error(`no scenario ${name} among ${scenarios.map((each) => each.name).join(' ')}`);
  return found;
};

/** A configuration with one virtual router. */
const config = (address: string, { state = 'MASTER', priority = 100, script = '' } = {}): string => `
${script && `vrrp_script ${script} {\n script /bin/true\n}\n`}
vrrp_instance VI_1 {
  state ${state}
  interface eth0
  virtual_router_id 51
  priority ${priority}
  authentication {
    auth_type PASS
    auth_pass s3cret99
  }
  virtual_ipaddress {
    ${address}
  }
  ${script && `track_script {\n ${script}\n}`}
}
`;
const backup = { state: 'BACKUP', priority: 90 };

/** Two pairs in one tree, whose nodes have the same names. */
const twoPairs = (): string =>
  folderWith({
    'prod/ngx1/keepalived.conf': config('10.0.0.1', { script: 'chk_web' }),
    'prod/ngx2/keepalived.conf': config('10.0.0.1', backup),
    'staging/ngx1/keepalived.conf': config('10.9.0.1'),
    'staging/ngx2/keepalived.conf': config('10.9.0.1', backup),
  });

describe('json', () => {
  test('of master-master has nodes, groups and scenarios', () => {
    const simulation = simulationOf(['examples/master-master']);
    expect(Object.keys(simulation)).toEqual(['nodes', 'groups', 'scenarios']);
    expect(simulation.nodes).toEqual(['ngx1', 'ngx2']);
    expect(simulation.groups).toEqual([
      { vrid: 51, family: 4, addresses: [VIP1], instances: { ngx1: 'VI_1', ngx2: 'VI_1' } },
      { vrid: 52, family: 4, addresses: [VIP2], instances: { ngx1: 'VI_2', ngx2: 'VI_2' } },
    ]);
    const [allUp, ...failures] = simulation.scenarios;
    expect(allUp).toMatchObject({
      name: 'all up',
      events: [],
      owners: { [VIP1]: ['ngx1'], [VIP2]: ['ngx2'] },
      seconds: { [VIP1]: null, [VIP2]: null },
    });
    for (const scenario of [allUp!, ...failures]) {
      expect(Object.keys(scenario)).toEqual(['name', 'events', 'owners', 'seconds', 'reasons']);
      for (const of of ['owners', 'seconds', 'reasons'] as const)
        expect(Object.keys(scenario[of])).toEqual([VIP1, VIP2]);
      for (const reason of Object.values(scenario.reasons)) expect(reason).toMatch(/\S/);
    }
    expect(failures.map(({ events }) => events.join())).toEqual(failures.map(({ name }) => name));
    expect(failures.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['down:ngx1', 'down:ngx2', 'stop:ngx1', 'partition:ngx1|ngx2']),
    );
    expect(failures.some(({ events }) => events.length === 2)).toBe(true);
  });

  test('of master-backup has one address, which moves and comes back', () => {
    const scenarios = ['down:ngx1', 'down:ngx1,up:ngx1', 'down:ngx1,down:ngx2'];
    const simulation = simulationOf([
      ...scenarios.flatMap((text) => ['--scenario', text]),
      '--cluster',
      'examples/master-backup/keepalived-ha.json',
    ]);
    expect(simulation.groups).toMatchObject([{ vrid: 51, addresses: [VIP1] }]);
    expect(simulation.scenarios.map(({ owners }) => owners[VIP1])).toEqual([['ngx1'], ['ngx2'], ['ngx1'], []]);
    expect(scenarioOf(simulation, 'down:ngx1,down:ngx2').seconds).toEqual({ [VIP1]: null });
  });

  test('has takeover times as the timers of RFC 5798 give them', () => {
    const simulation = simulationOf(['examples/master-master']);
    const { owners, seconds } = scenarioOf(simulation, 'down:ngx1');
    expect(owners).toEqual({ [VIP1]: ['ngx2'], [VIP2]: ['ngx2'] });
    expect(seconds[VIP2]).toBeNull();
    // Three adverts and the skew of priority 99, less what had passed since the last advert.
    const [best, worst] = seconds[VIP1]!;
    const skew = (256 - 99) / 256;
    expect(best).toBeCloseTo(2 + skew, 1);
    expect(worst).toBeCloseTo(3 + skew, 1);
    for (const bound of [best, worst]) expect(bound).toBe(Math.round(bound * 100) / 100);
  });
});

describe('scenarios', () => {
  test('come in their order, named as they are given', () => {
    const given = ['stop:ngx2', ' down:ngx1 , up:ngx1', 'partition:ngx1|ngx2', 'stop:ngx2'];
    const { scenarios } = simulationOf([...given.map((text) => `--scenario=${text}`), 'examples/master-master']);
    expect(scenarios.map(({ name }) => name)).toEqual(['all up', ...given]);
    expect(scenarios.map(({ events }) => events)).toEqual([
      [],
      ['stop:ngx2'],
      ['down:ngx1', 'up:ngx1'],
      ['partition:ngx1|ngx2'],
      ['stop:ngx2'],
    ]);
  });

  test('may have a node read another file, which counts from the working directory', () => {
    const folder = copyOf('master-master');
    const changed = readFileSync(join(folder, 'ngx1/keepalived.conf'), 'utf8').replace('priority 100', 'priority 50');
    writeFileSync(join(folder, 'ngx1/lower.conf'), changed);
    const { scenarios } = simulationOf(['--scenario', 'reload:ngx1=lower.conf', '--cluster', '../keepalived-ha.json'], {
      cwd: join(folder, 'ngx1'),
    });
    expect(scenarios[1]).toMatchObject({ events: ['reload:ngx1=lower.conf'], owners: { [VIP1]: ['ngx2'] } });
  });

  test('have a file with @id lines read by a node with its own id', () => {
    const shared = config('10.0.0.1', { state: 'BACKUP' }).replace('priority 100', '@a priority 100\n@b priority 90');
    const folder = folderWith({
      'keepalived.conf': shared,
      'new.conf': shared.replace('@b priority 90', '@b priority 150'),
    });
    const simulation = simulationOf(['--scenario', 'reload:b=new.conf', 'keepalived.conf'], { cwd: folder });
    expect(simulation.nodes).toEqual(['a', 'b']);
    expect(simulation.scenarios.map(({ owners }) => owners['10.0.0.1'])).toEqual([['a'], ['b']]);
  });

  test.each([
    ['an unknown node', 'down:ngx3', /down:ngx3: .*"ngx3".*ngx1 and ngx2/],
    ['an unknown script', 'script:chk@ngx1', /ngx1 .*"chk"/],
    ['an unknown interface', 'interface:eth9@ngx1', /"eth9".*ens33/],
    ['a file that is not there', 'reload:ngx1=missing.conf', /"missing\.conf" cannot be read/],
    ['no event', 'explode', /"explode" is no event.*down:NODE/],
  ])('with %s are refused with a sentence, and nothing is printed', (_, text, sentence) => {
    const { code, stdout, stderr } = keepalivedHa(['simulate', '--scenario', text, 'examples/master-master']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^keepalived-ha: --scenario /);
    expect(stderr).toMatch(sentence);
  });
});

describe('the exit code', () => {
  test('is 0 when simulated, whatever failures lead to', () => {
    const { code, stdout } = keepalivedHa(['simulate', 'examples/master-master']);
    expect(code).toBe(0);
    expect(stdout).toContain('two masters: ngx1, ngx2');
  });

  test('is 0 where an address has two masters while all is up, too: to judge is for lint', () => {
    const folder = copyOf('master-backup');
    const file = join(folder, 'ngx2/keepalived.conf');
    writeFileSync(file, readFileSync(file, 'utf8').replace('virtual_router_id 51', 'virtual_router_id 61'));
    for (const format of ['text', 'json', 'svg']) {
      expect(keepalivedHa(['simulate', '--format', format, folder])).toMatchObject({ code: 0, stderr: '' });
    }
  });

  test.each([
    ['no path', ['simulate']],
    ['an unknown format', ['simulate', '--format', 'xml', '.']],
    ['a scenario without text', ['simulate', '.', '--scenario']],
  ])('is 2 after %s, which is said on standard error', (_, args) => {
    const { code, stdout, stderr } = keepalivedHa(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: /);
  });

  test('is 2 where a part of a cluster cannot be read: without it the rest would be foretold wrongly', () => {
    const folder = copyOf('master-backup');
    rmSync(join(folder, 'ngx2/keepalived.conf'));
    const { code, stdout, stderr } = keepalivedHa(['simulate', '.'], { cwd: folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^keepalived-ha: ngx2\/keepalived\.conf: cannot be read/);
  });

  test('is 2 where a cluster file is broken, and says in which line', () => {
    const folder = folderWith({
      'keepalived-ha.json': '{\n  "nodes": { "a": {} }\n}\n',
      'keepalived.conf': config('10.0.0.1'),
    });
    const { code, stdout, stderr } = keepalivedHa(['simulate', '.'], { cwd: folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^keepalived-ha: keepalived-ha\.json:2: /);
  });

  test('is 2 where there is nothing to simulate', () => {
    const folder = folderWith({ 'keepalived-ha.json': '{ "nodes": {} }' });
    const { code, stderr } = keepalivedHa(['simulate', '.'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain('there is no configuration to simulate');
  });
});

describe('clusters', () => {
  test('of a lone node, also from standard input, are simulated', () => {
    const simulation = simulationOf(['-'], { input: config('10.0.0.1') });
    expect(simulation.nodes).toHaveLength(1);
    expect(simulation.scenarios[0]!.owners).toEqual({ '10.0.0.1': simulation.nodes });
    expect(scenarioOf(simulation, `down:${simulation.nodes[0]}`).owners).toEqual({ '10.0.0.1': [] });
  });

  test('without any virtual address have nothing to own', () => {
    const { code, stdout } = keepalivedHa(['simulate', '-'], { input: 'global_defs {\n}\n' });
    expect(code).toBe(0);
    expect(stdout).toContain('There is no virtual address here.');
    const { groups, scenarios } = simulationOf(['-'], { input: '' });
    expect(groups).toEqual([]);
    expect(scenarios[0]).toEqual({ name: 'all up', events: [], owners: {}, seconds: {}, reasons: {} });
  });

  test('of which there are several are an array, each with a name', () => {
    const { stdout } = keepalivedHa(['simulate', '--format', 'json', '.'], { cwd: twoPairs() });
    const simulations: (JsonSimulation & { name: string })[] = JSON.parse(stdout);
    expect(simulations.map(({ name, nodes }) => [name, nodes])).toEqual([
      ['prod/{ngx1,ngx2}/keepalived.conf', ['ngx1', 'ngx2']],
      ['staging/{ngx1,ngx2}/keepalived.conf', ['ngx1', 'ngx2']],
    ]);
  });

  test('go through the scenarios whose nodes and scripts they know', () => {
    const cwd = twoPairs();
    const namesAfter = (...texts: string[]): string[][] => {
      const args = texts.flatMap((text) => ['--scenario', text]);
      const { stdout } = keepalivedHa(['simulate', '--format', 'json', ...args, '.'], { cwd });
      return JSON.parse(stdout).map(({ scenarios }: JsonSimulation) => scenarios.map(({ name }) => name));
    };
    expect(namesAfter('script:chk_web@ngx1', 'down:ngx2')).toEqual([
      ['all up', 'script:chk_web@ngx1', 'down:ngx2'],
      ['all up', 'down:ngx2'],
    ]);
    const { code, stderr } = keepalivedHa(['simulate', '--scenario', 'down:ngx3', '.'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('There is no node "ngx3". The nodes are ngx1 and ngx2.');
  });

  test('are told what the one that knows the node does not know', () => {
    const cwd = folderWith({
      'a/lb1/keepalived.conf': config('10.0.0.1'),
      'a/lb2/keepalived.conf': config('10.0.0.1', backup),
      'b/web1/keepalived.conf': config('10.9.0.1'),
      'b/web2/keepalived.conf': config('10.9.0.1', backup),
    });
    const { stderr } = keepalivedHa(['simulate', '--scenario', 'script:chk@web1', '.'], { cwd });
    expect(stderr).toMatch(/^keepalived-ha: --scenario script:chk@web1: web1 knows no script "chk"/);
  });

  test('are those that a path is in', () => {
    const cwd = copyOf('master-master');
    expect(simulationOf(['ngx1/keepalived.conf'], { cwd }).nodes).toEqual(['ngx1', 'ngx2']);
    writeFileSync(join(cwd, 'lone.conf'), config('10.0.0.1'));
    expect(simulationOf(['--cluster', 'keepalived-ha.json', 'lone.conf'], { cwd }).nodes).toEqual(['lone']);
    const folder = twoPairs();
    expect(simulationOf(['staging'], { cwd: folder }).groups[0]!.addresses).toEqual(['10.9.0.1']);
  });
});

test('--keepalived-version decides: from 2.3.3 on a list of addresses that differs does not part the nodes', () => {
  const folder = folderWith({
    'a/keepalived.conf': config('10.0.0.1'),
    'b/keepalived.conf': config('10.0.0.1\n10.0.0.2', backup),
  });
  const ownersWith = (version: string) =>
    simulationOf(['--keepalived-version', version, folder]).scenarios[0]!.owners['10.0.0.1'];
  expect(ownersWith('2.2.7')).toEqual(['a', 'b']);
  expect(ownersWith('2.3.4')).toEqual(['a']);
});

describe('names that a file or a cluster file gives', () => {
  const hostile = '<b>&"\u001b[31m\'';
  const files = {
    'keepalived-ha.json': JSON.stringify({
      nodes: { [hostile]: { config: 'a.conf' }, b: { config: 'b.conf' } },
    }),
    'a.conf': config('10.0.0.1').replace('VI_1', '"<i>&VI"'),
    'b.conf': config('10.0.0.1', backup),
  };

  test('are shown and not obeyed', () => {
    const cwd = folderWith(files);
    const { stdout: text } = keepalivedHa(['simulate', '.'], { cwd });
    expect(text).not.toContain('\u001b');
    const { stdout: svg } = keepalivedHa(['simulate', '--format', 'svg', '.'], { cwd });
    expect(textOf(readXml(svg))).toContain('<b>&"');
    expect(simulationOf(['.'], { cwd }).nodes).toEqual([hostile, 'b']);
    const { stderr } = keepalivedHa(['simulate', '--scenario', 'down:\u001b[31m', '.'], { cwd });
    expect(stderr).not.toContain('\u001b');
  });

  test.each(['text', 'json', 'svg'])('and secrets: %s shows no password', (format) => {
    const { stdout } = keepalivedHa(['simulate', '--format', format, '.'], { cwd: twoPairs() });
    expect(stdout).toContain('10.0.0.1');
    expect(stdout).not.toContain('s3cret99');
  });
});

test('has colours only where they are wanted', () => {
  const run = (args: readonly string[], env = {}) =>
    keepalivedHa(['simulate', ...args, 'examples/master-master'], { env }).stdout;
  expect(run([])).not.toContain('\u001b');
  expect(run([], { FORCE_COLOR: '1' })).toContain('\u001b[31mtwo masters');
  expect(run(['--no-color'], { FORCE_COLOR: '1' })).not.toContain('\u001b');
});
