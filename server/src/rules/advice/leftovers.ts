/** What was copied and never filled in. */
import { catalogue, report } from '../../model/catalogue.ts';
import { type Directive, placeOf } from '../../model/directive.ts';
import { entriesOf, named, type Setting } from '../../model/settings.ts';
import type { Word } from '../../syntax/tree.ts';
import type { Rule } from '../check.ts';
import { perBlock } from '../perBlock.ts';

export const LEFTOVER_CODES = catalogue('advice', {
  'tutorial-leftover': [
    'hint',
    'A value that was copied from the sample configuration: LVS_DEVEL, acassen, 192.168.200.x.',
  ],
});

const SAMPLE_VALUES = /^LVS_DEVEL$|@firewall\.loc$|^192\.168\.200\.\d+(\/\d+)?$/;
const SAMPLE_KEYWORDS = ['router_id', 'smtp_server', 'notification_email_from'];
const sampleWords = ({ keyword, children }: Setting): { directive: Directive; word: Word }[] => {
  const entries =
    keyword?.name === 'global_defs'
      ? entriesOf(children, 'notification_email')
      : keyword?.name === 'vrrp_instance'
        ? entriesOf(children, 'virtual_ipaddress')
        : [];
  const settings = keyword?.name === 'global_defs' ? named(children, ...SAMPLE_KEYWORDS) : [];
  return [
    ...settings.flatMap(({ directive }) => directive.words.slice(1).map((word) => ({ directive, word }))),
    ...entries.map((directive) => ({ directive, word: directive.words[0] })),
  ];
};

const inBlocks = perBlock((block) =>
  sampleWords(block)
    .filter(({ word }) => SAMPLE_VALUES.test(word.text))
    .map(({ directive, word }) => {
      const message = `${word.text} comes from the sample configuration that keepalived is installed with. Put your own value here.`;
      return report(LEFTOVER_CODES['tutorial-leftover'], placeOf(directive, word), message);
    }),
);

export const leftovers: Rule = ({ settings }, { version }) => inBlocks(settings, version);
