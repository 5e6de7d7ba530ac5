/** What file and folder names say: which part names a node, which an environment, which a copy. */
import { baseName, folderOf, plainPath } from '../../model/files.ts';

/** Words that name a node by its part in the pair. */
const ROLES = new Set(
  'master backup slave primary secondary standby active passive main replica candidate leader follower 主 备 从'.split(
    ' ',
  ),
);

/** Words that say "a node" without saying which. */
const FILLERS = new Set('node host server machine for'.split(' '));

/** Words that tell environments apart, which repeat each other without being peers. */
const ENVIRONMENTS = new Set(
  'prod production live stage staging stg preprod dev devel development test testing qa uat demo sandbox'.split(' '),
);

/** Words that mark a copy or a model of a file. */
const COPIES = new Set(
  'bak orig old save saved copy tmp sample example dist default template tmpl tpl new rpmsave rpmnew dpkg'.split(' '),
);

/** Words whose number counts versions, not nodes. */
const COUNTED = new Set('v version rev release step lesson chapter exercise exerc task part day week'.split(' '));

const LONGEST_NODE_NUMBER = 3;

export interface NameParts {
  /** What is left without the parts that name a node: equal for `lb01.conf` and `lb02.conf`. */
  readonly stem: string;
  /** The parts that name a node, empty where there are none. */
  readonly node: string;
  /** Whether one of them is a role such as `master`. */
  readonly role: boolean;
  /** The words that name an environment or count versions. */
  readonly environment: string;
  readonly copy: boolean;
}

/** `9` for a number, `a` for a letter: nodes of one cluster are named after one pattern. */
export const patternOf = ({ node }: NameParts): string => node.replace(/\d+/g, '9').replace(/[a-z]\b/g, 'a');

/** Takes the name of a file or folder apart. */
export function readName(name: string): NameParts {
  const words =
    name
      .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
      .toLowerCase()
      .match(/[a-z]+|\d+|[^\x00-\x7f]|~$/g) ?? [];
  const stem: string[] = [];
  const node: string[] = [];
  const environment: string[] = [];
  words.forEach((word, i) => {
    const isNumber = /^\d/.test(word);
    const counted = COUNTED.has(word) || (isNumber && COUNTED.has(words[i - 1] ?? ''));
    const namesNode = isNumber ? word.length <= LONGEST_NODE_NUMBER : ROLES.has(word) || /^[a-z]$/.test(word);
    if (counted || ENVIRONMENTS.has(word)) environment.push(word);
    if (namesNode && !counted) node.push(isNumber ? String(Number(word)) : word);
    else if (!FILLERS.has(word)) stem.push(word);
  });
  return {
    stem: stem.join(' '),
    node: node.join(' '),
    role: node.some((word) => ROLES.has(word)),
    environment: environment.join(' '),
    copy: words.some((word) => COPIES.has(word) || word === '~'),
  };
}

/**
 * Short names that tell files apart: the first folder in which all differ (`ngx1`), else what differs in the file
 * names (`master`), else whole paths below the folder they share.
 */
export function tellApart(files: readonly string[]): string[] {
  if (files.length === 1) return [ownName(files[0]!)];
  const paths = files.map((file) => plainPath(file).split('/'));
  const depth = Math.min(...paths.map((path) => path.length));
  const differ = (names: readonly string[]): boolean => new Set(names).size === files.length;
  for (let level = 0; level < depth - 1; level++) {
    const names = paths.map((path) => path[level]!);
    if (differ(names) && paths.every((path) => path.length > level + 1)) return names;
  }
  const below = pathsBelow(files);
  return below.every((path) => !path.includes('/')) ? tellNamesApart(below) : below;
}

/** Paths below the folder that all files share. */
export function pathsBelow(files: readonly string[]): string[] {
  const paths = files.map((file) => plainPath(file).split('/'));
  const depth = Math.min(...paths.map((path) => path.length));
  let shared = 0;
  while (shared < depth - 1 && paths.every((path) => path[shared] === paths[0]![shared])) shared++;
  return paths.map((path) => path.slice(shared).join('/'));
}

/** `keepalived-master.conf` and `keepalived-backup.conf` become `master` and `backup`. */
function tellNamesApart(names: readonly string[]): string[] {
  const words = names.map((name) => name.replace(/\.(conf|cfg)$/i, '').match(/[^-_.]+/g) ?? [name]);
  const [first = []] = words;
  let from = 0;
  while (first[from] !== undefined && words.every((list) => list[from] === first[from])) from++;
  const rest = words.map((list) => list.slice(from));
  let behind = 0;
  while (rest.every((list) => list.length > behind + 1 && list.at(-1 - behind) === rest[0]!.at(-1 - behind))) behind++;
  const short = rest.map((list) => list.slice(0, list.length - behind).join('-'));
  // A bare number says little: `keepalived-1` is kept whole.
  return short.every((name) => /^\D/.test(name)) && new Set(short).size === names.length
    ? short
    : names.map((name) => name.replace(/\.(conf|cfg)$/i, ''));
}

/** A lone file's name: its own, or its folder's where it has the name that all have. */
function ownName(file: string): string {
  const path = plainPath(file);
  const name = baseName(path).replace(/\.(conf|cfg)$/i, '');
  return name === 'keepalived' ? baseName(folderOf(path)) || name : name;
}
