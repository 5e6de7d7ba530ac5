/** What a person wants to know about the word under the cursor. */
import { baseName } from '../model/files.ts';
import { offsetAt, type Position, positionIn, type Range } from '../model/place.ts';
import { documentation } from '../schema/docs.ts';
import type { ObjectKind } from '../schema/index.ts';
import type { Line, Word } from '../syntax/tree.ts';
import type { Document, Preferences } from './document.ts';
import { labelsIn } from './labels.ts';
import { objectsIn } from './names.ts';
import { kindsOf, type Reading, readWords, type Role } from './roles.ts';
import { scopeOf, spotAt } from './scope.ts';
import { factsOf, optionFacts, signatureOf } from './signature.ts';

export interface Hover {
  /** Markdown. */
  readonly text: string;
  readonly range: Range;
}

/** Documentation of the keyword, option, value or name at a position. */
export function hover(document: Document, position: Position, preferences: Preferences): Hover | undefined {
  const spot = spotAt(document.tree, offsetAt(document.tree, position));
  if (!spot.line) return undefined;
  const word = wordsOf(spot.line).find(({ start, end }) => start <= spot.at && spot.at <= end);
  if (!word) return undefined;
  const text =
    spot.line.kind === 'statement'
      ? describe(spot.line.words, word, document, preferences, () =>
          readWords(spot.line!.kind === 'statement' ? spot.line!.words.map((each) => each.text) : [], scopeOf(spot.blocks, document.within)),
        )
      : documentation([word.text], preferences.language);
  if (!text) return undefined;
  const at = (offset: number): Position => positionIn(document.tree, spot.item, offset);
  return { text, range: { start: at(word.start), end: at(word.end) } };
}
