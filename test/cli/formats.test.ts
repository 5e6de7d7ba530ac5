import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import { Ajv, type ValidateFunction } from 'ajv';
import type { Log } from 'sarif';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { copyOf, ensureBuilt, findingsOf, folderWith, keepalivedHa } from './command.ts';

beforeAll(ensureBuilt);

const PASSWORD = 's3cret99';

/** The example pair with three changes on ngx2: a VRID, a password, a word that keepalived does not know. */
let pair: string;
const format = (name: string, env = {}): string =>
  keepalivedHa(['lint', '--format', name, '.'], { cwd: pair, env }).stdout;

beforeEach(() => {
  pair = copyOf('master-backup');
  const file = join(pair, 'ngx2/keepalived.conf');
  const changed = readFileSync(file, 'utf8')
    .replace('virtual_router_id 51', 'virtual_router_id 61')
    .replace('auth_pass 1111', `auth_pass ${PASSWORD}`)
    .replace('advert_int 1', 'advert_intt 1');
  writeFileSync(file, changed);
});

test.each(['text', 'json', 'sarif', 'github'])('%s shows no password behind a mistyped keyword', (name) => {
  const input = `vrrp_instance VI_1 {\n    authentication {\n        auth_pas ${PASSWORD}\n        auth_password "${PASSWORD}"\n    }\n}\n`;
  const { stdout } = keepalivedHa(['lint', '--format', name, '-'], { input });
  expect(stdout).toContain('unknown-keyword');
  expect(stdout).not.toContain(PASSWORD);
});

test.each(['text', 'json', 'sarif', 'github'])('%s shows no password', (name) => {
  const output = format(name);
  expect(output).toContain('pair-auth-mismatch');
  expect(output).not.toContain(PASSWORD);
});

test.each(['text', 'json', 'sarif', 'github'])('%s shows no key of auth_hmac', (name) => {
  const key = 's3cret-key-of-thirty-two-letters';
  const file = join(pair, 'ngx2/keepalived.conf');
  const block = `auth_hmac {\n        key 1 ${key}\n        active_key 1\n        active_keys 1\n    }`;
  writeFileSync(file, readFileSync(file, 'utf8').replace(/authentication \{[^}]*\}/, block));
  const { stdout } = keepalivedHa(['lint', '--format', name, '--keepalived-version', '2.4.3', '.'], { cwd: pair });
  expect(stdout).toContain('pair-hmac-mismatch');
  expect(stdout).toContain('unknown-keyword');
  expect(stdout).not.toContain(key);
});

describe('text', () => {
  test('says where, what, and what to do', () => {
    const output = format('text');
    expect(output).toMatch(/^ngx1\/keepalived\.conf:9:\d+ error pair-vrid-mismatch .+$/m);
    expect(output).toMatch(/^ngx2\/keepalived\.conf:9:\d+ error pair-vrid-mismatch .+$/m);
    expect(output).toMatch(/^ {2}see ngx1\/keepalived\.conf:9:\d+: .+$/m);
    expect(output).toMatch(/^ {2}fix .+$/m);
  });

  test('marks the place in the lines around it', () => {
    const { line, column, endColumn } = findingsOf(['.'], { cwd: pair }).find(
      ({ code }) => code === 'pair-vrid-mismatch',
    )!;
    expect(line).toBe(9);
    const mark = `${' '.repeat(column - 1)}${'^'.repeat(endColumn - column)}`;
    const frame = [
      '   8 |     interface ens33',
      '   9 |     virtual_router_id 51',
      `     | ${mark}`,
      '  10 |     priority 100',
    ];
    expect(format('text')).toContain(`\n${frame.join('\n')}\n`);
  });

  test('shows as much of a long line as fits', () => {
    const folder = folderWith({ 'keepalived.conf': `${'mistyped '.repeat(20_000)}\n` });
    const { stdout } = keepalivedHa(['lint', folder]);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThan(1000);
  });

  test('ends with the figures and with what is paired', () => {
    const summary = format('text').trimEnd().split('\n').at(-1);
    expect(summary).toMatch(/^\d+ errors.* in 2 files; ngx1 is paired with ngx2: /);
  });

  test('has colours only where they are wanted', () => {
    expect(format('text')).not.toContain('\x1b');
    expect(format('text', { FORCE_COLOR: '1' })).toContain('\x1b[31merror');
    expect(format('text', { FORCE_COLOR: '1', NO_COLOR: '1' })).not.toContain('\x1b');
    const args = ['lint', '--no-color', '.'];
    expect(keepalivedHa(args, { cwd: pair, env: { FORCE_COLOR: '1' } }).stdout).not.toContain('\x1b');
  });
});

