// The scripts that keep what a host had, in an order that only a slow network brings about. They run here, on a folder.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lacks } from '../support/requirements.ts';

const script = (name: string): string =>
  readFileSync(new URL(`../../deploy/src/apply/${name}.sh`, import.meta.url), 'utf8');

describe.skipIf(lacks('flock'))('a deployment that is withdrawn', () => {
  let folder: string;
  let target: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keepalived-ha-'));
    // Whoever locks a host makes it.
    mkdirSync(state());
    target = join(folder, 'keepalived.conf');
    writeFileSync(target, 'old\n');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const state = (...names: readonly string[]): string => join(folder, 'state', ...names);
  const run = (text: string, args: readonly string[], input = ''): { status: number | null; stderr: string } => {
    const { status, stderr } = spawnSync('sh', ['-c', text, 'sh', ...args], { input, encoding: 'utf8' });
    return { status, stderr };
  };
  const begin = () => run(script('begin'), [state(), 'id', 'me', `file=${target}`], script('restore'));
  const stage = () => run(script('stage'), [state(), 'id', target, '', '644'], 'new\n');
  const undo = () => run(script('undo'), [state(), 'id']);
  const well = { status: 0, stderr: '' };

  test('leaves nothing beside the file that it was to change', () => {
    expect([undo(), begin(), stage()]).toEqual([
      well,
      { status: 1, stderr: 'the deployment was broken off before it began\n' },
      { status: 1, stderr: expect.stringContaining('pending') },
    ]);
    expect(existsSync(state('pending'))).toBe(false);
    expect(existsSync(state('records', 'id'))).toBe(false);
    expect(existsSync(join(folder, '.keepalived.conf.keepalived-ha'))).toBe(false);
  });

  test('is put back where it had begun', () => {
    expect([begin(), stage()]).toEqual([well, well]);
    writeFileSync(target, 'new\n');
    expect(undo()).toEqual(well);
    expect(readFileSync(target, 'utf8')).toBe('old\n');
    expect(existsSync(state('restored'))).toBe(true);
    expect(existsSync(state('records', 'id'))).toBe(false);
    expect(existsSync(join(folder, '.keepalived.conf.keepalived-ha'))).toBe(false);
  });

  test('does not keep the next one from beginning', () => {
    undo();
    expect(run(script('begin'), [state(), 'next', 'me', `file=${target}`], script('restore'))).toEqual(well);
  });
});
