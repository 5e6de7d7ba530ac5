/** What includes name, and what keepalived does where they name nothing (lib/parser.c, open_and_check_glob). */
import { catalogue, report } from '../model/catalogue.ts';
import { type Files, type Inspection, isKnowable, plainPath } from '../model/files.ts';
import type { Finding, Fix } from '../model/finding.ts';
import type { IncludeCheck } from '../model/lines/includeChecks.ts';
import type { Included } from '../model/lines/log.ts';
import type { Node } from '../model/node.ts';
import type { Rule } from './check.ts';

export const INCLUDES = catalogue('keepalived', {
  'include-missing': ['warning', 'an include that names a file that is not there'],
  'include-skipped': ['warning', 'an include that names a folder, an executable or something that cannot be read'],
  'include-cycle': ['error', 'a file that includes itself, also through others'],
});
export const INCLUDE_ADVICE = catalogue('advice', {
  'include-not-found': ['information', 'an include that names nothing here, of which keepalived may say nothing'],
  'too-many-files': ['warning', 'includes that multiply: more files than are read here'],
});

export const checkIncludes: Rule = (node, { files }) => [
  ...node.expansion.includes.flatMap((include) => checkInclude(include, node, files)),
  ...node.expansion.problems.flatMap((problem): Finding[] => {
    const { place } = problem;
    if (problem.kind === 'cycle') {
      const name = shortName(problem.file);
      const message = `${name} is being read already and includes itself here, again and again: keepalived has no guard, and goes on until it can open no more files. Take this include away.`;
      return [report(INCLUDES['include-cycle'], place, message)];
    }
    if (problem.kind === 'too-many-files') {
      const message = 'More than 1,000 files are included: what this one names is left out here.';
      return [report(INCLUDE_ADVICE['too-many-files'], place, message)];
    }
    return [];
  }),
];

/** What one check makes of its problem. */
const consequence = (include: Included, check: IncludeCheck): string =>
  include.checks.has(check)
    ? 'keepalived refuses to start, with exit code 6'
    : 'keepalived says so and goes on without it';

function checkInclude(include: Included, node: Node, files: Files): Finding[] {
  const { pattern, from, unknown } = include;
  if (unknown || pattern.includes('${')) return [];
  const inspection = files.inspect?.(pattern, from);
  if (!inspection) return [];
  const skipped = inspection.skipped.map(({ file, why }) => skip(include, file, why));
  const missing = missingFrom(include, inspection, node);
  return missing ? [...skipped, missing] : skipped;
}

const WHY: Readonly<Record<Inspection['skipped'][number]['why'], string>> = {
  folder: 'is a folder: keepalived does not read the files in it',
  executable: 'is executable, and keepalived reads no such files',
  unreadable: 'is not a file that can be read',
};

function skip(include: Included, file: string, why: keyof typeof WHY): Finding {
  const cure = why === 'folder' ? ` To read them, write \`${include.keyword} ${include.pattern}/*.conf\`.` : '';
  const message = `${shortName(file)} ${WHY[why]}; ${consequence(include, 'read')}.${cure}`;
  return report(INCLUDES['include-skipped'], include.place, message, severityOf(include, 'read'));
}

function missingFrom(include: Included, { missing, skipped }: Inspection, node: Node): Finding | undefined {
  const { pattern, place, files, checks } = include;
  const matches = files.length + skipped.length;
  if (matches > 0 && !missing) return undefined;
  const name = `\`${pattern}\``;
  if (matches > 0) {
    const then = checks.has('brace_match')
      ? consequence(include, 'brace_match')
      : 'keepalived says so and goes on with the others';
    const message = `A part of what ${name} names is not there: ${then}.`;
    return report(INCLUDES['include-missing'], place, message, severityOf(include, 'brace_match'));
  }
  if (pattern.startsWith('"')) {
    const message = `The quotes are a part of the name here: keepalived looks for a file called ${name}; ${consequence(include, 'match')}.`;
    return report(INCLUDES['include-missing'], place, message, {
      ...severityOf(include, 'match'),
      fixes: withoutQuotes(include),
    });
  }
  if (!isKnowable(pattern, node.file)) {
    const message = `Nothing here is called ${name}: what it names on the host is not known, and left out.`;
    return report(INCLUDE_ADVICE['include-not-found'], place, message);
  }
  if (missing) {
    const check = /(?<!\\)\{/.test(pattern) ? 'brace_match' : 'match';
    const message = `There is no ${name}: ${consequence(include, check)}.`;
    return report(INCLUDES['include-missing'], place, message, severityOf(include, check));
  }
  if (checks.has('wildcard_match')) {
    const message = `No file matches ${name}: ${consequence(include, 'wildcard_match')}.`;
    return report(INCLUDES['include-missing'], place, message, { severity: 'error' });
  }
  const message = `No file matches ${name}: keepalived says nothing of it and goes on without. \`includew\` makes this an error.`;
  return report(INCLUDE_ADVICE['include-not-found'], place, message);
}

const severityOf = ({ checks }: Included, check: IncludeCheck): { severity?: 'error' } =>
  checks.has(check) ? { severity: 'error' } : {};

function withoutQuotes({ place, pattern }: Included): Fix[] {
  const text = place.item.text.slice(place.start, place.end);
  const at = text.indexOf(pattern);
  const bare = /^"([^"]+)"$/.exec(pattern)?.[1];
  if (at < 0 || !bare) return [];
  const start = place.start + at;
  const edits = [{ place: { ...place, start, end: start + pattern.length }, text: bare }];
  return [{ title: 'Delete the quotes', edits, preferred: true }];
}

/** The file with the folder it stands in. */
const shortName = (file: string): string => plainPath(file).split('/').slice(-2).join('/');
