import type { Translate } from '../translate.ts';
import type { Answers, Question } from './multiStepInput.ts';
import { hostProblem } from './pairProblems.ts';

/** Where each node is reached; the answers go by the nodes' names. */
export const hostQuestions = (names: readonly string[], answers: Answers<string>, t: Translate): Question<string>[] =>
  names.map((name) => ({
    id: name,
    prompt: t('SSH destination of {0}', name),
    suggestion: `root@${name}`,
    validate: (host) => {
      const other = names.find((one) => one !== name && answers[one] === host);
      return other === undefined ? hostProblem(host, t) : t('{0} is {1} already.', host, other);
    },
  }));
