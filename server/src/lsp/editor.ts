import type { InitializeParams } from 'vscode-languageserver';
import type { EditorAbilities } from './convert.ts';
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
  /** It answers `workspace/configuration`. */
  readonly hasConfiguration: boolean;
  readonly registersConfiguration: boolean;
  /** It can be asked to watch files. */
  readonly watchesFiles: boolean;
  readonly changesFolders: boolean;
}

export function editorOf({ capabilities, locale, workspaceFolders, ...old }: InitializeParams): Editor {
  const { textDocument, workspace } = capabilities;
  const { completionItem } = textDocument?.completion ?? {};
  const folders = workspaceFolders?.map(({ uri }) => uri) ?? (old.rootUri ? [old.rootUri] : []);
  return {
    locale,
    folders: folders.map(folderName),
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
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

export const folderName = (uri: string): string => canonicalUri(uri).replace(/\/$/, '');
