/** What has to be installed, and what installs it. */
import type { HostFacts, PackageManager } from '../host/facts.ts';
import { type Concern, error, listed, warning } from './finding.ts';

const INSTALL: Readonly<Record<PackageManager, string>> = {
  apt: 'apt-get install',
  dnf: 'dnf install',
  yum: 'yum install',
  zypper: 'zypper install',
  apk: 'apk add',
};

/** The command that installs packages there, or what to do where there is none that we know. */
export const installing = ({ packageManager }: HostFacts, names: readonly string[]): string =>
  packageManager ? `${INSTALL[packageManager]} ${names.join(' ')}` : `install ${listed(names)} by hand`;

export const packages: Concern = ({ facts }) => {
  const { packageManager, missingPackages, distribution, version } = facts;
  if (missingPackages.length > 0 && !packageManager) {
    const where = distribution.name === '' ? 'It' : distribution.name;
    const message = `${where} has no package manager that is known here (apt, dnf, yum, zypper, apk), and ${listed(missingPackages)} cannot be found. Install by hand what is missing, or take it out of "packages".`;
    return [error('packages', message)];
  }
  if (version === undefined && missingPackages.length === 0) {
    const message = `keepalived is not installed. Add "keepalived" to "packages" in keepalived-ha.json, or ${installing(facts, ['keepalived'])}.`;
    return [error('packages', message)];
  }
  return [];
};

/** What our scripts use there besides the shell, with the package that has it. */
const TOOLS: Readonly<Record<string, string>> = {
  ip: 'iproute2',
  flock: 'util-linux',
  setsid: 'util-linux',
  'systemd-run': 'systemd',
  base64: 'coreutils',
  readlink: 'coreutils',
  sha256sum: 'coreutils',
  stat: 'coreutils',
  timeout: 'coreutils',
  awk: 'gawk',
  cmp: 'diffutils',
  sed: 'sed',
};
const BROWSERS = ['curl', 'wget'];

export const NEEDED_PROGRAMS: readonly string[] = [...Object.keys(TOOLS), ...BROWSERS];

export const tools: Concern = ({ pair, facts }) => {
  // Where systemd is not there, that is said already.
  const missing = Object.keys(TOOLS).filter(
    (name) => !facts.programs.has(name) && (facts.hasSystemd || TOOLS[name] !== 'systemd'),
  );
  const wanted = [...new Set(missing.map((name) => packageOf(name, facts)))];
  const findings =
    missing.length > 0
      ? [
          error(
            'tools',
            `${listed(missing)} cannot be found, and a deployment needs them: ${installing(facts, wanted)}.`,
          ),
        ]
      : [];
  const canBrowse = pair.inventory.checks.length === 0 || BROWSERS.some((name) => facts.programs.has(name));
  const unasked = `It has neither curl nor wget, so it cannot be asked for the pages of "checks" from there: ${installing(facts, ['curl'])}.`;
  return canBrowse ? findings : [...findings, warning('tools', unasked)];
};

/** Red Hat's name of one of them is another. */
const packageOf = (tool: string, { packageManager }: HostFacts): string =>
  tool === 'ip' && (packageManager === 'dnf' || packageManager === 'yum') ? 'iproute' : TOOLS[tool]!;
