/** Definitions that keepalived cannot put in where they are used (lib/parser.c, find_definition and replace_param). */
import { catalogue, report } from '../model/catalogue.ts';
import type { Finding } from '../model/finding.ts';
import { PREDEFINED } from '../model/lines/definitions.ts';
import type { LineProblem } from '../model/lines/problems.ts';
import { compareVersions, type Version } from '../schema/index.ts';
import type { Rule } from './check.ts';

export const DEFINITIONS = catalogue('keepalived', {
  'definition-parameters': ['error', 'a predefined ${_NAME} with parameters that it does not take'],
  'random-range': ['error', 'a ${_RANDOM MIN MAX} whose first bound is above its second'],
});
export const DEFINITION_ADVICE = catalogue('advice', {
  'random-range-reversed': [
    'error',
    'a ${_RANDOM MIN MAX} with reversed bounds before 2.4.0, which says nothing of it',
  ],
  'definition-too-long': ['error', 'a line that would be longer than 1023 bytes with its definitions put in'],
  'definition-endless': ['error', 'a definition that is put into itself for ever'],
  'definition-inside-line': ['warning', 'a definition of many lines that is not used at the end of a line'],
  'definition-not-examined': ['warning', 'an @id, a ~SEQ or a $NAME= that comes out of a definition, from 2.4.0 on'],
  'definition-glued': ['warning', 'a $NAME that is not put in, because neither a blank, a comma nor a ) follows it'],
  'definition-rest-garbled': ['error', 'text behind a ${_RANDOM MIN MAX}, which keepalived garbles before 2.4.0'],
});

/** From here on reversed bounds are reported. */
const REPORTS_RANGE: Version = '2.4.0';

export const checkDefinitions: Rule = ({ expansion }, { version }) =>
  expansion.problems.flatMap((problem) => tell(problem, version) ?? []);

function tell(problem: LineProblem, version: Version): Finding | undefined {
  const { place } = problem;
  switch (problem.kind) {
    case 'not-numeric': {
      const message = `\`${problem.name}\` takes numbers only: keepalived leaves the use as it is, and breaks the line at its braces.`;
      return report(DEFINITIONS['definition-parameters'], place, message);
    }
    case 'parameter-count': {
      const [least, most] = PREDEFINED[problem.name]?.parameters ?? [0, 0];
      const takes = least === most ? `${most} parameter${most === 1 ? '' : 's'}` : `${least} to ${most} parameters`;
      const message = `\`${problem.name}\` takes ${takes}, not ${problem.count}: keepalived leaves the use as it is, and breaks the line at its braces.`;
      return report(DEFINITIONS['definition-parameters'], place, message);
    }
    case 'random-reversed': {
      const { from, to } = problem;
      if (compareVersions(version, REPORTS_RANGE) >= 0) {
        const message = `The least value ${from} is above the greatest, ${to}: keepalived always takes ${from}.`;
        return report(DEFINITIONS['random-range'], place, message);
      }
      const crash = BigInt(from) === BigInt(to) + 1n;
      const then = crash ? 'keepalived crashes here' : 'the number that comes out may be any';
      const message = `The least value ${from} is above the greatest, ${to}: ${then}. Exchange them.`;
      return report(DEFINITION_ADVICE['random-range-reversed'], place, message);
    }
    case 'too-long': {
      const message = `With \`${problem.name}\` put in, the line would be longer than 1023 bytes: keepalived leaves it as it is from here on, and says so in its log only.`;
      return report(DEFINITION_ADVICE['definition-too-long'], place, message);
    }
    case 'endless': {
      const message = `\`${problem.name}\` leads back to itself and never comes to an end: keepalived hangs here, without a word.`;
      return report(DEFINITION_ADVICE['definition-endless'], place, message);
    }
    case 'inside-line': {
      const message = `\`${problem.name}\` has many lines and is only put in at the end of a line: keepalived leaves this use as it is.`;
      return report(DEFINITION_ADVICE['definition-inside-line'], place, message);
    }
    case 'not-examined': {
      const message = `From 2.4.0 on keepalived does not look at what came out of a definition again: a condition, a definition or a generator at its beginning is taken for a word. Write it in front of the use, or make the definition one of many lines and put it on the second.`;
      return report(DEFINITION_ADVICE['definition-not-examined'], place, message);
    }
    case 'glued': {
      const message = `\`$${problem.name}\` is not put in here: without braces a blank, a comma, a parenthesis or the end of the line has to follow. Write \`\${${problem.name}}\`.`;
      const edits = [{ place, text: `\${${problem.name}}` }];
      const fixes = [{ title: `Write \${${problem.name}}`, edits, preferred: true as const }];
      return report(DEFINITION_ADVICE['definition-glued'], place, message, { fixes });
    }
    case 'rest-garbled': {
      const message = `keepalived ${version} garbles what stands behind a \`\${${problem.name} …}\` with parameters: put it at the end of its line, or define a name with it and use that.`;
      return report(DEFINITION_ADVICE['definition-rest-garbled'], place, message);
    }
    default:
      return undefined;
  }
}
