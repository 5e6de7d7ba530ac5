/** How packets reach a server: `lb_kind`, `lvs_method` and their tunnel options (check_parser.c, svr_forwarding_handler). */
import { catalogue, report } from '../../model/catalogue.ts';
import { type Directive, headerOf, isOpaque, placeOf } from '../../model/directive.ts';
import type { Finding } from '../../model/finding.ts';
import { readInteger } from '../../model/values.ts';
import { compareVersions, type Version } from '../../schema/index.ts';
import type { Word } from '../../syntax/tree.ts';
import { replaceWord } from '../edits.ts';

export const FORWARDING_CODES = catalogue('keepalived', {
  'forwarding-method': ['error', 'The forwarding method is none of NAT, DR and TUN: the line is ignored.'],
  'tunnel-options': ['error', 'The tunnel options of a forwarding method are wrong or rule each other out.'],
});

/** `unknown` where a definition hides it. */
export type Method = 'NAT' | 'DR' | 'TUN' | 'unknown';

const METHODS: readonly string[] = ['NAT', 'DR', 'TUN'];
const TUNNELS: readonly string[] = ['ipip', 'gue', 'gre'];
const CHECKSUMS: readonly string[] = ['nocsum', 'csum', 'remcsum'];
const OPTIONS_SINCE = '2.0.18';

/** The method that a statement sets, and what is wrong with it. Wrong options leave the method as it is written. */
export function readForwarding(directive: Directive, version: Version): { method?: Method; findings: Finding[] } {
  const [keyword, method, ...options] = directive.words;
  if (!method) return { findings: [] };
  if (isOpaque(method)) return { method: 'unknown', findings: [] };
  if (!METHODS.includes(method.text)) {
    const likely = METHODS.find((one) => one === method.text.toUpperCase());
    const fixes = likely ? replaceWord(directive, method, likely, `Change to ${likely}`) : [];
    const message = `\`${keyword.text}\` must be NAT, DR or TUN, in capitals, not \`${method.text}\`: keepalived ignores the line.`;
    return {
      findings: [report(FORWARDING_CODES['forwarding-method'], placeOf(directive, method), message, { fixes })],
    };
  }
  const wrong =
    compareVersions(version, OPTIONS_SINCE) < 0 || options.some(isOpaque) ? undefined : wrongOption(options);
  const findings: Finding[] = [];
  if (wrong) {
    const place = wrong.word ? placeOf(directive, wrong.word) : headerOf(directive);
    const message = `${wrong.message}: keepalived uses ${method.text} without these options.`;
    findings.push(report(FORWARDING_CODES['tunnel-options'], place, message));
  }
  return { method: method.text as Method, findings };
}

function wrongOption(words: readonly Word[]): { word?: Word; message: string } | undefined {
  let tunnel = 'ipip';
  let checksum = 'nocsum';
  let port = 0;
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (CHECKSUMS.includes(word.text)) {
      checksum = word.text;
      continue;
    }
    if (word.text !== 'type' && word.text !== 'port') {
      return { word, message: `\`${word.text}\` is no tunnel option (type, port, ${CHECKSUMS.join(', ')})` };
    }
    const value = words[++index];
    if (!value) return { word, message: `\`${word.text}\` needs a value` };
    if (word.text === 'type') {
      if (!TUNNELS.includes(value.text)) {
        return { word: value, message: `The tunnel type must be ${TUNNELS.join(', ')}, not \`${value.text}\`` };
      }
      tunnel = value.text;
    } else {
      const read = readInteger(value.text, 1, 65_535);
      if (read === undefined) {
        return { word: value, message: `The tunnel port must be a number from 1 to 65535, not \`${value.text}\`` };
      }
      port = read;
    }
  }
  if (tunnel === 'gue' && port === 0) return { message: 'A gue tunnel needs a `port`' };
  if (tunnel !== 'gue' && port !== 0) return { message: `Only gue tunnels have a port, ${tunnel} has none` };
  if (tunnel === 'ipip' && checksum !== 'nocsum') return { message: `ipip tunnels know no \`${checksum}\`` };
  if (tunnel === 'gre' && checksum === 'remcsum') return { message: 'gre tunnels know no `remcsum`' };
  return undefined;
}
