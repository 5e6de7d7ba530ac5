/** Reads what the arguments name, has it analysed, and puts the findings into the user's terms. */
import { accessSync, constants } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import {
  type Analysis,
  type CachedFiles,
  type ClusterFile,
  cacheFiles,
  createWorkspace,
  diskReader,
  type Finding,
  type Place,
  rangeOf,
  readClusterFile,
  TOP_LEVEL_ONLY,
  type Version,
} from '../../server/src/index.ts';
import { clusterFilesAbove, findTargets, type NamedFile, reasonOf } from './paths.ts';
import type { LintFinding, LintReport, Region } from './report.ts';

export interface LintOptions {
  readonly paths: readonly string[];
  readonly cwd: string;
  /** The text of `-`. */
  readonly stdin?: string;
  /** Every file stands alone. */
  readonly single?: boolean;
  /** The cluster file to go by, instead of those that are found. */
  readonly cluster?: string;
  readonly version?: Version;
}

/** Standard input is seen as a file of the working directory, so that its includes are found. */
const STDIN = '-';

export function lint(options: LintOptions): LintReport {
  const { cwd, single = false, version } = options;
  const reader = diskReader();
  const files = cacheFiles(reader);
  const names = new Map<string, string>();
  const nameOf = (path: string): string => names.get(path) ?? shortName(path, cwd);

  const targets = findTargets(
    options.paths.filter((path) => path !== STDIN),
    cwd,
    (path) => TOP_LEVEL_ONLY.has(firstKeyword(reader.read(path) ?? '')),
  );
  const problems = [...targets.problems];
  for (const { path, name } of [...targets.named, ...targets.found]) if (!names.has(path)) names.set(path, name);
  const named = targets.named.map(({ path }) => path);
  if (options.stdin !== undefined) {
    const path = join(cwd, '<stdin>');
    files.open(path, options.stdin);
    names.set(path, STDIN);
    named.push(path);
  }

  const given: readonly NamedFile[] =
    options.cluster === undefined
      ? targets.clusterFiles
      : [{ path: resolve(cwd, options.cluster), name: options.cluster }];
  const clusterFiles = new Map<string, ClusterFile>();
  const readCluster = (path: string): ClusterFile | undefined => {
    const text = reader.read(path);
    return text === undefined ? undefined : readClusterFile(path, text);
  };
  if (!single) {
    for (const { path, name } of given) {
      const clusterFile = readCluster(path);
      if (!clusterFile) {
        problems.push(`${name}: ${whyUnreadable(path)}`);
        continue;
      }
      clusterFiles.set(path, clusterFile);
      for (const { config } of clusterFile.nodes) {
        if (!names.has(config)) names.set(config, besideCluster(config, { path, name }));
        if (options.cluster === undefined || options.paths.length === 0) named.push(config);
      }
    }
  }
  const found = targets.found.map(({ path }) => path);
  const asked = [...new Set([...named, ...found])];
  if (!single && options.cluster === undefined) {
    for (const path of asked) {
      const above = clusterFilesAbove(path).find((file) => {
        const clusterFile = clusterFiles.get(file) ?? readCluster(file);
        return clusterFile?.nodes.some(({ config }) => config === path);
      });
      if (above !== undefined && !clusterFiles.has(above)) clusterFiles.set(above, readCluster(above)!);
    }
  }

  const peers = [...clusterFiles.values()].flatMap(({ nodes }) => nodes.map(({ config }) => config));
  for (const path of new Set([...asked, ...peers])) {
    if (!files.tree(path)) problems.push(`${nameOf(path)}: ${whyUnreadable(path)}`);
  }
  const readable = (path: string): boolean => files.tree(path) !== undefined;

  const workspace = createWorkspace(files);
  const analyse = (paths: readonly string[]): Analysis =>
    workspace.analyse(paths.filter(readable), {
      ...(version !== undefined && { version }),
      single,
      clusterFiles: [...clusterFiles.values()],
    });
  // A file that was named stands alone even if another one includes it; what a folder holds may be such a part.
  const analyses = single ? [...named.map((path) => analyse([path])), analyse(found)] : [analyse(asked)];

  const shown = new Set<string>();
  for (const { nodes } of analyses) {
    for (const node of nodes) {
      if (asked.includes(node.file)) for (const file of node.expansion.files) shown.add(file);
    }
  }
  const lines = new Map<string, readonly string[]>();
  return {
    files: [...shown].map(nameOf),
    findings: findingsOf(analyses, shown, files, nameOf),
    pairings: analyses
      .flatMap(({ clusters }) => clusters)
      .filter(({ members }) => members.length > 1 && members.some(({ node }) => shown.has(node.file)))
      .map(({ members, reason }) => ({
        members: members.map(({ name }) => name),
        ...(reason !== undefined && { reason }),
      })),
    problems,
    line(name, number) {
      let known = lines.get(name);
      if (!known) {
        const path = [...names].find(([, other]) => other === name)?.[0] ?? resolve(cwd, name);
        known = textOf(files, path).split(/\r?\n/);
        lines.set(name, known);
      }
      return known[number - 1];
    },
  };
}
