/** What the editor was told about each file, so that it is told again only where something changed. */
import type { Diagnostic } from 'vscode-languageserver';
import type { Finding } from '../model/finding.ts';
import { type Atlas, toDiagnostic } from './convert.ts';

export interface Report {
  readonly diagnostics: readonly Diagnostic[];
  /** Another one for other diagnostics. */
  readonly resultId: string;
}

export interface Reports {
  /** Takes over the findings of an analysis; answers with the files whose diagnostics are others now. */
  update(findings: ReadonlyMap<string, readonly Finding[]>): string[];
  get(file: string): Report;
  files(): string[];
}

const CLEAN: Report = { diagnostics: [], resultId: 'clean' };

export function createReports(atlas: Atlas): Reports {
  let known = new Map<string, Report & { findings: readonly Finding[] }>();
  let latest: ReadonlyMap<string, readonly Finding[]> | undefined;
  let count = 0;
  return {
    update(findings) {
      if (findings === latest) return [];
      latest = findings;
      const changed: string[] = [];
      const next: typeof known = new Map();
      for (const [file, found] of findings) {
        const before = known.get(file);
        if (before && isSame(before.findings, found)) {
          next.set(file, before);
          continue;
        }
        const diagnostics = found.map((finding) => toDiagnostic(finding, atlas));
        const isEqual = JSON.stringify(diagnostics) === JSON.stringify(before?.diagnostics ?? []);
        const resultId = diagnostics.length === 0 ? CLEAN.resultId : isEqual && before ? before.resultId : `${++count}`;
        next.set(file, { findings: found, diagnostics, resultId });
        if (!isEqual) changed.push(file);
      }
      for (const [file, { diagnostics }] of known) if (!next.has(file) && diagnostics.length > 0) changed.push(file);
      known = next;
      return changed;
    },
    get: (file) => known.get(file) ?? CLEAN,
    files: () => [...known.keys()],
  };
}

/** Findings are kept as the same objects where nothing changed. */
const isSame = (a: readonly Finding[], b: readonly Finding[]): boolean =>
  a.length === b.length && a.every((finding, index) => finding === b[index]);
