/** What is said to a person before and after something is done on hosts. */
import type {
  CheckName,
  DrillAction,
  FileChange,
  NodePlan,
  OfferedKey,
  Plan,
  Unfinished,
} from '../../../deploy/src/index.ts';
import type { Translate } from '../translate.ts';

/** What is done with a pair on its hosts. */
export type Action = 'deploy' | 'verify' | 'drill' | 'rollback';

export function titleOf(action: Action, t: Translate): string {
  switch (action) {
    case 'deploy':
      return t('Deploy and Verify');
    case 'verify':
      return t('Verify');
    case 'drill':
      return t('Failover Drill');
    case 'rollback':
      return t('Roll Back Deployment');
  }
}

/** Of the question whether a plan is to be carried out. */
export const consentWords = (action: Action, name: string, t: Translate): { question: string; yes: string } =>
  action === 'rollback'
    ? { question: t('Roll back {0}?', name), yes: t('Roll Back') }
    : { question: t('Deploy {0}?', name), yes: t('Deploy') };

/** Why hosts stay out of reach here. `schemes` are those of the workspace's folders and of the file in question. */
export function refusal(
  { isTrusted, schemes }: { isTrusted: boolean; schemes: readonly string[] },
  t: Translate,
): string | undefined {
  if (!isTrusted) return t('No host is reached until you trust this folder.');
  if (schemes.some((scheme) => scheme !== 'file')) {
    return t('Deployments need files on a disk; these are somewhere else.');
  }
  return undefined;
}

/** Host by host what happens to it, and in which order. */
export function planInWords({ nodes, order }: Plan, t: Translate): string {
  const hosts = nodes.map((node) => [`${node.node} (${node.host})`, ...changesOf(node, t).map(bullet)].join('\n'));
  return [...hosts, [t('In this order:'), ...order.map((sentence, i) => `  ${i + 1}. ${sentence}`)].join('\n')].join(
    '\n\n',
  );
}

const bullet = (line: string): string => `  • ${line}`;

function changesOf({ packages, files, services }: NodePlan, t: Translate): string[] {
  const changes = [
    ...(packages.length > 0 ? [t('install {0}', packages.join(', '))] : []),
    ...files.map((file) => fileInWords(file, t)),
    ...services.map(({ name, action }) => `systemctl ${action} ${name}`),
  ];
  return changes.length > 0 ? changes : [t('nothing to do')];
}

function fileInWords({ target, before, after, modes }: FileChange, t: Translate): string {
  if (!before) return t('write {0}, which is new', target);
  if (!after) return t('remove {0}', target);
  const what = before.equals(after) ? target : t('change {0}', target);
  return modes ? `${what}, ${t('mode {0} becomes {1}', modes.before, modes.after)}` : what;
}

export const keyInWords = ({ type, fingerprint }: OfferedKey, t: Translate): string =>
  [
    `${type}  ${fingerprint}`,
    t('Compare it with what "ssh-keygen -lf" says of the key on the host itself. It is then kept in your known_hosts.'),
  ].join('\n\n');

export const unfinishedInWords = (unfinished: readonly Unfinished[], t: Translate): string =>
  unfinished
    .map(({ node, since, by, files }) => [t('{0}: begun {1} by {2}', node, since, by), ...files.map(bullet)].join('\n'))
    .join('\n\n');

export function checkInWords(name: CheckName, t: Translate): string {
  switch (name) {
    case 'address on its owner':
      return t('address on its owner');
    case 'service active':
      return t('service active');
    case 'not restarted':
      return t('not restarted');
    case 'adverts accepted':
      return t('adverts accepted');
    case 'HTTP from here':
      return t('HTTP from here');
    case 'HTTP from the other node':
      return t('HTTP from the other node');
    case 'address resolves to its owner':
      return t('address resolves to its owner');
  }
}

export function actionInWords(action: DrillAction, t: Translate): string {
  switch (action) {
    case 'stop keepalived':
      return t('stop keepalived');
    case 'start keepalived':
      return t('start keepalived');
    case 'stop service':
      return t('stop the service');
    case 'start service':
      return t('start the service');
    case 'network down':
      return t('network down');
    case 'network up':
      return t('network up');
  }
}
