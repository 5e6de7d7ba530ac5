/** The playbook: a play for each pair, all with the same tasks. Whatever else varies stands in the inventory. */
import play from './play.yml';

const HEADER = '# Written by keepalived-ha export ansible. Whatever varies between pairs stands in the inventory.\n';

/**
 * All nodes of a pair go from task to task together, and what fails on one ends it on all of them: where one half of a
 * pair has changed there may be two masters.
 */
const SETTINGS = `
  gather_facts: false
  strategy: linear
  any_errors_fatal: true
`;

/** `groups` are those of the inventory; one or more, one after the other. */
export function playbookOf([first, ...others]: readonly string[]): string {
  const headOf = (group?: string): string => `\n- name: Deploy and verify ${group}\n  hosts: ${group}${SETTINGS}`;
  return [
    HEADER,
    headOf(first),
    play,
    ...others.map((group) => `${headOf(group)}  tasks: *tasks\n  handlers: *handlers\n`),
  ].join('');
}
