import * as vscode from 'vscode';
import type { FailoverPlace } from '../../../server/src/lsp/protocol.ts';
import type { Translate } from '../translate.ts';

interface PlaceItem extends vscode.QuickPickItem {
  readonly place: FailoverPlace;
}

/**
 * Goes from a panel to the place, or lets one of several be chosen: the one in question is already to be seen beside
 * the list. Who chooses none is back in the panel.
 */
export async function showPlaces(
  places: readonly FailoverPlace[],
  panel: vscode.WebviewPanel,
  t: Translate,
): Promise<void> {
  const [only, ...others] = places;
  if (!only) return;
  if (others.length === 0) return await show(only, panel, false);
  const pick = vscode.window.createQuickPick<PlaceItem>();
  pick.placeholder = t('The lines that decide it');
  pick.items = places.map((place) => ({
    label: place.keyword,
    description: `${place.file}:${place.range.start.line + 1}`,
    place,
  }));
  let chosen: FailoverPlace | undefined;
  let work = Promise.resolve();
  /** One after the other: what was asked for last has the focus. */
  const next = (step: () => Promise<void> | void): void => {
    work = work.then(step);
  };
  pick.onDidChangeActive(([item]) => item && next(() => show(item.place, panel, true)));
  pick.onDidAccept(() => {
    chosen = pick.activeItems[0]?.place;
    pick.hide();
  });
  pick.onDidHide(() => {
    pick.dispose();
    const place = chosen;
    next(() => (place ? show(place, panel, false) : panel.reveal()));
  });
  pick.show();
}

/** Never in place of the panel: where the file stands already, or else in another column. */
async function show({ uri, range }: FailoverPlace, panel: vscode.WebviewPanel, preserveFocus: boolean): Promise<void> {
  const file = vscode.Uri.parse(uri);
  const { start, end } = range;
  const columns = vscode.window.tabGroups.all.filter(({ viewColumn }) => viewColumn !== panel.viewColumn);
  const isOpenIn = ({ tabs }: vscode.TabGroup): boolean =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === file.toString());
  await vscode.window.showTextDocument(file, {
    viewColumn: (columns.find(isOpenIn) ?? columns[0])?.viewColumn ?? vscode.ViewColumn.Beside,
    selection: new vscode.Range(start.line, start.character, end.line, end.character),
    preserveFocus,
  });
}
