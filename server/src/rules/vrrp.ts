/** The checks of the VRRP families, as one. */
import type { Finding } from '../model/finding.ts';
import { ADDRESS_CODES, addressEntries } from './addressEntries.ts';
import { ADVICE, ADVICE_CODES } from './advice/advice.ts';
import { asRead } from './asRead.ts';
import { AUTHENTICATION_CODES, authentication } from './authentication.ts';
import type { Rule } from './check.ts';
import { FAMILY_CODES, families } from './families.ts';
import { NAME_CODES, names } from './names.ts';
import { PREEMPTION_CODES, preemption } from './preemption.ts';
import { ROUTE_CODES } from './route.ts';
import { routeEntries } from './routeEntries.ts';
import { RULE_CODES, ruleEntries } from './ruleEntries.ts';
import { SCRIPT_QUOTE_CODES, scriptQuotes } from './scriptQuotes.ts';
import { SCRIPT_CODES, scripts } from './scripts.ts';
import { type InstanceCheck, type Started, startedInstances } from './started.ts';
import { STATIC_CODES, staticBlocks } from './staticBlocks.ts';
import { STRICT_CODES, strictMode } from './strictMode.ts';
import { SYNC_CODES, syncGroups } from './syncGroups.ts';
import { TRACKING_CODES, tracking } from './tracking.ts';
import { VMAC_CODES, vmac, vmacWords } from './vmac.ts';
import { VRID_CODES, vridConflicts } from './vridConflicts.ts';
import { START_ADVICE, START_CODES, vrrpStart } from './vrrpStart.ts';

export const VRRP_CODES = {
  ...NAME_CODES,
  ...ADDRESS_CODES,
  ...FAMILY_CODES,
  ...START_CODES,
  ...START_ADVICE,
  ...AUTHENTICATION_CODES,
  ...PREEMPTION_CODES,
  ...STRICT_CODES,
  ...VRID_CODES,
  ...VMAC_CODES,
  ...TRACKING_CODES,
  ...SYNC_CODES,
  ...SCRIPT_CODES,
  ...SCRIPT_QUOTE_CODES,
  ...ROUTE_CODES,
  ...RULE_CODES,
  ...STATIC_CODES,
  ...ADVICE_CODES,
};

const INSTANCE_CHECKS: readonly InstanceCheck[] = [vrrpStart, authentication, preemption, strictMode, vmac];

const ofInstance = new WeakMap<Started, readonly Finding[]>();

/** Everything that concerns one instance alone, kept as long as the instance stays as it is. */
const instances: Rule = (node, { version }) =>
  startedInstances(node, version).flatMap((started) => {
    const known = ofInstance.get(started);
    if (known) return known;
    const findings: Finding[] = [];
    for (const check of INSTANCE_CHECKS) check({ ...started, findings });
    ofInstance.set(started, findings);
    return findings;
  });

const MINIMUM: ReadonlySet<string> = new Set(['vrid-missing', 'interface-missing']);

/**
 * Once everything is read, keepalived first looks whether all instances have the minimum (vrrp.c, chk_min_cfg), and says
 * nothing more where one has not.
 */
const untilRefused =
  (rule: Rule): Rule =>
  (node, context) => {
    const findings = rule(node, context);
    if (!findings.some(({ code }) => MINIMUM.has(code))) return findings;
    return findings.filter(({ code, origin }) => origin !== 'host' || MINIMUM.has(code));
  };

export const checkVrrp = untilRefused(
  asRead([
    names,
    addressEntries,
    families,
    instances,
    vmacWords,
    (node, { version }) => vridConflicts(node, version),
    tracking,
    syncGroups,
    scripts,
    (node, { version }) => scriptQuotes(node.settings, version),
    routeEntries,
    ruleEntries,
    staticBlocks,
    ...ADVICE,
  ]),
);
