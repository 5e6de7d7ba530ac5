import { editDistance, type Setting } from '../../model/settings.ts';

/** Whether a statement was meant but not hit: the unknown word has a finding of its own. */
export const isMistyped = (children: readonly Setting[], name: string): boolean =>
  children.some(({ keyword, directive }) => !keyword && editDistance(directive.words[0].text, name) <= 2);
