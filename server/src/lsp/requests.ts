/** The editor's questions about one document, answered by the features. */
import { type CodeAction, CodeActionKind, type Connection } from 'vscode-languageserver';
import { quickFixes } from '../features/codeActions.ts';
import { complete } from '../features/completion.ts';
import { definition } from '../features/definition.ts';
import type { Document, Preferences } from '../features/document.ts';
import { foldingRanges } from '../features/folding.ts';
import { hover } from '../features/hover.ts';
import { pairActions } from '../features/pairActions.ts';
import { freeVirtualRouterIds, type ScaffoldPairParams, scaffoldPair } from '../features/scaffold.ts';
import { suppressActions } from '../features/suppressActions.ts';
import { documentSymbols } from '../features/symbols.ts';
import type { Boundary } from './boundary.ts';
import { isPeerDocument } from './comparisons.ts';
import { isClusterFile } from './configurations.ts';
import {
  type Atlas,
  type EditorAbilities,
  fromPosition,
  fromRange,
  toCodeAction,
  toCompletionItem,
  toDocumentSymbol,
  toFoldingRange,
  toMarkup,
  toPairAction,
  toRange,
} from './convert.ts';
import type { Project } from './project.ts';
import { type FreeVirtualRouterIdsParams, FreeVirtualRouterIdsRequest, ScaffoldPairRequest } from './protocol.ts';
import { canonicalUri } from './uris.ts';

export interface RequestsContext {
  readonly connection: Connection;
  readonly boundary: Boundary;
  readonly project: Project;
  readonly atlas: Atlas;
  readonly abilities: () => EditorAbilities;
  /** For this file. */
  readonly preferences: (file: string) => Preferences;
}

interface InDocument {
  readonly textDocument: { readonly uri: string };
}

export function answerRequests({
  connection,
  boundary,
  project,
  atlas,
  abilities,
  preferences,
}: RequestsContext): void {
  /** A request about a configuration; one that is unknown has nothing to show. */
  const about = <P extends InDocument, R>(name: string, empty: R, answer: (document: Document, params: P) => R) =>
    boundary.request<P, R>(name, empty, (params) => {
      const file = canonicalUri(params.textDocument.uri);
      const document = isClusterFile(file) ? undefined : project.document(file);
      return document ? answer(document, params) : empty;
    });

  connection.onCompletion(
    about('textDocument/completion', [], (document, { position, context }) =>
      complete(document, fromPosition(position), preferences(document.file), {
        typedBlank: context?.triggerCharacter === ' ',
      }).map((item) => toCompletionItem(item, abilities())),
    ),
  );
  connection.onHover(
    about('textDocument/hover', null, (document, { position }) => {
      const found = hover(document, fromPosition(position), preferences(document.file));
      return found ? { contents: toMarkup(found.text, abilities()), range: toRange(found.range) } : null;
    }),
  );
  connection.onDefinition(
    about('textDocument/definition', [], (document, { position }) =>
      definition(document, fromPosition(position), preferences(document.file).version).map(({ file, range }) => ({
        uri: atlas.uri(file),
        range: toRange(range),
      })),
    ),
  );
  connection.onDocumentSymbol(
    about('textDocument/documentSymbol', [], (document) => documentSymbols(document).map(toDocumentSymbol)),
  );
  connection.onFoldingRanges(
    about('textDocument/foldingRange', [], ({ tree }) => foldingRanges(tree).map(toFoldingRange)),
  );
  connection.onCodeAction(
    boundary.request<Parameters<Parameters<Connection['onCodeAction']>[0]>[0], CodeAction[]>(
      'textDocument/codeAction',
      [],
      async ({ textDocument, range, context: { only = [''] } }) => {
        await project.scanned();
        const wants = (kind: string): boolean => only.some((wanted) => wanted === '' || wanted === kind);
        const file = canonicalUri(textDocument.uri);
        const { formed, findings } = project.analysis();
        const fixes = wants(CodeActionKind.QuickFix)
          ? [quickFixes, suppressActions]
              .flatMap((offer) => offer(project, findings.get(file) ?? [], fromRange(range)))
              .filter(({ edits }) => ![...edits.keys()].some((each) => isPeerDocument(each)))
          : [];
        const pairing = wants(CodeActionKind.Refactor)
          ? pairActions(file, fromRange(range), { clusters: formed, tree: project.tree }, preferences(file).language)
          : [];
        return [
          ...fixes.map((fix) => toCodeAction(fix, atlas)),
          ...pairing.flatMap((action) => toPairAction(action, atlas, abilities())),
        ];
      },
    ),
  );

  connection.onRequest(
    FreeVirtualRouterIdsRequest,
    boundary.request<FreeVirtualRouterIdsParams, number[]>(FreeVirtualRouterIdsRequest, [], async ({ count }) => {
      await project.scanned();
      const { nodes } = project.analysis();
      const used = nodes.flatMap(({ instances }) =>
        instances.flatMap(({ virtualRouterId }) => virtualRouterId?.value ?? []),
      );
      return freeVirtualRouterIds(used, count);
    }),
  );
  connection.onRequest(
    ScaffoldPairRequest,
    boundary.request(ScaffoldPairRequest, [], (params: ScaffoldPairParams) => scaffoldPair(params)),
  );
}
