import { named, type Setting } from '../model/settings.ts';

/** Whether a bfd_instance tells this process: where it names none it tells both (bfd_parser.c, the end handlers). */
export const tells = (process: 'vrrp' | 'checker', { children }: Setting): boolean =>
  named(children, process).length > 0 || !named(children, 'vrrp', 'checker').length;
