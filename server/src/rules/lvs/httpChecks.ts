/** HTTP_GET and SSL_GET: the pages that they fetch (check_http.c). */
import { catalogue, report } from '../../model/catalogue.ts';
import { type Directive, headerOf, isOpaque, placeOf } from '../../model/directive.ts';
import type { Finding } from '../../model/finding.ts';
import { named, type Setting } from '../../model/settings.ts';
import { compareVersions, isKnownSince, type Version } from '../../schema/index.ts';
import { endOf } from '../scripts.ts';

export const HTTP_CODES = catalogue('keepalived', {
  'http-check-incomplete': ['error', 'An HTTP check has no url, or a url no path: it is dropped.'],
  'http-digest': ['error', 'digest is no MD5 sum of 32 hexadecimal digits, or given twice: the line is ignored.'],
  'http-status-code': ['error', 'A status code is no number from 100 to 599, nor a range of them: it is ignored.'],
  'http-regex': ['error', 'regex needs exactly one word, and may stand once in a url.'],
});
export const HTTP_ADVICE = catalogue('advice', {
  'http-regex-unused': [
    'warning',
    'A regex that is not read, or options of a regex in a url without one: nothing is compared.',
  ],
});

/** Before, only the log says it. */
const REGEX_REPORTED_SINCE = '2.2.8';
/** Since then keepalived keeps apart the checker that it has dropped; before, it went on with the one above. */
const SAFE_SINCE = '2.2.8';

/** A check without a url is dropped; `connected`: the checker above, that older releases then look at, connects. */
export function httpCheck(check: Setting, version: Version): { findings: Finding[]; hasUrl: boolean } {
  const findings: Finding[] = [];
  const urls = named(check.children, 'url').filter(({ directive }) => directive.block);
  const usable = urls.filter((url) => readUrl(url, version, findings));
  return { findings, hasUrl: usable.length > 0 || isUnclear(check) };
}

/** Something in the block is mistyped, so that nobody can say what it lacks. */
const isUnclear = ({ children, directive }: Setting): boolean =>
  !directive.block?.close || children.some(({ meant }) => meant !== undefined);

/** Older releases then go on with the checker above, and crash where there is none that connects. */
export function withoutUrl(check: Setting, version: Version, afterConnecting: boolean): Finding {
  const name = check.directive.words[0].text;
  const crashes = compareVersions(version, SAFE_SINCE) < 0 && !afterConnecting;
  const consequence = crashes
    ? `keepalived ${version} drops the check, and crashes doing so`
    : 'keepalived drops the check, and the real server goes without it';
  const has = named(check.children, 'url').length ? 'no url with a path' : 'no `url` block';
  const message = `This ${name} has ${has}: ${consequence}.`;
  const related = [{ place: headerOf(check.directive), message: 'the check begins here' }];
  return report(HTTP_CODES['http-check-incomplete'], endOf(check), message, { related });
}

/** Whether keepalived keeps the url. */
function readUrl(url: Setting, version: Version, findings: Finding[]): boolean {
  const { children } = url;
  digests(children, findings);
  for (const { directive } of named(children, 'status_code')) statusCodes(directive, findings);
  regexes(children, compareVersions(version, REGEX_REPORTED_SINCE) >= 0, findings);
  unusedOptions(children, version, findings);
  if (named(children, 'path').some(({ directive }) => directive.words[1])) return true;
  if (isUnclear(url)) return true;
  const message = 'This url has no `path`: keepalived ignores it.';
  const related = [{ place: headerOf(url.directive), message: 'the url begins here' }];
  findings.push(report(HTTP_CODES['http-check-incomplete'], endOf(url), message, { related }));
  return false;
}

const MD5 = /^(?:[\da-f]{2}|[ +-][\da-f]){16}$/i;

function digests(children: readonly Setting[], findings: Finding[]): void {
  let first: Directive | undefined;
  for (const { directive } of named(children, 'digest')) {
    const word = directive.words[1];
    if (!word || isOpaque(word)) continue;
    if (first) {
      const related = [{ place: headerOf(first), message: 'the first, which counts' }];
      const message = 'This url has a digest already: keepalived ignores this one.';
      findings.push(report(HTTP_CODES['http-digest'], headerOf(directive), message, { related }));
    } else if (MD5.test(word.text)) {
      first = directive;
    } else {
      const message = `A digest is an MD5 sum of 32 hexadecimal digits; this one ${word.text.length === 32 ? 'has other letters' : `has ${word.text.length}`}: keepalived ignores the line and compares nothing. \`genhash\` computes it.`;
      findings.push(report(HTTP_CODES['http-digest'], placeOf(directive, word), message));
    }
  }
}

function statusCodes(directive: Directive, findings: Finding[]): void {
  for (const word of directive.words.slice(1)) {
    if (isOpaque(word)) continue;
    const [, from, to = from] = /^ *\+?(\d+)(?:-(\d+))?$/.exec(word.text) ?? [];
    const [min, max] = [Number(from), Number(to)];
    if (from !== undefined && min >= 100 && max <= 599 && min <= max) continue;
    const message = `A status code is a number from 100 to 599, or a range like 200-299, not \`${word.text}\`: keepalived ignores it.`;
    findings.push(report(HTTP_CODES['http-status-code'], placeOf(directive, word), message));
  }
}

function regexes(children: readonly Setting[], reported: boolean, findings: Finding[]): void {
  let first: Directive | undefined;
  for (const { directive } of named(children, 'regex')) {
    if (directive.words.some((word) => isOpaque(word) || word.quotes === 'open')) continue;
    const place = headerOf(directive);
    if (directive.words.length !== 2) {
      const message = '`regex` takes one word, in quotes where it has blanks: keepalived ignores the line';
      findings.push(
        reported
          ? report(HTTP_CODES['http-regex'], place, `${message}.`)
          : report(HTTP_ADVICE['http-regex-unused'], place, `${message}, and only its log says so.`),
      );
      continue;
    }
    if (first && reported) {
      const related = [{ place: headerOf(first), message: 'the first one' }];
      const message = 'This url has a regex already: keepalived replaces it with this one.';
      findings.push(report(HTTP_CODES['http-regex'], place, message, { related }));
    }
    first = directive;
  }
}

const REGEX_OPTIONS = ['regex_no_match', 'regex_options', 'regex_min_offset', 'regex_max_offset', 'regex_stack'];

function unusedOptions(children: readonly Setting[], version: Version, findings: Finding[]): void {
  const option = named(children, ...REGEX_OPTIONS)[0];
  if (!option?.keyword || !isKnownSince(option.keyword, version) || named(children, 'regex').length > 0) return;
  const { directive } = option;
  const message = `\`${directive.words[0].text}\` counts only with a \`regex\` in the same url, and there is none: keepalived compares nothing, and only its log says so.`;
  findings.push(report(HTTP_ADVICE['http-regex-unused'], headerOf(directive), message));
}
