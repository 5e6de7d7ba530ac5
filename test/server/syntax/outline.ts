import { parse } from '../../../server/src/syntax/parse.ts';
import { type Line, linesOf } from '../../../server/src/syntax/tree.ts';

/** A tree as a person would sketch it: `vrrp_instance VI_1 { state MASTER }`; `«` and `»` mark braces that lack a partner. */
export function outline(text: string): string {
  const sketch = (line: Line): string => {
    const condition =
      'condition' in line && line.condition ? `@${line.condition.negated ? '^' : ''}${line.condition.id} ` : '';
    const sequences =
      'sequences' in line && line.sequences ? `${line.sequences.map(({ text: t }) => t).join(' ')} ` : '';
    return condition + sequences + body(line);
  };
  const body = (line: Line): string => {
    const inner = linesOf(line).map(sketch).join('; ');
    switch (line.kind) {
      case 'definition':
        return `$${line.name.text}=${line.value.text}`;
      case 'include':
        return `<${line.keyword.text} ${line.pattern.text}>`;
      case 'stray-close':
        return '»';
      case 'stray-open':
        return `«${inner ? ` ${inner}` : ''}${line.block.close ? ' }' : ''}`;
      case 'statement': {
        const words = line.words.map((word) =>
          word.quotes ? `[${word.text}${word.quotes === 'open' ? '…' : ''}]` : word.text,
        );
        const block = line.block ? ` {${inner ? ` ${inner}` : ''} ${line.block.close ? '}' : '«'}` : '';
        return words.join(' ') + block;
      }
    }
  };
  return parse(text)
    .items.flatMap((item) => (item.line ? [sketch(item.line)] : []))
    .join(' / ');
}
