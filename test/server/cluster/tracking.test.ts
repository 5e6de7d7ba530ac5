/** What one node looks at and another does not. */
import { describe, expect, test } from 'vitest';
import {
  codes,
  cured,
  found,
  messages,
  type Options,
  pair,
  places,
  preferredOf,
  relatedPlaces,
  three,
} from './support.ts';

const script = (name: string, command = `/usr/bin/${name}`): string =>
  `vrrp_script ${name} {\n    script "${command}"\n    interval 2\n}\n`;
const track = (kind: string, ...entries: string[]): string =>
  `track_${kind} {\n        ${entries.join('\n        ')}\n    }`;
const tracks = (...names: string[]): Options => ({
  before: names.map((name) => script(name)).join(''),
  more: track('script', ...names),
});
const MISMATCH = ['warning pair-track-mismatch'];

describe('pair-track-mismatch', () => {
  test('a script on the MASTER only', () => {
    const texts = pair(tracks('chk_nginx'), {});
    expect(codes(texts)).toEqual(MISMATCH);
    expect(messages(texts)).toEqual([
      'a tracks script chk_nginx, but b does not: what fails there is not noticed, and 192.168.10.111 stays.',
      'b does not track script chk_nginx, which a does: what fails on b is not noticed there, and 192.168.10.111 stays.',
    ]);
    expect(places(texts)).toEqual(['chk_nginx', 'vrrp_instance VI_1']);
    expect(relatedPlaces(texts)).toEqual(['b vrrp_instance VI_1', 'a chk_nginx']);
    expect(cured(texts)['/ws/b/keepalived.conf']).toContain(`}\n${script('chk_nginx')}\nvrrp_instance`);
    expect(cured(texts)['/ws/b/keepalived.conf']).toContain(`    ${track('script', 'chk_nginx')}\n}`);
    expect(codes(cured(texts))).toEqual([]);
  });

  test('a weight goes along, a definition that is there stays, a list is continued', () => {
    const a = {
      before: script('chk_nginx') + script('chk_php'),
      more: track('script', 'chk_nginx', 'chk_php weight -15'),
    };
    const texts = pair(a, { before: a.before, more: track('script', 'chk_nginx') });
    expect(places(texts)).toEqual(['chk_php', 'track_script']);
    const after = cured(texts)['/ws/b/keepalived.conf']!;
    expect(after).toContain(track('script', 'chk_nginx', 'chk_php weight -15'));
    expect(after.match(/vrrp_script/g)).toHaveLength(2);
    expect(codes(cured(texts))).toEqual([]);
  });

  test('in the file of the node that does, the fix is one for the other file', () => {
    const [finding] = found(pair(tracks('chk_nginx'), {}));
    expect(finding!.fixes).toMatchObject([{ title: 'Track script chk_nginx on b too' }]);
    expect(new Set(finding!.fixes![0]!.edits.map(({ place }) => place.file))).toEqual(
      new Set(['/ws/b/keepalived.conf']),
    );
  });

  test('among three: one finding in every file, one fix for each node that lacks it', () => {
    const texts = three(tracks('chk_nginx'), tracks('chk_nginx'), {});
    expect(found(texts).map(({ place }) => place.file)).toEqual([
      '/ws/a/keepalived.conf',
      '/ws/b/keepalived.conf',
      '/ws/c/keepalived.conf',
    ]);
    expect(messages(texts)[2]).toContain('c does not track script chk_nginx, which a and b do');
    expect(codes(cured(texts))).toEqual([]);
  });

  test('the same command under another name is the same', () => {
    const other = { before: script('nginx_alive', '/usr/bin/chk_nginx'), more: track('script', 'nginx_alive') };
    expect(codes(pair(tracks('chk_nginx'), other))).toEqual([]);
    const texts = pair(tracks('chk_nginx', 'chk_php'), other);
    expect(messages(texts)[0]).toContain('a tracks script chk_php, but b does not');
  });

  test('where each has one of its own, they may be the same', () => {
    expect(codes(pair(tracks('check_master'), tracks('check_backup')))).toEqual([]);
    expect(codes(pair(tracks('chk_nginx', 'check_master'), tracks('chk_nginx')))).toEqual(MISMATCH);
  });

  test('a sync group tracks for its members', () => {
    const group = `vrrp_sync_group VG {\n    group {\n        VI_1\n    }\n    ${track('script', 'chk_nginx')}\n}\n`;
    expect(codes(pair(tracks('chk_nginx'), { before: script('chk_nginx'), behind: group }))).toEqual([]);
    expect(codes(pair({ before: script('chk_nginx'), behind: group }, {}))).toEqual(MISMATCH);
  });

  test.each([
    ['process', 'vrrp_track_process nginx {\n    process nginx\n}\n'],
    ['file', 'track_file nginx {\n    file /run/nginx.state\n}\n'],
  ])('a %s', (kind, before) => {
    const texts = pair({ before, more: track(kind, 'nginx') }, {});
    expect(codes(texts)).toEqual(MISMATCH);
    expect(messages(texts)[0]).toContain(`a tracks ${kind} nginx, but b does not`);
    expect(cured(texts)['/ws/b/keepalived.conf']).toContain(before);
    expect(codes(cured(texts))).toEqual([]);
  });

  test('an interface, for which there is no fix: it is called otherwise elsewhere', () => {
    const texts = pair({ more: track('interface', 'eth1') }, {});
    expect(codes(texts)).toEqual(MISMATCH);
    expect(preferredOf(texts)).toEqual([]);
    expect(codes(pair({ more: track('interface', 'eth1') }, { more: track('interface', 'ens37') }))).toEqual([]);
    // The instance's own is tracked in any case.
    expect(codes(pair({ more: track('interface', 'eth0') }, {}))).toEqual([]);
  });

  test('IPv6 alike', () => {
    expect(codes(pair({ ...tracks('chk'), address: 'fd00::111' }, { address: 'fd00::111' }))).toEqual(MISMATCH);
  });

  test('what is not defined is not tracked, but meant to be', () => {
    const named = { more: track('script', 'chk_nginx') };
    expect(codes(pair(named, {}))).toEqual([]);
    expect(codes(pair(tracks('chk_nginx'), named))).toEqual([]);
  });

  test('is silent where a name is not known', () => {
    expect(codes(pair(tracks('chk_nginx'), { more: track('script', '$CHECK') }))).toEqual([]);
    expect(codes(pair({ more: track('interface', '$UPLINK') }, {}))).toEqual([]);
  });

  test('a script whose definition holds another is not copied', () => {
    const before = `$BIN=/usr/bin\n${script('chk', '${BIN}/chk')}`;
    const texts = pair({ before, more: track('script', 'chk') }, {});
    expect(codes(texts)).toEqual(MISMATCH);
    expect(preferredOf(texts)).toEqual([]);
  });
});