describe('json', () => {
  test('has the places of a finding across nodes', () => {
    const findings = findingsOf(['.'], { cwd: pair }).filter(({ code }) => code === 'pair-vrid-mismatch');
    const column = '    virtual_router_id 51'.length + 1;
    expect(findings).toMatchObject([
      { file: 'ngx1/keepalived.conf', related: [{ file: 'ngx2/keepalived.conf', line: 9 }] },
      { file: 'ngx2/keepalived.conf', related: [{ file: 'ngx1/keepalived.conf', line: 9 }] },
    ]);
    for (const finding of findings) {
      expect(finding).toMatchObject({ severity: 'error', origin: 'pair', line: 9, endLine: 9, endColumn: column });
      expect(finding.message).not.toBe('');
    }
  });

  test('is an empty array where nothing is found', () => {
    expect(JSON.parse(keepalivedHa(['lint', '--format', 'json', '-'], { input: '' }).stdout)).toEqual([]);
  });

  test('says which lines of keepalived a finding stands for', () => {
    const input = 'vrrp_instanc VI_1 {\n    state MASTER\n    interface eth0\n    virtual_router_id 51\n}\n';
    const [first] = findingsOf(['-'], { input });
    expect(first).toMatchObject({ line: 1, explains: [expect.any(Number), expect.any(Number)] });
    const [from, to] = first!.explains!;
    expect(from).toBeLessThanOrEqual(2);
    expect(to).toBeGreaterThanOrEqual(4);
  });
});

describe('sarif', () => {
  let validate: ValidateFunction;
  beforeAll(() => {
    // Draft 4 of JSON Schema, of which it uses nothing that draft 7 changed but `id`.
    const { $schema: _, id, ...schema } = sarifSchema;
    const formats = {
      uri: (text: string) => URL.canParse(text),
      'uri-reference': (text: string) => URL.canParse(text, 'file:///') && !/\s/.test(text),
      'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
    };
    validate = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, formats }).compile({
      $id: id,
      ...schema,
    });
  });
  const logOf = (text: string): Log => {
    const log: Log = JSON.parse(text);
    validate(log);
    expect(validate.errors ?? []).toEqual([]);
    return log;
  };

  test('is what the schema says', () => {
    const { runs } = logOf(format('sarif'));
    const { results = [], tool } = runs[0]!;
    const result = results.find(({ ruleId }) => ruleId === 'pair-vrid-mismatch')!;
    expect(result).toMatchObject({
      level: 'error',
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: 'ngx1/keepalived.conf' }, region: { startLine: 9, endLine: 9 } },
        },
      ],
      relatedLocations: [{ physicalLocation: { artifactLocation: { uri: 'ngx2/keepalived.conf' } } }],
    });
    expect(result.fixes).not.toEqual([]);
    expect(tool.driver.rules![result.ruleIndex!]).toMatchObject({ id: 'pair-vrid-mismatch' });
    const fingerprints = results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints));
    expect(new Set(fingerprints).size).toBe(results.length);
  });

  test('describes every rule', () => {
    const { rules = [] } = logOf(format('sarif')).runs[0]!.tool.driver;
    expect(rules.map(({ id }) => id)).toEqual(expect.arrayContaining(['unknown-keyword', 'pair-priority-equal']));
    for (const rule of rules) expect(rule.shortDescription?.text).toMatch(/\S/);
  });

  test('names files as URIs and says what could not be read', () => {
    const folder = folderWith({ 'a b#1.conf': 'mistyped\n' });
    const { stdout } = keepalivedHa(['lint', '--format', 'sarif', 'a b#1.conf', 'missing.conf'], { cwd: folder });
    expect(logOf(stdout).runs[0]).toMatchObject({
      artifacts: [{ location: { uri: 'a%20b%231.conf' } }],
      invocations: [{ executionSuccessful: false, toolExecutionNotifications: [{ level: 'error' }] }],
    });
  });
});

describe('github', () => {
  test('has a workflow command for each finding', () => {
    const lines = format('github').trimEnd().split('\n');
    expect(lines.length).toBe(findingsOf(['.'], { cwd: pair }).length);
    for (const line of lines) {
      expect(line).toMatch(
        /^::(error|warning|notice) file=[^,:]+,line=\d+,endLine=\d+(,col=\d+,endColumn=\d+)?,title=[\w-]+::./,
      );
    }
    expect(lines).toContainEqual(
      expect.stringMatching(/^::error file=ngx2\/keepalived\.conf,line=9,.*title=pair-vrid-mismatch::/),
    );
  });

  test('escapes what a command would understand', () => {
    const folder = folderWith({ 'odd,50%:name.conf': 'mistyped\n' });
    const { stdout } = keepalivedHa(['lint', '--format', 'github', 'odd,50%:name.conf'], { cwd: folder });
    expect(stdout).toContain('file=odd%2C50%25%3Aname.conf,');
  });
});
