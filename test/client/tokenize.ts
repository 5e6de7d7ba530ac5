import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const GRAMMAR = new URL('../../syntaxes/keepalived.tmLanguage.json', import.meta.url);

/** Short names for the scopes, as the tests speak of them. Braces and quotes stand for themselves. */
const KINDS: Record<string, string> = {
  'comment.line': 'comment',
  'constant.character.escape': 'escape',
  'constant.character.escape.line-continuation': 'continued',
  'constant.language': 'constant',
  'constant.language.boolean': 'boolean',
  'constant.numeric': 'number',
  'constant.numeric.address': 'address',
  'entity.name.tag.node': 'node',
  'entity.name.type': 'name',
  'invalid.illegal.unclosed-string': 'unclosed',
  'keyword.control.block': 'block',
  'keyword.control.conditional': 'condition',
  'keyword.control.generator': 'generator',
  'keyword.control.import': 'include',
  'keyword.other.option': 'option',
  'storage.type.block': 'inner',
  'string.quoted.double': 'string',
  'string.unquoted': 'word',
  'string.unquoted.path': 'path',
  'support.function.script': 'script',
  'support.type.property-name': 'keyword',
  'variable.other': 'use',
  'variable.other.definition': 'define',
  'variable.parameter': 'parameter',
};

async function loadGrammar(): Promise<textmate.IGrammar> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve(oniguruma),
    loadGrammar: () => Promise.resolve(textmate.parseRawGrammar(readFileSync(GRAMMAR, 'utf8'), GRAMMAR.pathname)),
  });
  return (await registry.loadGrammar('source.keepalived'))!;
}

const grammar = await loadGrammar();

/**
 * Each line as an editor would colour it: `keyword(state) constant(MASTER)`. Punctuation stands for itself, blanks are
 * left out, and a word that no rule claims is `?(word)`.
 */
export function paintLines(text: string): string[] {
  let state = textmate.INITIAL;
  return text.split('\n').map((line) => {
    const result = grammar.tokenizeLine(line, state);
    state = result.ruleStack;
    return result.tokens
      .map((token) => paintToken(line.slice(token.startIndex, token.endIndex).trim(), token.scopes))
      .filter((token) => token !== '')
      .join(' ');
  });
}

/** The same for a text that is read as one piece; ` | ` stands between its lines. */
export function paint(line: string): string {
  return paintLines(line).join(' | ');
}

function paintToken(text: string, scopes: string[]): string {
  const scope = scopes.at(-1)!.replace(/\.keepalived$/, '');
  if (text === '' || scope.startsWith('punctuation.') || scope === 'keyword.operator.assignment') return text;
  return `${KINDS[scope] ?? '?'}(${text})`;
}
