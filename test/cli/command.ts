import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { root } from '../../scripts/steps.ts';
import { cli, ensureBuilt, examples } from '../support/built.ts';

export { cli, ensureBuilt, examples };

// Each test starts processes, on a machine that may be busy with others.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `keepalived-ha` as a user would: not on a terminal, in that folder, with that text as standard input. */
export function keepalivedHa(args: readonly string[], { cwd = root, input = '', env = {} } = {}): Outcome {
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd,
    input,
    encoding: 'utf8',
    env: { ...inherited, ...env },
    maxBuffer: 1 << 28,
  });
  return { code: status, stdout, stderr };
}

/** A finding as `--format json` has it. */
export interface JsonFinding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: string;
  readonly code: string;
  readonly origin: string;
  readonly message: string;
  readonly related: readonly { readonly file: string; readonly line: number; readonly message: string }[];
  readonly explains?: readonly [number, number];
}

/** Lints to JSON; whatever was said on standard error is the test's failure. */
export function findingsOf(args: readonly string[], options: Parameters<typeof keepalivedHa>[1] = {}): JsonFinding[] {
  const { stdout, stderr } = keepalivedHa(['lint', '--format', 'json', ...args], options);
  if (stderr !== '') throw new Error(stderr);
  return JSON.parse(stdout);
}

/** What `simulate --format json` has of a cluster. */
export interface JsonSimulation {
  readonly nodes: readonly string[];
  readonly groups: readonly {
    readonly vrid: number | null;
    readonly family: number;
    readonly addresses: readonly string[];
    readonly instances: Readonly<Record<string, string>>;
  }[];
  readonly scenarios: readonly {
    readonly name: string;
    readonly events: readonly string[];
    readonly owners: Readonly<Record<string, readonly string[]>>;
    readonly seconds: Readonly<Record<string, readonly [number, number] | null>>;
    readonly reasons: Readonly<Record<string, string>>;
  }[];
}

/** Simulates one cluster to JSON; whatever was said on standard error is the test's failure. */
export function simulationOf(
  args: readonly string[],
  options: Parameters<typeof keepalivedHa>[1] = {},
): JsonSimulation {
  const { stdout, stderr } = keepalivedHa(['simulate', '--format', 'json', ...args], options);
  if (stderr !== '') throw new Error(stderr);
  return JSON.parse(stdout);
}

/** A folder with these files, until the test ends. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** A copy of an example, until the test ends. */
export function copyOf(example: 'master-master' | 'master-backup'): string {
  const folder = temporaryFolder();
  cpSync(join(examples, example), folder, { recursive: true });
  return folder;
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'keepalived-ha-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
