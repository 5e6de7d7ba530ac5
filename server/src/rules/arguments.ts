/** The words behind a keyword: whether they are there, and what keepalived does where they are wrong. */
import { catalogue, report } from '../model/catalogue.ts';
import { type Directive, headerOf, isOpaque, placeOf } from '../model/directive.ts';
import type { Finding } from '../model/finding.ts';
import { refusal, type TakenNames } from '../model/refusal.ts';
import type { Setting } from '../model/settings.ts';
import { type Argument, type Consequence, isKnownSince, type Keyword, type Version } from '../schema/index.ts';
import type { Word } from '../syntax/tree.ts';
import type { Rule } from './check.ts';
import { replaceWord } from './edits.ts';
import { checkSpecial } from './globalDefs.ts';
import { ALL_AS_WRITTEN, readsAsWritten } from './lines.ts';
import { wrongService } from './lvs/service.ts';
import { describe, type Fault, type Misfit, misfit } from './values.ts';

export const ARGUMENTS = catalogue('keepalived', {
  'missing-argument': ['error', 'a keyword without the word that it needs'],
  'surplus-argument': ['error', 'more words than the keyword takes, where keepalived reports it'],
  'words-before-brace': ['warning', 'words between the keyword of a list and its {'],
  'not-a-number': ['error', 'a word where a number belongs'],
  'number-out-of-range': ['error', 'a number outside the range that keepalived accepts'],
  'too-many-decimals': ['warning', 'more decimals than keepalived keeps'],
  'not-a-boolean': ['error', 'a switch that is neither on nor off'],
  'unknown-value': ['error', 'a word that is none of those the keyword takes'],
  'not-an-address': ['error', 'a word where a literal IP address belongs'],
  'wrong-address': ['error', 'an address of the wrong kind'],
  'too-long': ['error', 'a name or text that is longer than keepalived takes'],
  contradiction: ['warning', 'words of one statement that rule each other out'],
  'empty-list': ['warning', 'a list without any entry, where keepalived reports it'],
  'given-twice': ['error', 'a statement that may stand once in its block'],
});

/** Handlers that say nothing where the word is missing, or leave it to the end of the block. */
const SILENT: ReadonlySet<string> = new Set([
  'smtp_helo_name',
  'script',
  'misc_path',
  'status_code',
  'regex',
  'regex_options',
  'regex_min_offset',
  'regex_max_offset',
  'regex_stack',
]);

/** Their words have a rule of their own (vmac.ts, lvs/forwarding.ts, lvs/service.ts), or are taken as they are. */
const UNJUDGED: ReadonlySet<string> = new Set([
  'use_vmac',
  'use_ipvlan',
  'default_interface',
  'lb_kind',
  'lvs_method',
  'sorry_server_lvs_method',
  'virtual_server',
]);

/** Names whose argument must not appear in a message. */
const SECRETS: ReadonlySet<string> = new Set(['auth_pass', 'key', 'password']);

export const checkArguments: Rule = (node, { version }) => {
  const heeded = readsAsWritten(node, version);
  const taken: TakenNames = new Map();
  // What one block global_defs sets, a second one meets.
  const globals = new Map<string, Directive>();
  const visit = (settings: readonly Setting[], first: Map<string, Directive>): Finding[] =>
    settings.flatMap((setting) => {
      const { directive, keyword, meant } = setting;
      const known = keyword && isKnownSince(keyword, version) ? keyword : undefined;
      const findings = known && heeded(directive) ? checkOne(setting, known, first) : [];
      const refused = known?.kind === 'block' ? refusal(known, directive, taken) : undefined;
      if (refused === 'address' && known?.name === 'virtual_server' && heeded(directive)) {
        const { fault, word, message } = wrongService(directive);
        findings.push(report(ARGUMENTS[fault], placeOf(directive, word), message));
      }
      if (refused || !(known || meant)) return findings;
      return [...findings, ...inside(setting)];
    });
  const checkOne = (setting: Setting, keyword: Keyword, first: Map<string, Directive>): Finding[] => {
    const again = givenTwice(setting.directive, keyword, first);
    return [...checkStatement(setting, keyword, version), ...(again ? [again] : [])];
  };
  /** Kept where nothing outside the block has a say in it. */
  const inside = (setting: Setting): readonly Finding[] => {
    if (setting.keyword?.name === 'global_defs') return visit(setting.children, globals);
    if (setting.path.length > 0 || heeded !== ALL_AS_WRITTEN) return visit(setting.children, new Map());
    const done = checkedBlocks.get(setting);
    if (done?.version === version) return done.findings;
    const findings = visit(setting.children, new Map());
    checkedBlocks.set(setting, { version, findings });
    return findings;
  };
  return visit(node.settings, new Map());
};

