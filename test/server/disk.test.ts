import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diskReader } from '../../server/src/disk.ts';

const reader = diskReader();
let folder: string;
let main: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keepalived ha-'));
  main = join(folder, 'keepalived.conf');
  for (const name of ['conf.d', 'conf.d/deep', 'conf.d/folder.conf', 'beside']) mkdirSync(join(folder, name));
  for (const name of ['b', 'a', 'a b', '.hidden', '#1', 'q"']) writeFileSync(join(folder, `conf.d/${name}.conf`), name);
  writeFileSync(join(folder, 'conf.d/deep/deep.conf'), '');
  symlinkSync('a.conf', join(folder, 'conf.d/link.conf'));
  symlinkSync('nowhere', join(folder, 'conf.d/dangling.conf'));
  writeFileSync(main, Buffer.from([0x61, 0x00, 0xff, 0x0a]));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('patterns', () => {
  const match = (pattern: string): string[] =>
    reader.match(pattern, main).map((path) => path.slice(`${folder}/`.length));

  test.each([
    ['conf.d/*.conf', ['#1', 'a', 'a b', 'b', 'link', 'q"'].map((name) => `conf.d/${name}.conf`).sort()],
    ['conf.d/{b,a}.conf', ['conf.d/b.conf', 'conf.d/a.conf']],
    ['conf.d/{{a,q"},no{a,b}}.conf', ['conf.d/a.conf', 'conf.d/q".conf']],
    ['conf.d/{a}.conf', ['conf.d/a.conf']],
    ['conf.d/[!ab#lq]*.conf', []],
    ['conf.d/[[:alpha:]].conf', ['conf.d/a.conf', 'conf.d/b.conf']],
    ['conf.d/a?b.conf', ['conf.d/a b.conf']],
    ['conf.d/.h*.conf', ['conf.d/.hidden.conf']],
    ['conf.d/**.conf', ['#1', 'a', 'a b', 'b', 'link', 'q"'].map((name) => `conf.d/${name}.conf`).sort()],
    ['**/*.conf', ['#1', 'a', 'a b', 'b', 'link', 'q"'].map((name) => `conf.d/${name}.conf`).sort()],
    ['beside/../conf.d/a.conf', ['conf.d/a.conf']],
    ['conf.d/folder.conf', []],
    ['conf.d/dangling.conf', []],
    ['conf.d/missing.conf', []],
    ['"conf.d/a.conf"', []],
    ['conf.d/{a,b', []],
    ['conf.d/a.conf\0', []],
    ['', []],
  ])('%j', (pattern, expected) => {
    expect(match(pattern)).toEqual(expected);
  });

  test('may be absolute', () => {
    expect(reader.match(join(folder, 'conf.d/a.conf'), '/etc/keepalived/keepalived.conf')).toEqual([
      join(folder, 'conf.d/a.conf'),
    ]);
  });

  test.each([
    ['conf.d/a.conf', false, []],
    ['conf.d/missing.conf', true, []],
    ['conf.d/*.missing', false, []],
    ['missing/*.conf', true, []],
    ['conf.d/{a,missing}.conf', true, []],
    ['*/a.conf', true, []],
    ['conf.d/[ab].conf', false, []],
    ['conf.d', false, ['conf.d folder']],
    ['conf.d/{folder,dangling}.conf', false, ['conf.d/folder.conf folder', 'conf.d/dangling.conf unreadable']],
    ['"conf.d/a.conf"', true, []],
  ])('%j: what keepalived says of it', (pattern, missing, skipped) => {
    const found = reader.inspect!(pattern, main)!;
    const said = found.skipped.map(({ file, why }) => `${file.slice(`${folder}/`.length)} ${why}`);
    expect([found.missing, said]).toEqual([missing, skipped]);
  });

  test('executable files are left out, unless the including file is one, too', () => {
    const script = join(folder, 'beside/script.conf');
    writeFileSync(script, '');
    chmodSync(script, 0o755);
    expect(match('beside/*.conf')).toEqual([]);
    expect(reader.inspect!('beside/*.conf', main)!.skipped).toEqual([{ file: script, why: 'executable' }]);
    chmodSync(main, 0o755);
    expect(match('beside/*.conf')).toEqual(['beside/script.conf']);
    chmodSync(main, 0o644);
    rmSync(script);
  });

  test('that multiply come to an end', () => {
    expect(reader.match('{a,b}'.repeat(500), main)).toEqual([]);
    expect(reader.match('{'.repeat(100_000), main)).toEqual([]);
  });
});

describe('names', () => {
  test('are URIs where the question was one', () => {
    const uri = pathToFileURL(main).href;
    const below = `${uri.slice(0, uri.lastIndexOf('/'))}/conf.d`;
    expect(reader.match('conf.d/{a b,#1}.conf', uri)).toEqual([`${below}/a%20b.conf`, `${below}/%231.conf`]);
    expect(reader.match(join(folder, 'conf.d/b.conf'), 'file:///etc/keepalived/keepalived.conf')).toEqual([
      `${below}/b.conf`,
    ]);
    expect(reader.read(`${below}/a%20b.conf`)).toBe('a b');
  });

  test.each(['untitled:Untitled-1', 'git://host/a.conf', 'file://%zz/a', '', 'a\0b'])('%j is no file', (name) => {
    expect(reader.read(name)).toBeUndefined();
    expect(reader.match('*.conf', `${name}/keepalived.conf`)).toEqual([]);
  });
});

test('bytes that are no UTF-8 are replaced', () => {
  expect(reader.read(main)).toBe('a\0\ufffd\n');
});

test('what is no file has no text', () => {
  expect(reader.read(folder)).toBeUndefined();
  expect(reader.read('/dev/null')).toBeUndefined();
  expect(reader.read(join(folder, 'missing.conf'))).toBeUndefined();
});
