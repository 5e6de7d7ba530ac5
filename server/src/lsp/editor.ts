import type { InitializeParams } from 'vscode-languageserver';
import type { EditorAbilities } from './convert.ts';
import type { InitializationOptions } from './protocol.ts';
import { canonicalUri } from './uris.ts';

/** What the editor said about itself when it came. */
export interface Editor extends EditorAbilities {
  /** The display language, a BCP 47 tag. */
  readonly locale: string | undefined;
  readonly folders: readonly string[];
  /** It asks for diagnostics itself: then none are pushed, so that nothing stands in its lists twice. */
  readonly pullsDiagnostics: boolean;
  /** It asks again when it is told that diagnostics changed. */
  readonly refreshesDiagnostics: boolean;
  readonly refreshesCodeLenses: boolean;
  readonly refreshesInlayHints: boolean;
  /** The command that shows what failures do to a cluster, with a file's URI as argument; undefined where it has none. */
  readonly failoverMatrixCommand: string | undefined;
  /** The folder that explains findings, by its URI. */
  readonly rulePages: string | undefined;
  /** It answers `workspace/configuration`. */
  readonly hasConfiguration: boolean;
  readonly registersConfiguration: boolean;
  /** It can be asked to watch files. */
  readonly watchesFiles: boolean;
  readonly changesFolders: boolean;
}

export function editorOf({
  capabilities,
  locale,
  workspaceFolders,
  initializationOptions,
  ...old
}: InitializeParams): Editor {
  const { textDocument, workspace } = capabilities;
  const { completionItem } = textDocument?.completion ?? {};
  const folders = workspaceFolders?.map(({ uri }) => uri) ?? (old.rootUri ? [old.rootUri] : []);
  return {
    locale,
    folders: folders.map(folderName),
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesCodeLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    failoverMatrixCommand: optionIn(initializationOptions, 'failoverMatrixCommand'),
    rulePages: optionIn(initializationOptions, 'rulePages'),
    hasConfiguration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    changesFolders: workspace?.workspaceFolders === true,
    createsFiles:
      workspace?.workspaceEdit?.documentChanges === true &&
      workspace.workspaceEdit.resourceOperations?.includes('create') === true,
    snippets: completionItem?.snippetSupport === true,
    markdown: textDocument?.hover?.contentFormat?.includes('markdown') ?? false,
  };
}

/** The options are whatever an editor sends. */
function optionIn(options: unknown, name: keyof InitializationOptions): string | undefined {
  const value = ((options ?? {}) as InitializationOptions)[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export const folderName = (uri: string): string => canonicalUri(uri).replace(/\/$/, '');