const checkedBlocks = new WeakMap<Setting, { readonly version: Version; readonly findings: readonly Finding[] }>();

function givenTwice(directive: Directive, keyword: Keyword, first: Map<string, Directive>): Finding | undefined {
  // A second list has more consequences (structure.ts).
  if (keyword.again !== 'error' || keyword.kind !== 'statement') return undefined;
  const earlier = first.get(keyword.name);
  if (!earlier) {
    // One without its word sets nothing that a second one could meet.
    const [argument] = keyword.arguments;
    if (directive.words.length > 1 || !argument || argument.optional) first.set(keyword.name, directive);
    return undefined;
  }
  const message = `\`${keyword.name}\` is given a second time: keepalived ignores this one and keeps the first.`;
  const related = [{ place: headerOf(earlier), message: 'the first, which counts' }];
  return report(ARGUMENTS['given-twice'], headerOf(directive), message, { related });
}

export function checkStatement(setting: Setting, keyword: Keyword, version: Version): Finding[] {
  const { directive } = setting;
  const words = directive.words.slice(1);
  if (SILENT.has(keyword.name) || directive.words.some(({ quotes }) => quotes === 'open')) return [];
  if (keyword.kind === 'list' && words.length > keyword.arguments.length) {
    const message = `Nothing may stand between \`${keyword.name}\` and its \`{\`: keepalived complains, and reads the list without it.`;
    return [report(ARGUMENTS['words-before-brace'], placeOf(directive, words[keyword.arguments.length]!), message)];
  }
  const special = checkSpecial(setting, version);
  if (special) {
    return special.map(({ fault, word, message, severity }) =>
      report(ARGUMENTS[fault], placeOf(directive, word), message, severity ? { severity } : {}),
    );
  }
  const args = keyword.arguments.filter((argument) => isKnownSince(argument, version));
  const needed = keyword.missingArgumentExits ? args.slice(0, 1) : [];
  for (const argument of args) if (!argument.optional && !needed.includes(argument)) needed.push(argument);
  if (words.length < needed.length && !words.some(isOpaque)) {
    return [missing(directive, keyword, needed[words.length]!, words.length === 0, version)];
  }
  if (keyword.surplus === 'error' && words.length > args.length && args.length > 0 && keyword.kind !== 'block') {
    const message = `\`${keyword.name}\` takes ${args.length === 1 ? 'one word' : `${args.length} words`}: keepalived ignores the line.`;
    return [report(ARGUMENTS['surplus-argument'], placeOf(directive, words[args.length]!), message)];
  }
  if (UNJUDGED.has(keyword.name)) return [];
  const pairs = pair(words, args, version);
  const left = args.find((argument) => !argument.optional && !pairs.some((found) => found.argument === argument));
  if (left && !words.some(isOpaque)) return [missing(directive, keyword, left, false, version)];
  return pairs.flatMap(({ word, argument, wrong }) =>
    wrong ? [wrongWord(directive, keyword, argument, word, wrong)] : [],
  );
}

