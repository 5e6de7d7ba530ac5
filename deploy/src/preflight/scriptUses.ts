/** The commands that a configuration has keepalived run, and as whom. */
import { isOpaque, type Node, type Setting, walk } from '../../../server/src/index.ts';

export interface ScriptUse {
  /** `vrrp_script chk_nginx`, `notify_master of vrrp_instance VI_1`. */
  readonly what: string;
  /** A path, or a name that is looked for in PATH. */
  readonly program: string;
  /** Missing where nothing names one: neither the statement, nor its block, nor script_user. */
  readonly user?: string;
  readonly group?: string;
}

interface Owner {
  readonly user?: string;
  readonly group?: string;
}

/** In the order of the file. A command that cannot be read from it, or that is no program (`</file`), is left out. */
export function scriptUsesOf({ settings }: Node): ScriptUse[] {
  const usual = [...walk(settings)].findLast(({ keyword }) => keyword?.name === 'script_user');
  return settings.flatMap((setting) => usesIn(setting, ownerIn(usual) ?? {}));
}

function usesIn({ directive, keyword, children }: Setting, usual: Owner): ScriptUse[] {
  const block = directive.words
    .slice(0, 2)
    .map(({ text }) => text)
    .join(' ');
  // The user of a vrrp_script or a MISC_CHECK has a statement of its own.
  const owner = ownerIn(children.findLast((child) => child.keyword?.name === 'user')) ?? usual;
  return [
    ...children.flatMap((child): ScriptUse[] => {
      const program = programOf(wordOf(child, 'script'));
      if (program === undefined) return [];
      const what = keyword?.name === 'vrrp_script' ? block : `${child.directive.words[0].text} of ${block}`;
      return [{ what, program, ...(ownerIn(child) ?? owner) }];
    }),
    ...children.flatMap((child) => usesIn(child, usual)),
  ];
}

/** Undefined where a setting names no user. */
function ownerIn(setting: Setting | undefined): Owner | undefined {
  const user = setting && wordOf(setting, 'user');
  const group = setting && wordOf(setting, 'group');
  return user === undefined ? undefined : { user, ...(group !== undefined && { group }) };
}

/** Users or groups that a configuration names, each once. */
export const namesOf = (settings: readonly Setting[], kind: 'user' | 'group'): string[] => [
  ...new Set(
    settings.flatMap((setting) => {
      const own = wordOf(setting, kind);
      return [...(own === undefined ? [] : [own]), ...namesOf(setting.children, kind)];
    }),
  ),
];

/** The argument of that kind, where its text is known. */
function wordOf({ keyword, directive }: Setting, kind: 'script' | 'user' | 'group'): string | undefined {
  const place = keyword?.arguments.findIndex(({ value }) => value.kind === kind) ?? -1;
  const word = place < 0 ? undefined : directive.words[place + 1];
  return word && !isOpaque(word) ? word.text : undefined;
}

/** keepalived reads a command a second time, with quotes and escapes of its own (lib/parser.c, alloc_strvec_quoted_escaped). */
function programOf(command: string | undefined): string | undefined {
  const [word] = /^\s*((?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\])+)/s.exec(command ?? '') ?? [];
  const program = word?.trim().replace(/\\(.)|["']/gs, '$1');
  return program === undefined || program.startsWith('<') ? undefined : program;
}
