/** The features' answers in the words of the Language Server Protocol. */
import {
  type CodeAction,
  CodeActionKind,
  type CodeLens,
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentSymbol,
  type FoldingRange,
  FoldingRangeKind,
  type InlayHint,
  InsertTextFormat,
  InsertTextMode,
  type MarkupContent,
  MarkupKind,
  type Position,
  type Range,
  SymbolKind,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { TextEdit as FeatureEdit, QuickFix } from '../features/codeActions.ts';
import type { CodeLens as Lens } from '../features/codeLens.ts';
import type { Completion } from '../features/completion.ts';
import type { FoldingRange as Folding } from '../features/folding.ts';
import type { InlayHint as Hint } from '../features/inlayHints.ts';
import type { PairAction } from '../features/pairActions.ts';
import type { PairChange } from '../features/pairChanges.ts';
import type { DocumentSymbol as Outline } from '../features/symbols.ts';
import type { Finding } from '../model/finding.ts';
import { type Position as ModelPosition, type Range as ModelRange, type Place, rangeOf } from '../model/place.ts';
import type { Tree } from '../syntax/tree.ts';

export const SOURCE = 'keepalived';

export const fromPosition = ({ line, character }: Position): ModelPosition => ({ line, column: character });
export const toPosition = ({ line, column }: ModelPosition): Position => ({ line, character: column });
export const fromRange = ({ start, end }: Range): ModelRange => ({
  start: fromPosition(start),
  end: fromPosition(end),
});
export const toRange = ({ start, end }: ModelRange): Range => ({ start: toPosition(start), end: toPosition(end) });

/** Where files are: their trees, and the URIs by which the editor knows them. */
export interface Atlas {
  tree(file: string): Tree | undefined;
  uri(file: string): string;
  /** Of the page that explains a code, where there is one. */
  page?(code: string): string | undefined;
}

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;

const TAGS = { deprecated: DiagnosticTag.Deprecated, unnecessary: DiagnosticTag.Unnecessary } as const;

const START: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Findings must be those of the trees that the atlas has now. */
export function toDiagnostic({ code, severity, message, place, related, tags }: Finding, atlas: Atlas): Diagnostic {
  const range = ({ file, ...span }: Place): Range => {
    const tree = atlas.tree(file);
    return tree ? toRange(rangeOf(tree, { file, ...span })) : START;
  };
  const page = atlas.page?.(code);
  return {
    range: range(place),
    severity: SEVERITIES[severity],
    code,
    ...(page !== undefined && { codeDescription: { href: page } }),
    source: SOURCE,
    message,
    ...(related?.length && {
      relatedInformation: related.map((each) => ({
        location: { uri: atlas.uri(each.place.file), range: range(each.place) },
        message: each.message,
      })),
    }),
    ...(tags?.length && { tags: tags.map((tag) => TAGS[tag]) }),
  };
}

const toTextEdit = ({ range, text }: FeatureEdit): TextEdit => ({ range: toRange(range), newText: text });

/** Undefined for an editor that cannot make the file. */
export function toWorkspaceEdit(
  change: Exclude<PairChange, { problem: unknown }>,
  atlas: Atlas,
  { createsFiles }: EditorAbilities,
): WorkspaceEdit | undefined {
  const uri = atlas.uri(change.file);
  if ('edits' in change) return { changes: { [uri]: change.edits.map(toTextEdit) } };
  if (!createsFiles) return undefined;
  return {
    documentChanges: [
      { kind: 'create', uri, options: { ignoreIfExists: true } },
      { textDocument: { uri, version: null }, edits: [{ range: START, newText: change.newText }] },
    ],
  };
}

export function toPairAction({ title, change }: PairAction, atlas: Atlas, abilities: EditorAbilities): CodeAction[] {
  const edit = toWorkspaceEdit(change, atlas, abilities);
  return edit ? [{ title, kind: CodeActionKind.Refactor, edit }] : [];
}

export function toCodeAction({ title, finding, preferred, edits }: QuickFix, atlas: Atlas): CodeAction {
  const changes = [...edits].map(([file, inFile]) => [atlas.uri(file), inFile.map(toTextEdit)]);
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [toDiagnostic(finding, atlas)],
    edit: { changes: Object.fromEntries(changes) },
    ...(preferred && { isPreferred: true }),
  };
}

const COMPLETION_KINDS = {
  keyword: CompletionItemKind.Property,
  block: CompletionItemKind.Module,
  option: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  name: CompletionItemKind.Reference,
} as const;

const RANKS = { needed: '0', usual: '1', unlikely: '2' } as const;

export interface EditorAbilities {
  /** An edit may make a file. */
  readonly createsFiles: boolean;
  readonly snippets: boolean;
  readonly markdown: boolean;
}

export const toMarkup = (text: string, { markdown }: EditorAbilities): MarkupContent => ({
  kind: markdown ? MarkupKind.Markdown : MarkupKind.PlainText,
  value: text,
});

export function toCompletionItem(item: Completion, abilities: EditorAbilities): CompletionItem {
  const snippet = abilities.snippets ? item.snippet : undefined;
  return {
    label: item.label,
    kind: COMPLETION_KINDS[item.kind],
    sortText: `${RANKS[item.rank]}${item.label}`,
    textEdit: { range: toRange(item.range), newText: snippet ?? item.text },
    ...(snippet !== undefined && {
      insertTextFormat: InsertTextFormat.Snippet,
      insertTextMode: InsertTextMode.adjustIndentation,
    }),
    ...(item.detail !== undefined && { detail: item.detail }),
    ...(item.documentation && { documentation: toMarkup(item.documentation, abilities) }),
    ...(item.deprecated && { tags: [CompletionItemTag.Deprecated] }),
  };
}

const SYMBOL_KINDS = { object: SymbolKind.Class, block: SymbolKind.Namespace, list: SymbolKind.Array } as const;

export const toDocumentSymbol = ({ name, detail, kind, range, selection, children }: Outline): DocumentSymbol => ({
  name,
  ...(detail && { detail }),
  kind: SYMBOL_KINDS[kind],
  range: toRange(range),
  selectionRange: toRange(selection),
  children: children.map(toDocumentSymbol),
});

export const toFoldingRange = ({ start, end, kind }: Folding): FoldingRange => ({
  startLine: start,
  endLine: end,
  ...(kind === 'comment' && { kind: FoldingRangeKind.Comment }),
});

/** `command`: what a click runs, with the URI of the file. Without one the lens is only read. */
export const toCodeLens = ({ range, title, tooltip }: Lens, uri: string, command: string | undefined): CodeLens => ({
  range: toRange(range),
  command: command === undefined ? { title, tooltip, command: '' } : { title, tooltip, command, arguments: [uri] },
});

export const toInlayHint = ({ position, label, tooltip }: Hint): InlayHint => ({
  position: toPosition(position),
  label,
  tooltip,
  paddingLeft: true,
  paddingRight: true,
});
