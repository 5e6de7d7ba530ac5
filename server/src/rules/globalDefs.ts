/** Statements whose words are more than a row of arguments, most of global_defs (core/global_parser.c). */
import { type Directive, isOpaque } from '../model/directive.ts';
import type { Setting } from '../model/settings.ts';
import { readInteger } from '../model/values.ts';
import { type Argument, compareVersions, type Keyword, type Version } from '../schema/index.ts';
import type { Span, Word } from '../syntax/tree.ts';
import { describe, type Fault, misfit } from './values.ts';

/** What is wrong with one word of a statement. */
export interface WrongWord {
  readonly fault: Fault | 'missing-argument' | 'surplus-argument' | 'contradiction' | 'empty-list';
  /** The word, or the brace behind which it is missing. */
  readonly word: Span;
  readonly message: string;
  readonly severity?: 'warning';
}

type Check = (words: readonly Word[], keyword: Keyword, version: Version, directive: Directive) => readonly WrongWord[];

const CHECKS: Readonly<Record<string, Check>> = {
  umask: checkUmask,
  lvs_timeouts: checkTimeouts,
  lvs_sync_daemon: checkSyncDaemon,
  include_check: checkIncludeCheck,
  vrrp_rx_bufs_policy: checkBufferPolicy,
  vrrp_mcast_group6: checkGroup6,
  notification_email: checkEntries('No address stands in this list: no mail is sent.'),
  interfaces: checkEntries('No interface stands in this list: keepalived complains, and goes on.'),
  init_file: checkInitFile,
  vrrp_garp_extra_if: checkExtraInterfaces,
  vrrp_vmac_garp_intvl: checkExtraInterfaces,
  garp_extra_if: checkExtraInterfaces,
  vmac_garp_intvl: checkExtraInterfaces,
};
/** These have something to say where no word stands behind them. */
const WITHOUT_WORDS = ['lvs_timeouts', 'notification_email', 'interfaces'];

/** Says what is wrong with a statement of this kind; `undefined` for those that {@link CHECKS} does not know. */
export function checkSpecial({ directive, keyword }: Setting, version: Version): readonly WrongWord[] | undefined {
  const check = keyword && CHECKS[keyword.name];
  if (!check || (directive.words.length < 2 && !WITHOUT_WORDS.includes(keyword.name))) return undefined;
  return directive.words.some(isOpaque) ? [] : check(directive.words, keyword, version, directive);
}

const wrong = (fault: WrongWord['fault'], word: Span, message: string): WrongWord => ({ fault, word, message });

function checkEntries(message: string): Check {
  return (_words, _keyword, _version, { block }) =>
    !block?.close || block.body.length || block.strays?.length
      ? []
      : [{ ...wrong('empty-list', block.close, message), severity: 'warning' }];
}

/** `all` and seconds in any order; the last number counts, and the first wrong word ends it. */
function checkExtraInterfaces([name, ...words]: readonly Word[], keyword: Keyword, version: Version): WrongWord[] {
  const seconds = keyword.arguments.at(-1)!.value;
  const numbers = words.filter(({ text }) => text !== 'all');
  if (!numbers.length) {
    const message = `\`${keyword.name}\` needs ${describe(seconds, version)} behind it: keepalived ignores the line.`;
    return [wrong('missing-argument', name!, message)];
  }
  for (const word of numbers) {
    const unfit = misfit(word.text, seconds, version);
    const message = `\`${keyword.name}\` must be ${unfit?.wanted}, not \`${word.text}\`: keepalived ignores the line.`;
    if (unfit) return [wrong(unfit.fault, word, message)];
  }
  return [];
}

