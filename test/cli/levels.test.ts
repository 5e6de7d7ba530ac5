/** What lint is not to say, or not as gravely: comments, options and keepalived-ha.json. */
import { beforeAll, describe, expect, test } from 'vitest';
import { ensureBuilt, findingsOf, folderWith, keepalivedHa } from './command.ts';

beforeAll(ensureBuilt);

const NAME = 'keepalived.conf';
/** One error, and a hint for the password. */
const TEXT = `vrrp_instance VI_1 {
    sate MASTER
    interface eth0
    virtual_router_id 51
    authentication {
        auth_type PASS
        auth_pass 1111
    }
    virtual_ipaddress {
        192.168.10.51/24
    }
}
`;
const IGNORED = TEXT.replace('sate MASTER', 'sate MASTER # keepalived-ha: ignore=unknown-keyword');
const told = (cwd: string, ...args: string[]): string[] =>
  findingsOf(['.', ...args], { cwd }).map(({ severity, code }) => `${severity} ${code}`);

describe('a comment', () => {
  test('makes the exit code 0, and is counted', () => {
    const { code, stdout } = keepalivedHa(['lint', NAME], { cwd: folderWith({ [NAME]: IGNORED }) });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'nothing to complain of, 1 hint (--hints shows them), 1 suppressed in 1 file\n',
    });
  });

  test('leaves the finding in the SARIF log, as one that is suppressed there', () => {
    const cwd = folderWith({ [NAME]: IGNORED });
    const [{ results }] = JSON.parse(keepalivedHa(['lint', '--format', 'sarif', NAME], { cwd }).stdout).runs;
    const byRule = results.map(({ ruleId, suppressions }: { ruleId: string; suppressions: unknown }) => [
      ruleId,
      suppressions,
    ]);
    expect(byRule).toEqual([
      ['auth-pass-guessable', undefined],
      ['unknown-keyword', [{ kind: 'inSource' }]],
    ]);
  });

  test('goes before --severity', () => {
    expect(told(folderWith({ [NAME]: IGNORED }), '--severity', 'unknown-keyword=error')).toEqual([
      'hint auth-pass-guessable',
    ]);
  });
});

describe('--severity and --ignore', () => {
  test('may be repeated', () => {
    const cwd = folderWith({ [NAME]: TEXT });
    expect(told(cwd, '--severity=unknown-keyword=warning', '--severity=auth-pass-guessable=error')).toEqual([
      'warning unknown-keyword',
      'error auth-pass-guessable',
    ]);
    expect(told(cwd, '--ignore', 'unknown-keyword', '--ignore', 'auth-pass-guessable')).toEqual([]);
  });

  test('decide over the exit code', () => {
    const cwd = folderWith({ [NAME]: TEXT });
    expect(keepalivedHa(['lint', NAME], { cwd }).code).toBe(1);
    expect(keepalivedHa(['lint', '--severity=unknown-keyword=warning', NAME], { cwd }).code).toBe(0);
  });

  test('go before keepalived-ha.json', () => {
    const rules = { 'unknown-keyword': 'information', 'auth-pass-guessable': 'off' };
    const cluster = JSON.stringify({ nodes: { a: { config: NAME } }, rules });
    const cwd = folderWith({ [NAME]: TEXT, 'keepalived-ha.json': cluster });
    expect(told(cwd)).toEqual(['information unknown-keyword']);
    expect(told(cwd, '--severity=auth-pass-guessable=warning')).toEqual([
      'information unknown-keyword',
      'warning auth-pass-guessable',
    ]);
    expect(told(cwd, '--single')).toEqual(['error unknown-keyword', 'hint auth-pass-guessable']);
  });

  test.each([
    ['--ignore', 'unknown-keywrod', 'There is no finding unknown-keywrod. Did you mean unknown-keyword?'],
    ['--severity', 'unknown-keyword', 'Give it as CODE=LEVEL, with one of off, hint, information, warning, error.'],
    ['--severity', 'unknown-keyword=fatal', 'Give it as CODE=LEVEL'],
    ['--severity', 'nothing-such=off', 'There is no finding nothing-such.'],
  ])('%s %s is refused', (option, value, message) => {
    const { code, stdout, stderr } = keepalivedHa(['lint', option, value, '.']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

describe('hints', () => {
  test('are only counted, where a person reads', () => {
    const cwd = folderWith({ [NAME]: TEXT });
    expect(keepalivedHa(['lint', NAME], { cwd }).stdout).not.toContain('auth-pass-guessable');
    const { stdout } = keepalivedHa(['lint', '--hints', NAME], { cwd });
    expect(stdout).toContain(`${NAME}:7:19 hint auth-pass-guessable`);
    expect(stdout).not.toContain('1111');
    expect(stdout).toMatch(/^1 error, 1 hint in 1 file$/m);
  });
});

test('a release in keepalived-ha.json that is none is said', () => {
  const cluster = JSON.stringify({ nodes: { a: { config: NAME } }, keepalivedVersion: 'latest' });
  expect(told(folderWith({ [NAME]: TEXT, 'keepalived-ha.json': cluster }))).toContain('error cluster-file-invalid');
});

test('--keepalived-version goes before keepalived-ha.json', () => {
  const cluster = JSON.stringify({ nodes: { a: { config: NAME } }, keepalivedVersion: '2.4.0' });
  const text = TEXT.replace('sate MASTER', 'owner_ignore_adverts');
  const cwd = folderWith({ [NAME]: text, 'keepalived-ha.json': cluster });
  expect(told(cwd)).not.toContain('error newer-than-target');
  expect(told(cwd, '--keepalived-version', '2.2.7')).toContain('error newer-than-target');
});
