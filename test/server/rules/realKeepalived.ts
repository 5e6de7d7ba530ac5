import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Version } from '../../../server/src/schema/index.ts';
import { versionOf } from '../../support/keepalivedVersion.ts';
import { findProgram } from '../../support/requirements.ts';

/** What `keepalived -t` said of a configuration. */
export interface Verdict {
  readonly messages: readonly string[];
  /** Lines that it complained of, from 1. */
  readonly lines: ReadonlySet<number>;
  /** Whether it also spoke of the whole, without a line. */
  readonly unplaced: boolean;
}

/** What it says of the machine rather than of the configuration. */
const ABOUT_THE_MACHINE = /insecure|SECURITY VIOLATION|not found\/accessible|iptables not supported|script uid/i;

/** What a configuration is tried with besides its text. */
export interface Setting {
  /** Further files of the same folder, by name. */
  readonly more?: Readonly<Record<string, string>>;
  readonly configId?: string;
}

/** A keepalived of one's own: in a network namespace with eth0 and eth1. Call `end` when done. */
export function startKeepalived(): { version: Version; judge(text: string, setting?: Setting): Verdict; end(): void } {
  const namespace = `kha-rules-${process.pid}`;
  const folder = mkdtempSync(join(tmpdir(), 'kha-rules-'));
  const file = join(folder, 'keepalived.conf');
  const ip = (...args: string[]) => spawnSync(findProgram('ip')!, args, { encoding: 'utf8' });
  const keepalived = (...args: string[]): string =>
    ip('netns', 'exec', namespace, findProgram('keepalived')!, ...args).stderr;
  ip('netns', 'add', namespace);
  for (const [index, device] of ['eth0', 'eth1'].entries()) {
    ip('-n', namespace, 'link', 'add', device, 'type', 'bridge');
    ip('-n', namespace, 'addr', 'add', `192.168.${10 + index}.11/24`, 'dev', device);
    ip('-n', namespace, 'link', 'set', device, 'up');
  }
  return {
    version: versionOf(findProgram('keepalived')!),
    judge(text, { more = {}, configId } = {}) {
      writeFileSync(file, text);
      for (const [name, content] of Object.entries(more)) writeFileSync(join(folder, name), content);
      const id = configId === undefined ? [] : ['-i', configId];
      const messages = keepalived('-t', '-f', file, ...id)
        .split('\n')
        .filter((line) => line && !ABOUT_THE_MACHINE.test(line));
      for (const name of Object.keys(more)) rmSync(join(folder, name));
      const lines = messages.map((message) => Number(/Line (\d+)\)/.exec(message)?.[1] ?? 0));
      return { messages, lines: new Set(lines.filter((line) => line > 0)), unplaced: lines.includes(0) };
    },
    end() {
      ip('netns', 'delete', namespace);
      rmSync(folder, { recursive: true });
    },
  };
}
