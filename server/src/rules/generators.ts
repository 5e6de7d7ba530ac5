/** `~SEQ` and `~LST` that keepalived cannot read, or that nobody can want (lib/parser.c, add_seq and add_lst). */
import { catalogue, report } from '../model/catalogue.ts';
import type { Finding } from '../model/finding.ts';
import type { GeneratorProblem } from '../model/lines/generators.ts';
import type { Rule } from './check.ts';

export const GENERATORS = catalogue('keepalived', {
  'generator-invalid': ['error', 'a ~SEQ or ~LST that keepalived cannot read'],
});
export const GENERATOR_ADVICE = catalogue('advice', {
  'too-many-lines': ['warning', 'a ~SEQ or a definition that makes more lines than are read here'],
});

const REASONS: Readonly<Record<GeneratorProblem, string>> = {
  'invalid-definition': 'it is written `~SEQ(NAME, START, STEP, END) TEXT`, where START and STEP may be left out',
  'invalid-values': 'the step must not be 0, and must lead from the start to the end',
  'negative-hex': '`~SEQx` counts in hexadecimal and knows no negative numbers',
  unclosed: 'its `)` is missing',
  'too-long': 'what stands between its parentheses is longer than 62 bytes, or its `)` is missing',
  multiline: 'its numbers come out of a definition of many lines',
  'too-many-values': 'a set has more values than there are names',
  'invalid-list':
    'it is written `~LST(NAME, VALUE, VALUE) TEXT` or `~LST({NAME, NAME}, {VALUE, VALUE}, {VALUE, VALUE}) TEXT`',
};

export const checkGenerators: Rule = ({ expansion }) =>
  expansion.problems.flatMap((problem): Finding[] => {
    if (problem.kind === 'too-many-lines') {
      const message =
        'This makes more lines than are read here: what comes behind the 20,000th is left out. keepalived has no such bound, and needs time and memory for all of them.';
      return [report(GENERATOR_ADVICE['too-many-lines'], problem.place, message)];
    }
    if (problem.kind !== 'generator') return [];
    const name = problem.list ? '~LST' : '~SEQ';
    const message = `keepalived cannot read this \`${name}\` and ignores the line: ${REASONS[problem.problem]}.`;
    return [report(GENERATORS['generator-invalid'], problem.place, message)];
  });