/** `overwrite` and a number in any order; the last number counts (trackers/track_file.c). */
function checkInitFile([, ...words]: readonly Word[], keyword: Keyword, version: Version): WrongWord[] {
  const [number] = keyword.arguments;
  return words.flatMap((word) => {
    if (word.text === 'overwrite') return [];
    if (!/^\s*[-\d]/.test(word.text)) {
      const message = `\`init_file\` takes a number and "overwrite", not \`${word.text}\`: keepalived ignores this word.`;
      return [wrong('unknown-value', word, message)];
    }
    const unfit = misfit(word.text, number!.value, version);
    const uses = unfit?.fault === 'not-a-number' ? '0 instead' : 'it nevertheless';
    const message = `\`init_file\` must be ${unfit?.wanted}, not \`${word.text}\`: keepalived uses ${uses}.`;
    return unfit ? [{ ...wrong(unfit.fault, word, message), severity: 'warning' }] : [];
  });
}

function checkGroup6([, word]: readonly Word[], keyword: Keyword, version: Version): WrongWord[] {
  const unfit = misfit(word!.text, keyword.arguments[0]!.value, version);
  if (unfit) {
    const message = `\`vrrp_mcast_group6\` must be ${unfit.wanted}, not \`${word!.text}\`: keepalived ignores the line.`;
    return [wrong(unfit.fault, word!, message)];
  }
  if (/^ff[\da-f]2:/i.test(word!.text)) return [];
  const message = `${word!.text} is no link-local group (ff02::...): keepalived complains, and uses it.`;
  return [{ ...wrong('wrong-address', word!, message), severity: 'warning' }];
}

const UMASK_BITS = /^I[RWX](?:USR|GRP|OTH)$/;
/** Whole groups at once came with the release behind 2.2.7. */
const UMASK_GROUPS = /^IRWX[UGO]$/;

/** A number in C notation up to 0777, or bits joined with `|`. */
function checkUmask([, first, ...rest]: readonly Word[], _keyword: Keyword, version: Version): WrongWord[] {
  const text = [first!, ...rest].map((word) => word.text).join('');
  const say = (what: string) => [wrong('unknown-value', first!, `\`umask\` ${what}: keepalived ignores the line.`)];
  if (/^\d/.test(text)) {
    if (rest.length) return say('takes one number');
    const octal = /^0[0-7]*$/.test(text) ? Number.parseInt(text, 8) : readInteger(text, 0, 0o777);
    const value = /^0x[\da-f]+$/i.test(text) ? Number(text) : octal;
    return value === undefined || value > 0o777 ? say(`must be a number up to 0777, not \`${text}\``) : [];
  }
  const groups = compareVersions(version, '2.2.7') > 0;
  const unknown = text.split('|').find((bit) => !UMASK_BITS.test(bit) && !(groups && UMASK_GROUPS.test(bit)));
  return unknown === undefined ? [] : say(`knows no bit \`${unknown}\` (IRUSR, IWGRP, IXOTH, ...)`);
}

function checkTimeouts([name, ...words]: readonly Word[], keyword: Keyword, version: Version): WrongWord[] {
  if (words.length > 1) return checkOptions(words, keyword, version, 'lvs_timeouts');
  const message = '`lvs_timeouts` needs tcp, tcpfin or udp, and the seconds behind it: keepalived ignores the line.';
  return [wrong('missing-argument', name!, message)];
}

/** `option value` pairs in any order, and nothing else. */
function checkOptions(words: readonly Word[], keyword: Keyword, version: Version, name: string): WrongWord[] {
  const found: WrongWord[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    const option = keyword.arguments.find((argument) => argument.option === word.text);
    if (!option) {
      found.push(wrong('unknown-value', word, `\`${name}\` knows no option \`${word.text}\`: keepalived ignores it.`));
      // Its value, which keepalived takes for another unknown option.
      if (!keyword.arguments.some((argument) => argument.option === words[index + 1]?.text)) index++;
      continue;
    }
    const value = words[++index];
    const instance = word.text === 'inst' ? words.findIndex(({ text }) => text === 'inst') : -1;
    if (!value) {
      const message = `\`${word.text}\` of \`${name}\` needs a value: keepalived ignores it.`;
      found.push(wrong('missing-argument', word, message));
    } else if (instance >= 0 && instance < index - 1) {
      const message = `\`${name}\` follows one instance: keepalived ignores this \`inst\` and keeps the first.`;
      found.push(wrong('contradiction', word, message));
    } else found.push(...wrongValue(value, option, version, name));
  }
  return found;
}

