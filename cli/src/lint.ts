/** Has configurations analysed and puts the findings into the user's terms. */
import {
  type Analysis,
  createWorkspace,
  type Finding,
  type Levels,
  type Place,
  rangeOf,
  type Version,
} from '../../server/src/index.ts';
import { type InputOptions, readInput } from './input.ts';
import { pairingOf } from './pairing.ts';
import type { LintFinding, LintReport, Region } from './report.ts';

export interface LintOptions extends InputOptions {
  /** The release of keepalived to judge by. */
  readonly version?: Version;
  /** How grave findings are, where that is not what the catalogue or keepalived-ha.json says. */
  readonly levels?: Levels;
}

export function lint(options: LintOptions): LintReport {
  const { single = false, version, levels = {} } = options;
  const { files, named, found, clusterFiles, problems, nameOf } = readInput(options);
  const workspace = createWorkspace(files);
  const analyse = (paths: readonly string[]): Analysis =>
    workspace.analyse(
      paths.filter((path) => files.tree(path)),
      { ...(version !== undefined && { version }), single, clusterFiles, levels },
    );
  // A file that was named stands alone even if another one includes it; what a folder holds may be such a part.
  const analyses = single ? [...named.map((path) => analyse([path])), analyse(found)] : [analyse([...named, ...found])];

  const asked = new Set([...named, ...found]);
  const nodes = analyses.flatMap((analysis) => analysis.nodes.filter(({ file }) => asked.has(file)));
  const shown = new Set(nodes.flatMap(({ expansion }) => expansion.files));

  const clusterTrees = new Map(clusterFiles.map(({ file, tree }) => [file, tree]));
  const regionOf = (place: Place): Region => {
    const { start, end } = rangeOf(clusterTrees.get(place.file) ?? files.tree(place.file)!, place);
    return {
      file: nameOf(place.file),
      line: start.line + 1,
      column: start.column + 1,
      endLine: end.line + 1,
      endColumn: end.column + 1,
    };
  };
  const inShown = <T>(of: (analysis: Analysis) => ReadonlyMap<string, readonly T[]>): T[] =>
    analyses.flatMap((analysis) =>
      [...of(analysis)].flatMap(([file, own]) => (shown.has(file) || clusterTrees.has(file) ? own : [])),
    );
  const findings = inShown((analysis) => analysis.findings).map((finding) => inUsersTerms(finding, regionOf));
  const suppressed = inShown((analysis) => analysis.silenced)
    .filter(({ by }) => by === 'comment')
    .map(({ finding }) => inUsersTerms(finding, regionOf));

  const paths = new Map([...shown, ...clusterTrees.keys()].map((path) => [nameOf(path), path]));
  const linesByName = new Map<string, readonly string[]>();
  return {
    files: [...shown].map(nameOf),
    findings: unique(findings),
    suppressed: unique(suppressed),
    pairings: analyses
      .flatMap(({ clusters }) => clusters)
      .filter(({ members }) => members.length > 1 && members.some(({ node }) => shown.has(node.file)))
      .map((cluster) => pairingOf(cluster, nameOf)),
    problems,
    linesOf(name) {
      const known = linesByName.get(name);
      if (known) return known;
      const path = paths.get(name) ?? name;
      const tree = clusterTrees.get(path) ?? files.tree(path);
      const lines = (tree?.items ?? [])
        .map(({ text }) => text)
        .join('')
        .split(/\r?\n/);
      linesByName.set(name, lines);
      return lines;
    },
  };
}

function inUsersTerms(finding: Finding, regionOf: (place: Place) => Region): LintFinding {
  const { severity, code, origin, message, place, related = [], fixes = [], explains } = finding;
  return {
    ...regionOf(place),
    severity,
    code,
    origin,
    message,
    related: related.map((other) => ({ ...regionOf(other.place), message: other.message })),
    fixes: [...fixes]
      .sort((a, b) => Number(b.preferred ?? false) - Number(a.preferred ?? false))
      .map(({ title, edits }) => ({
        title,
        replacements: edits.map(({ place: where, text }) => ({ ...regionOf(where), text })),
      })),
    ...(explains && { explains: [regionOf(explains[0]).line, regionOf(explains[1]).endLine] }),
  };
}

/** Files that several others include are looked at once for each: what is said twice counts once. */
const unique = (findings: readonly LintFinding[]): LintFinding[] => [
  ...new Map(findings.map((finding) => [identityOf(finding), finding])).values(),
];

const identityOf = ({ file, line, column, code, message }: LintFinding): string =>
  [file, line, column, code, message].join('\0');
