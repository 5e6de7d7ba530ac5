/** Reads what `firewall-cmd --list-all-zones` prints. */

export interface Zone {
  readonly name: string;
  /** Whether it lets VRRP in. */
  readonly accepts: boolean;
}

/** The zone of an interface; undefined where none names it. */
export function zoneOf(text: string, device: string): Zone | undefined {
  const zones = text.split(/\n(?=\S)/).map((zone) => ({ name: zone.split(/[\s(]/, 1)[0]!, text: zone }));
  const found =
    zones.find((zone) => fieldOf(zone.text, 'interfaces').split(' ').includes(device)) ??
    zones.find((zone) => /^\S+ \(.*\bdefault\b/.test(zone.text));
  if (!found) return undefined;
  const accepts =
    fieldOf(found.text, 'target') === 'ACCEPT' ||
    fieldOf(found.text, 'protocols')
      .split(' ')
      .some((name) => name === 'vrrp' || name === '112') ||
    /^\s*rule\b.*\bprotocol value="(?:vrrp|112)".*\baccept\b/m.test(found.text);
  return { name: found.name, accepts };
}

const fieldOf = (zone: string, name: string): string =>
  new RegExp(`^[ \\t]+${name}:[ \\t]*(.*)$`, 'm').exec(zone)?.[1] ?? '';
