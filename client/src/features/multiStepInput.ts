import * as vscode from 'vscode';

export interface Choice {
  label: string;
  description: string;
  value: string;
}

/** One step: a text to type, or, with `choices`, one of them. */
export interface Question<Id extends string> {
  id: Id;
  prompt: string;
  /** What stands there at first. */
  suggestion: string;
  choices?: Choice[];
  /** A plain message when the answer will not do. */
  validate?: (answer: string) => string | undefined | Promise<string | undefined>;
}

export type Answers<Id extends string> = Partial<Record<Id, string>>;

const BACK = Symbol('back');
type Outcome = string | typeof BACK | undefined;

/**
 * Asks one question after the other, with a step counter and a way back. What was answered decides what is asked, so
 * the questions are made anew before each step. Undefined when the user gives up.
 */
export async function askInTurn<Id extends string>(
  title: string,
  questionsFor: (answers: Answers<Id>) => Question<Id>[],
): Promise<Answers<Id> | undefined> {
  const answers: Answers<Id> = {};
  let step = 0;
  for (let questions = questionsFor(answers); step < questions.length; questions = questionsFor(answers)) {
    const question = questions[step]!;
    const initial = answers[question.id] ?? question.suggestion;
    const frame = { title, step: step + 1, totalSteps: questions.length };
    const outcome =
      question.choices === undefined
        ? await askText(frame, question, initial)
        : await askChoice(frame, question.prompt, question.choices, initial);
    if (outcome === undefined) return undefined;
    if (outcome === BACK) step -= 1;
    else {
      answers[question.id] = outcome;
      step += 1;
    }
  }
  return answers;
}

interface Frame {
  title: string;
  step: number;
  totalSteps: number;
}

async function askText<Id extends string>(frame: Frame, question: Question<Id>, initial: string): Promise<Outcome> {
  const input = vscode.window.createInputBox();
  input.prompt = question.prompt;
  input.value = initial;
  return await show(input, frame, async () => {
    const answer = input.value.trim();
    input.validationMessage = (await question.validate?.(answer)) ?? '';
    return input.validationMessage === '' ? answer : undefined;
  });
}

async function askChoice(frame: Frame, prompt: string, choices: Choice[], initial: string): Promise<Outcome> {
  const pick = vscode.window.createQuickPick<Choice & vscode.QuickPickItem>();
  pick.placeholder = prompt;
  pick.items = choices;
  pick.activeItems = choices.filter(({ value }) => value === initial);
  return await show(pick, frame, async () => pick.selectedItems[0]?.value);
}

/** Shows one step until it is accepted (`accept` gives the answer, or undefined to stay), left backwards, or closed. */
function show(
  input: vscode.InputBox | vscode.QuickPick<Choice & vscode.QuickPickItem>,
  frame: Frame,
  accept: () => Promise<string | undefined>,
): Promise<Outcome> {
  input.title = frame.title;
  input.step = frame.step;
  input.totalSteps = frame.totalSteps;
  input.ignoreFocusOut = true;
  if (frame.step > 1) input.buttons = [vscode.QuickInputButtons.Back];
  return new Promise<Outcome>((resolve) => {
    input.onDidAccept(async () => {
      const answer = await accept();
      if (answer !== undefined) resolve(answer);
    });
    input.onDidTriggerButton(() => resolve(BACK));
    input.onDidHide(() => resolve(undefined));
    // A message about the last attempt goes away as soon as the answer changes.
    if ('validationMessage' in input) input.onDidChangeValue(() => (input.validationMessage = ''));
    input.show();
  }).finally(() => input.dispose());
}