function missing(
  directive: Directive,
  keyword: Keyword,
  argument: Argument,
  first: boolean,
  version: Version,
): Finding {
  const consequence =
    first && keyword.missingArgumentCrashes
      ? 'keepalived crashes on this line'
      : first && keyword.missingArgumentExits
        ? 'keepalived stops here and does not start'
        : keyword.kind === 'block' && keyword.invalid?.kind === 'dropped'
          ? 'keepalived drops the block'
          : 'keepalived ignores the line';
  const message = `\`${keyword.name}\` needs ${describe(argument.value, version)} behind it: ${consequence}.`;
  return report(ARGUMENTS['missing-argument'], headerOf(directive), message);
}

interface Pair {
  readonly word: Word;
  readonly argument: Argument;
  readonly wrong?: Misfit;
}

/**
 * Which word stands for which argument. Those with a word of their own before them (`type ipip`) stand in any order;
 * an optional one that does not fit gives way to the next. What is left over counts for nothing.
 */
function pair(words: readonly Word[], args: readonly Argument[], version: Version): Pair[] {
  const judge = (word: Word, argument: Argument): Pair => {
    const wrong = isOpaque(word) ? undefined : misfit(word.text, argument.value, version);
    return wrong ? { word, argument, wrong } : { word, argument };
  };
  const pairs: Pair[] = [];
  const positional = args.filter(({ option }) => option === undefined);
  let next = 0;
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    const introduced = args.find(({ option }) => option === word.text);
    const value = introduced && words[index + 1];
    if (introduced && value) {
      pairs.push(judge(value, introduced));
      index++;
      continue;
    }
    const candidates = positional.slice(next);
    const [argument] = candidates;
    if (!argument) continue;
    const fitting = argument.optional ? candidates.find((candidate) => !judge(word, candidate).wrong) : argument;
    const chosen = fitting ?? argument;
    pairs.push(judge(word, chosen));
    if (!chosen.repeats) next = positional.indexOf(chosen) + 1;
  }
  return pairs;
}

function wrongWord(directive: Directive, keyword: Keyword, argument: Argument, word: Word, wrong: Misfit): Finding {
  const { fault, wanted, likely } = wrong;
  const shown = SECRETS.has(keyword.name) ? '' : `, not \`${word.text}\``;
  const what = argument.option ? `\`${argument.option}\` of \`${keyword.name}\`` : `\`${keyword.name}\``;
  const hint = likely !== undefined && fault !== 'too-many-decimals' ? ` Did you mean \`${likely}\`?` : '';
  const message = `${what} must be ${wanted}${shown}: ${consequence(keyword.invalid, word.text, fault)}.${hint}`;
  const fixes = likely === undefined ? [] : replaceWord(directive, word, likely, `Change to ${likely}`);
  const severity = severityOf(keyword.invalid, word.text, fault);
  return report(ARGUMENTS[fault], placeOf(directive, word), message, { severity, ...(fixes.length && { fixes }) });
}

/** A value that keepalived forces is a warning; one that it ignores is lost. */
function severityOf(invalid: Consequence | undefined, word: string, fault: Fault): 'error' | 'warning' {
  if (fault === 'too-many-decimals') return 'warning';
  if (!invalid || invalid.kind === 'ignored' || invalid.kind === 'dropped') return 'error';
  return invalid.kind === 'becomes' && invalid.from !== undefined && Number(word) !== Number(invalid.from)
    ? 'error'
    : 'warning';
}

function consequence(invalid: Consequence | undefined, word: string, fault: Fault): string {
  if (fault === 'too-many-decimals') return 'keepalived rounds it';
  switch (invalid?.kind) {
    case 'becomes':
      if (invalid.from !== undefined && Number(word) !== Number(invalid.from)) return 'keepalived ignores the line';
      return `keepalived uses ${invalid.value} instead`;
    case 'clamped':
      return fault === 'number-out-of-range' ? 'keepalived uses the nearest limit' : 'keepalived ignores the line';
    case 'cut':
      return 'keepalived cuts off the rest';
    case 'kept':
      return 'keepalived complains, and uses it';
    case 'dropped':
      return 'keepalived drops the block';
    default:
      return 'keepalived ignores the line';
  }
}
