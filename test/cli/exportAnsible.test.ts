import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { copyOf, ensureBuilt, folderWith, keepalivedHa } from './command.ts';

beforeAll(ensureBuilt);

describe('export ansible', () => {
  test('writes an inventory and a playbook, and says where', () => {
    const cwd = copyOf('master-master');
    const { code, stdout, stderr } = keepalivedHa(['export', 'ansible', '--output', 'deep/ansible'], { cwd });
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'deep/ansible/inventory.yml\ndeep/ansible/playbook.yml\n',
      stderr: '',
    });
    expect(readFileSync(join(cwd, 'deep/ansible/inventory.yml'), 'utf8')).toContain('"../../ngx1/keepalived.conf"');
    expect(readFileSync(join(cwd, 'deep/ansible/playbook.yml'), 'utf8')).toMatch(/^- name: /m);
  });

  test('overwrites nothing unless it is told to', () => {
    const cwd = copyOf('master-master');
    const playbook = join(cwd, 'playbook.yml');
    writeFileSync(playbook, 'mine\n');
    const args = ['export', 'ansible', '--output', '.'];
    expect(keepalivedHa(args, { cwd })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'keepalived-ha: playbook.yml is there already; --force overwrites it\n',
    });
    expect(readFileSync(playbook, 'utf8')).toBe('mine\n');
    expect(keepalivedHa([...args, '--force'], { cwd }).code).toBe(0);
    expect(readFileSync(playbook, 'utf8')).not.toContain('mine');
  });

  test('refuses a pair with errors', () => {
    const cwd = copyOf('master-backup');
    const file = join(cwd, 'ngx2/keepalived.conf');
    writeFileSync(file, readFileSync(file, 'utf8').replace('virtual_router_id 51', 'virtual_router_id 61'));
    const { code, stderr } = keepalivedHa(['export', 'ansible', '--output', 'ansible'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/ngx2\/keepalived\.conf:\d+: /);
  });

  test.each([
    ['no folder to write to', ['export', 'ansible', '.']],
    ['nothing to write for', ['export']],
    ['a tool that is not known', ['export', 'puppet']],
    ['no cluster file', ['export', 'ansible', '--output', 'x']],
  ])('wrong use: %s', (_, args) => {
    expect(keepalivedHa(args, { cwd: folderWith({}) })).toMatchObject({ code: 2, stdout: '' });
  });
});
