/** What keepalived is told when it starts: the configuration that it reads, and what it takes itself for. */
import { type Concern, error, type Finding, type Side } from './finding.ts';

const USUAL_FILE = '/etc/keepalived/keepalived.conf';

export const daemon: Concern = (subject) => [...otherFile(subject), ...otherConfigId(subject)];

function otherFile({ node, facts }: Side): Finding[] {
  const { program = '', file } = facts.daemon ?? {};
  // Built from its source it has a folder of its own.
  const usual = program.startsWith('/usr/local/') ? `/usr/local${USUAL_FILE}` : USUAL_FILE;
  if (file === node.target || (file === undefined && [usual, USUAL_FILE].includes(node.target))) return [];
  const [reads, because] =
    file === undefined ? [usual, 'its service names no other (-f)'] : [file, `its service starts it with -f ${file}`];
  const message = `keepalived there reads ${reads}, since ${because}, and not ${node.target}. Write "target": "${reads}" for ${node.name} in keepalived-ha.json, or correct the options (systemctl cat keepalived shows where they are).`;
  return [error('daemon options', message)];
}

/** `@id` lines are held against `-i`, else against the host's name up to the first dot (main.c, keepalived_main). */
function otherConfigId({ node, config, placements, facts }: Side): Finding[] {
  const read = placements.filter(({ source }) => config.expansion.files.includes(source));
  if (!read.some(({ content }) => CONDITION.test(content.toString('utf8')))) return [];
  const actual = facts.daemon?.configId ?? facts.hostname.split('.')[0]!;
  if (actual === node.configId) return [];
  const why = facts.daemon?.configId === undefined ? "from the host's name" : 'from its option -i';
  const message = `The configuration has lines that begin with @, which are meant for ${node.configId} here, but keepalived there goes by "${actual}" (${why}). Start it with -i ${node.configId} (${OPTIONS_FILES}), or write "configId": "${actual}" for ${node.name} in keepalived-ha.json.`;
  return [error('daemon options', message)];
}

const CONDITION = /^[ \t]*@\^?\w/m;
const OPTIONS_FILES = 'DAEMON_ARGS in /etc/default/keepalived, KEEPALIVED_OPTIONS in /etc/sysconfig/keepalived';
