/** What the host decides: its resolver, and its network namespaces. */
import { catalogue, report } from '../../model/catalogue.ts';
import { isOpaque, placeOf } from '../../model/directive.ts';
import type { Finding } from '../../model/finding.ts';
import { named } from '../../model/settings.ts';
import type { Rule } from '../check.ts';
import { readHost } from '../entries.ts';

export const HOST_CODES = catalogue('advice', {
  'smtp-server-name': ['hint', 'A mail server by its name, which keepalived resolves once, when it starts.'],
  'namespace-untested': [
    'hint',
    'A network namespace: where it does not exist, "keepalived -t" finds nothing wrong with instances and servers.',
  ],
});

export const host: Rule = ({ settings }) => {
  const globals = named(settings, 'global_defs').flatMap(({ children }) => children);
  const findings: Finding[] = [];
  for (const { directive } of named(globals, 'smtp_server')) {
    const name = directive.words[1];
    if (!name || isOpaque(name) || readHost(name.text)) continue;
    const message = `keepalived asks for the address of ${name.text} once, when it starts: where the resolver does not answer yet, it reports an invalid server and sends no mail until it is reloaded. An address works at any time.`;
    findings.push(report(HOST_CODES['smtp-server-name'], placeOf(directive, name), message));
  }
  for (const { directive } of named(settings, 'net_namespace')) {
    const name = directive.words[1];
    if (!name || isOpaque(name)) continue;
    const message = `Where there is no namespace ${name.text}, "keepalived -t" looks at global settings only and ends with exit code 0, whatever the rest says. Run it on the host, once the namespace is made.`;
    findings.push(report(HOST_CODES['namespace-untested'], placeOf(directive, name), message));
  }
  return findings;
};