function wrongValue(word: Word, argument: Argument, version: Version, name: string): WrongWord[] {
  const unfit = misfit(word.text, argument.value, version);
  if (!unfit) return [];
  const message = `\`${argument.option}\` of \`${name}\` must be ${unfit.wanted}, not \`${word.text}\`: keepalived ignores it.`;
  return [wrong(unfit.fault, word, message)];
}

/** `INTERFACE [option value]...`; of old `INTERFACE INSTANCE [ID]`, whose bare ID is complained of and used. */
function checkSyncDaemon([, device, ...words]: readonly Word[], keyword: Keyword, version: Version): WrongWord[] {
  const name = 'lvs_sync_daemon';
  const unfit = misfit(device!.text, { kind: 'interface' }, version);
  if (unfit) return [wrong('too-long', device!, `\`${name}\` takes ${unfit.wanted}: keepalived ignores the line.`)];
  const isOption = (word: Word | undefined) =>
    keyword.arguments.some(({ option }) => option !== undefined && option === word?.text);
  if (!words.length || isOption(words[0])) return checkOptions(words, keyword, version, name);
  const [instance, id] = words;
  if (compareVersions(version, '2.1.0') < 0 && misfit(instance!.text, { kind: 'text', maxLength: 15 }, version)) {
    const message =
      'Before 2.1.0 the name of the instance has at most 15 characters here: keepalived ignores the line.';
    return [wrong('too-long', instance!, message)];
  }
  if (!id || isOption(id)) return checkOptions(words.slice(1), keyword, version, name);
  const message =
    readInteger(id.text, 0, 255) === undefined
      ? `The sync ID must be a whole number from 0 to 255, not \`${id.text}\`: keepalived uses the virtual router ID.`
      : `Write \`id ${id.text}\`: keepalived complains of the bare number, and uses it.`;
  return [wrong('unknown-value', id, message), ...checkOptions(words.slice(2), keyword, version, name)];
}

function checkIncludeCheck([, ...words]: readonly Word[], keyword: Keyword, version: Version): WrongWord[] {
  return words.flatMap((word, index) => {
    // A word without sign begins anew, and can do so once.
    if (index > 0 && !/^[-+]/.test(word.text)) {
      const message = `\`${word.text}\` needs a + or - before it, as the second word: keepalived ignores it.`;
      return [wrong('unknown-value', word, message)];
    }
    const unfit = misfit(word.text, keyword.arguments[0]!.value, version);
    const message = `\`include_check\` knows no check \`${word.text}\`: keepalived ignores it.`;
    return unfit ? [wrong('unknown-value', word, message)] : [];
  });
}

/** A size rules out both policies, and MTU rules out ADVERT. */
function checkBufferPolicy([, ...words]: readonly Word[], keyword: Keyword, version: Version): WrongWord[] {
  const found = words.flatMap((word) => {
    const unfit = misfit(word.text, keyword.arguments[0]!.value, version);
    const message = `\`vrrp_rx_bufs_policy\` must be MTU, ADVERT or a number of bytes, not \`${word.text}\`: keepalived ignores it.`;
    return unfit ? [wrong(unfit.fault, word, message)] : [];
  });
  if (found.length) return found;
  const has = (policy: string) => words.find(({ text }) => text.toUpperCase() === policy);
  const size = words.find(({ text }) => /^\s*\+?\d/.test(text));
  const [mtu, advert] = [has('MTU'), has('ADVERT')];
  if (size && (mtu ?? advert)) {
    return [wrong('contradiction', (mtu ?? advert)!, 'A size is given as well: keepalived ignores the policy.')];
  }
  return mtu && advert ? [wrong('contradiction', advert, 'MTU is given as well: keepalived ignores ADVERT.')] : [];
}
