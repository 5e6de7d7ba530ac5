/** What the editor shows between the lines and words of a file: code lenses and inlay hints. */
import {
  type CodeLensParams,
  CodeLensRefreshRequest,
  type Connection,
  type InlayHintParams,
} from 'vscode-languageserver';
import { type CodeLens, codeLenses } from '../features/codeLens.ts';
import { type JudgedCluster, type Language, nodesWith } from '../features/document.ts';
import { inlayHints } from '../features/inlayHints.ts';
import type { Tree } from '../syntax/tree.ts';
import { DEFAULT_VERSION } from '../workspace/workspace.ts';
import type { Boundary } from './boundary.ts';
import { fromRange, toCodeLens, toInlayHint } from './convert.ts';
import type { Editor } from './editor.ts';
import type { Project, ProjectAnalysis } from './project.ts';
import type { Settings } from './settings.ts';
import { canonicalUri } from './uris.ts';

export interface AnnotationsContext {
  readonly connection: Connection;
  readonly boundary: Boundary;
  readonly project: Project;
  readonly editor: () => Editor;
  readonly settings: () => Settings;
  readonly language: () => Language;
}

/** A file with all that its annotations are made from. */
interface Subject {
  readonly file: string;
  readonly tree: Tree;
  readonly clusters: readonly JudgedCluster[];
}

/** What an answer was made from. */
interface Given {
  readonly tree: Tree;
  readonly basis: readonly unknown[];
}

/**
 * Answers the editor's questions. What it gives back is to be called with every new analysis: the editor is made to ask
 * again where answers became others in a file that did not change itself.
 */
export function answerAnnotations(context: AnnotationsContext): (analysis: ProjectAnalysis) => Promise<void> {
  const { connection, boundary, project, editor, settings, language } = context;
  /** By file, what the editor was told and that still holds. */
  const lensesGiven = new Map<string, Given & { readonly titles: string }>();
  const hintsGiven = new Map<string, Given>();

  const subjectOf = (file: string, { clusters }: ProjectAnalysis): Subject | undefined => {
    const tree = project.tree(file);
    const holding = clusters.filter((cluster) => nodesWith(file, cluster).length > 0);
    const judged = holding.map((cluster) => ({
      cluster,
      version: settings().version ?? cluster.keepalivedVersion ?? DEFAULT_VERSION,
    }));
    return tree && { file, tree, clusters: judged };
  };
  const currentSubject = async (uri: string): Promise<Subject | undefined> => {
    await project.scanned();
    return subjectOf(canonicalUri(uri), project.analysis());
  };
  /** Everything that decides, but for the text of the file. */
  const lensBasis = ({ clusters }: Subject): unknown[] => [
    language(),
    settings().codeLens,
    ...clusters.flatMap(({ cluster, version }) => [
      version,
      ...cluster.members.flatMap(({ name, node, host }) => [name, node, host]),
    ]),
  ];
  const hintBasis = ({ file, clusters }: Subject): unknown[] => [
    language(),
    ...clusters.flatMap(({ cluster, version }) => [version, ...nodesWith(file, cluster)]),
  ];
  const lensesOf = (subject: Subject): CodeLens[] =>
    settings().codeLens ? codeLenses(subject, subject.clusters, language()) : [];

  connection.onCodeLens(
    boundary.request('textDocument/codeLens', [], async ({ textDocument: { uri } }: CodeLensParams) => {
      const subject = await currentSubject(uri);
      if (!subject) return [];
      const lenses = lensesOf(subject);
      lensesGiven.set(subject.file, { tree: subject.tree, basis: lensBasis(subject), titles: titlesOf(lenses) });
      return lenses.map((lens) => toCodeLens(lens, uri, editor().failoverMatrixCommand));
    }),
  );
  connection.languages.inlayHint.on(
    boundary.request('textDocument/inlayHint', [], async ({ textDocument, range }: InlayHintParams) => {
      const subject = await currentSubject(textDocument.uri);
      if (!subject) return [];
      hintsGiven.set(subject.file, { tree: subject.tree, basis: hintBasis(subject) });
      return inlayHints(subject, subject.clusters, fromRange(range), language()).map(toInlayHint);
    }),
  );

  /** An unchanged file for which something else decides now. The editor asks by itself about one that changed. */
  const affected = (
    file: string,
    given: Given,
    basisOf: (subject: Subject) => unknown[],
    analysis: ProjectAnalysis,
  ) => {
    const subject = subjectOf(file, analysis);
    return subject && subject.tree === given.tree && !isSame(given.basis, basisOf(subject)) ? subject : undefined;
  };
  const hasOtherLenses = (analysis: ProjectAnalysis): boolean =>
    [...lensesGiven].some(([file, given]) => {
      const subject = affected(file, given, lensBasis, analysis);
      if (!subject) return false;
      lensesGiven.set(file, { ...given, basis: lensBasis(subject) });
      return titlesOf(lensesOf(subject)) !== given.titles;
    });
  const hasOtherHints = (analysis: ProjectAnalysis): boolean =>
    [...hintsGiven].some(([file, given]) => affected(file, given, hintBasis, analysis) !== undefined);

  return async (analysis) => {
    const { refreshesCodeLenses, refreshesInlayHints } = editor();
    if (refreshesCodeLenses && hasOtherLenses(analysis)) {
      lensesGiven.clear();
      await connection.sendRequest(CodeLensRefreshRequest.type);
    }
    if (refreshesInlayHints && hasOtherHints(analysis)) {
      hintsGiven.clear();
      await connection.languages.inlayHint.refresh();
    }
  };
}

const titlesOf = (lenses: readonly CodeLens[]): string => JSON.stringify(lenses.map(({ title }) => title));

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);
