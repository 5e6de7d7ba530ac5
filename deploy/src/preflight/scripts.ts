/** Scripts that keepalived would disable: lib/notify.c, check_script_secure and check_security. */
import type { HostFacts, PathStep, ScriptFacts, UserFacts } from '../host/facts.ts';
import type { Placement } from '../pair.ts';
import { type Concern, error, type Finding, type Subject, warning } from './finding.ts';
import { runsAs } from './scriptUsers.ts';
import { type ScriptUse, scriptUsesOf } from './scriptUses.ts';

const KIND = 0o170000;
const FOLDER = 0o040000;
const REGULAR = 0o100000;
const STICKY = 0o1000;
/** Of a new file, where no mode is asked for. */
const USUAL_MODE = 0o644;
const NAME = 'script';
const MODE_ADVICE = 'Give it "mode": "0755" in keepalived-ha.json.';

export const scripts: Concern = (subject) => {
  const uses = scriptUsesOf(subject.config);
  const firstOf = new Map(uses.toReversed().map((use) => [use.program, use]));
  return [...firstOf.values()].toReversed().flatMap((use) => look(subject, use));
};

function look(subject: Subject, use: ScriptUse): Finding[] {
  const { facts, config, placements } = subject;
  const { program, what } = use;
  const placed = placements.find(({ target }) => target === program);
  const there = facts.scripts.get(program);
  if (!program.startsWith('/')) return facts.programs.has(program) ? [] : [missing(subject, use)];
  const file = there && (placed ? asPlaced(placed, there) : there.steps.find(({ path }) => path === there.path));
  if (!there || !file) return [missing(subject, use)];
  if ((file.mode & KIND) !== REGULAR) {
    return [error(NAME, `${program}, the ${what}, is no regular file, so keepalived does not run it.`)];
  }
  const folders = there.steps.filter(({ path }) => path !== there.path);
  const user = runsAs(use, facts);
  return [
    ...interpreter(use, placed, facts, there),
    ...(user ? reachable(use, file, folders, user, placed) : []),
    ...safe(use, [...folders, file], user, config.globals.scriptSecurity?.value ?? false, placed),
  ];
}

function missing({ facts, node }: Subject, { program, what }: ScriptUse): Finding {
  // What is still to be installed may bring it.
  const mayCome = facts.missingPackages.length > 0 && (!program.startsWith('/') || program.startsWith('/usr/'));
  const advice = program.startsWith('/')
    ? `Put it there, or add it with "target": "${program}" and "mode": "0755" to the "files" of ${node.name} in keepalived-ha.json.`
    : 'Install the package that has it, or write its full path.';
  const message = `${program}, the ${what}, is not there, so keepalived disables it. ${advice}`;
  return mayCome ? warning(NAME, message) : error(NAME, message);
}

/** Bytes that the kernel reads of a script to find out what runs it (execve(2)). */
const LONGEST_FIRST_LINE = 255;

/** A file of ours as it will be: the owner of one that is there is kept, a new one is root's. */
function asPlaced({ mode }: Placement, { path, steps }: ScriptFacts): PathStep {
  const now = steps.find((step) => step.path === path);
  const asked = mode === undefined ? undefined : REGULAR | Number.parseInt(mode, 8);
  return { path, uid: now?.uid ?? 0, gid: now?.gid ?? 0, mode: asked ?? now?.mode ?? REGULAR | USUAL_MODE };
}

function interpreter(
  { program, what }: ScriptUse,
  placed: Placement | undefined,
  { programs }: HostFacts,
  there: ScriptFacts,
): Finding[] {
  const name = placed ? interpreterOf(placed.content) : there.interpreter?.name;
  const isThere = name === undefined || (placed ? programs.has(name) : there.interpreter?.isThere);
  if (isThere) return [];
  const message = name.endsWith('\r')
    ? `The first line of ${program}, the ${what}, ends with CR LF, so the system looks for an interpreter "${name.trim()}\\r". Save the file with LF line ends.`
    : `${program}, the ${what}, wants to be run by ${name}, which is not there. Install it, or correct the first line of the script.`;
  return [error(NAME, message)];
}

/** What a script's first line says it is run by: a path, or the name behind env(1). */
export function interpreterOf(content: Buffer): string | undefined {
  const [line = ''] = content.subarray(0, LONGEST_FIRST_LINE).toString('utf8').split('\n', 1);
  const [, path, argument] = /^#![ \t]*([^ \t]+)(?:[ \t]+([^ \t]+))?/.exec(line) ?? [];
  const name = path?.endsWith('/env') ? argument : path;
  return name?.startsWith('-') ? undefined : name;
}

/** notify.c, is_executable; and every folder on the way can be passed through. */
function reachable(
  { program, what }: ScriptUse,
  file: PathStep,
  folders: readonly PathStep[],
  user: UserFacts,
  placed: Placement | undefined,
): Finding[] {
  const closed = folders.find((folder) => !mayExecute(folder, user));
  if (closed) {
    const message = `${program}, the ${what}, runs as user ${user.uid}, who cannot get into ${closed.path} (mode ${octal(closed)}). Let others pass: chmod o+x ${closed.path}.`;
    return [error(NAME, message)];
  }
  if (mayExecute(file, user)) return [];
  const advice = placed ? MODE_ADVICE : `Make it so: chmod 0755 ${file.path}.`;
  const message = `${program}, the ${what}, is not executable for user ${user.uid} (mode ${octal(file)}), so keepalived disables it. ${advice}`;
  return [error(NAME, message)];
}

function mayExecute({ mode, uid, gid }: PathStep, user: UserFacts): boolean {
  if (user.uid === 0) return (mode & KIND) === FOLDER || (mode & 0o111) !== 0;
  if (user.uid === uid) return (mode & 0o100) !== 0;
  return (mode & (user.gid === gid ? 0o010 : 0o001)) !== 0;
}

/** notify.c, check_security. keepalived looks only where root runs it, and disables it only with enable_script_security. */
function safe(
  { program, what }: ScriptUse,
  steps: readonly PathStep[],
  user: UserFacts | undefined,
  security: boolean,
  placed: Placement | undefined,
): Finding[] {
  const asRoot = user?.uid === 0 || user?.gid === 0;
  const unsafe = steps.find((step) => step.uid !== 0 || isWritable(step));
  if (!unsafe) return [];
  const via = unsafe.path === program ? '' : `, whose path leads through ${unsafe.path}`;
  const [why, command] =
    unsafe.uid !== 0
      ? [`belongs to user ${unsafe.uid} and not to root`, `chown root ${unsafe.path}`]
      : [`can be changed by others than root (mode ${octal(unsafe)})`, `chmod go-w ${unsafe.path}`];
  const advice = placed && unsafe === steps.at(-1) && unsafe.uid === 0 ? MODE_ADVICE : `Correct it: ${command}.`;
  const disables = asRoot && security;
  const consequence = disables
    ? 'so keepalived disables it (enable_script_security)'
    : 'so whoever can change it decides over this node';
  const message = `${program}, the ${what}${via}, ${why}, ${consequence}. ${advice}`;
  return [disables ? error(NAME, message) : warning(NAME, message)];
}

const isWritable = ({ mode, gid }: PathStep): boolean => {
  const kind = mode & KIND;
  if (kind !== REGULAR && (kind !== FOLDER || (mode & STICKY) !== 0)) return false;
  return (mode & 0o002) !== 0 || (gid !== 0 && (mode & 0o020) !== 0);
};

const octal = ({ mode }: PathStep): string => (mode & 0o7777).toString(8).padStart(4, '0');
