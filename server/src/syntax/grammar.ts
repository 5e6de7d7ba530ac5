/**
 * The generic grammar of keepalived.conf: statements, blocks, definitions, includes, conditions and sequences.
 * Keywords are not tokens; the schema knows them. One token of look-ahead decides everywhere, and every sequence of
 * tokens is a file: what is wrong (a stray or missing brace) has a place in the tree instead of an exception.
 */
import { EmbeddedActionsParser, type IToken, type TokenType } from 'chevrotain';
import {
  Close,
  Condition,
  ConditionOnClose,
  ConditionOnOpen,
  Definition,
  endOf,
  First,
  Include,
  isQuoted,
  isUnclosed,
  Open,
  Sequence,
  Text,
  vocabulary,
} from './tokens.ts';
import { DEEPEST_BLOCK, TOP_LEVEL_ONLY } from './topLevel.ts';
import type * as tree from './tree.ts';

/** A top-level line and where its item ends in the token stream's own offsets. */
export interface TopLevelLine {
  line: tree.Line;
  end: number;
}

type Prefix = { condition?: tree.Condition; sequences?: tree.Sequence[] };

class Grammar extends EmbeddedActionsParser {
  /** Offset of the item in work; everything in it is counted from here. */
  private base = 0;

  constructor() {
    super(vocabulary, { maxLookahead: 1, recoveryEnabled: false });
    this.performSelfAnalysis();
  }

  file = this.RULE('file', (): TopLevelLine[] => {
    const lines: TopLevelLine[] = [];
    this.base = 0;
    this.MANY(() => {
      const line = this.SUBRULE(this.line);
      this.ACTION(() => {
        const end = this.base + line.end;
        lines.push({ line, end });
        this.base = end;
      });
    });
    return lines;
  });

  private line = this.RULE('line', (): tree.Line => {
    const prefix: Prefix = {};
    let start = -1;
    const begins = (token: IToken) => {
      if (start < 0) start = token.startOffset - this.base;
    };
    this.MANY(() =>
      this.OR1([
        {
          ALT: () => {
            const token = this.CONSUME(Condition);
            this.ACTION(() => {
              begins(token);
              prefix.condition ??= this.condition(token);
            });
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(Sequence);
            this.ACTION(() => {
              begins(token);
              prefix.sequences = [...(prefix.sequences ?? []), { text: token.image, ...this.span(token) }];
            });
          },
        },
      ]),
    );
    const line = this.OR2([
      { ALT: () => this.SUBRULE(this.statement) },
      { ALT: () => this.SUBRULE(this.definition) },
      { ALT: () => this.SUBRULE(this.include) },
      { ALT: () => this.SUBRULE(this.strayOpen) },
      { ALT: () => this.SUBRULE(this.strayClose) },
    ]);
    return this.ACTION(() => (start < 0 ? line : { ...line, ...prefix, start }));
  });

  private statement = this.RULE('statement', (): tree.Statement => {
    const words: tree.Word[] = [];
    const first = this.CONSUME(First);
    this.ACTION(() => words.push(this.word(first)));
    this.MANY(() => {
      const token = this.CONSUME(Text);
      this.ACTION(() => words.push(this.word(token)));
    });
    const block = this.OPTION(() => this.SUBRULE(this.block));
    return this.ACTION(() => {
      const named = { kind: 'statement', words: words as [tree.Word, ...tree.Word[]] } as const;
      const { start, end } = { start: words[0]!.start, end: words.at(-1)!.end };
      return block ? { ...named, block, start, end: endOfBlock(block) } : { ...named, start, end };
    });
  });

  private block = this.RULE('block', (): tree.Block => {
    const open = this.SUBRULE(this.open);
    const lines: tree.Line[] = [];
    this.MANY({
      GATE: () => !this.startsTopLevel() && !this.closes(),
      DEF: () => lines.push(this.SUBRULE(this.line)),
    });
    const close = this.OPTION({ GATE: () => this.closes(), DEF: () => this.SUBRULE(this.close) });
    return this.ACTION(() => (close ? { open, lines, close } : { open, lines }));
  });

  private open = this.RULE('open', (): tree.Brace => {
    const condition = this.OPTION(() => this.CONSUME(ConditionOnOpen));
    const brace = this.CONSUME(Open);
    return this.ACTION(() => this.brace(brace, condition));
  });

  private close = this.RULE('close', (): tree.Brace => {
    const condition = this.OPTION(() => this.CONSUME(ConditionOnClose));
    const brace = this.CONSUME(Close);
    return this.ACTION(() => this.brace(brace, condition));
  });

  private definition = this.RULE('definition', (): tree.Definition => {
    const token = this.CONSUME(Definition);
    return this.ACTION(() => {
      const span = this.span(token);
      const equals = token.image.indexOf('=');
      const name = { text: token.image.slice(1, equals), start: span.start + 1, end: span.start + equals };
      const value = { text: token.image.slice(equals + 1), start: span.start + equals + 1, end: span.end };
      return { kind: 'definition', name, value, ...span };
    });
  });

  private include = this.RULE('include', (): tree.Include => {
    const token = this.CONSUME(Include);
    return this.ACTION(() => {
      const { start } = this.span(token);
      const [, keyword = '', gap = '', pattern = ''] = /^(\w+)([ \t]+)([\s\S]*?)[ \t\v\f\r]*$/.exec(token.image) ?? [];
      const from = start + keyword.length + gap.length;
      const end = from + pattern.length;
      return {
        kind: 'include',
        keyword: { text: keyword, start, end: start + keyword.length },
        pattern: { text: pattern, start: from, end },
        start,
        end,
      };
    });
  });

  private strayOpen = this.RULE('strayOpen', (): tree.StrayOpen => {
    const block = this.SUBRULE(this.block);
    return this.ACTION(() => ({ kind: 'stray-open', block, start: block.open.start, end: endOfBlock(block) }));
  });

  private strayClose = this.RULE('strayClose', (): tree.StrayClose => {
    const brace = this.SUBRULE(this.close);
    return this.ACTION(() => ({ kind: 'stray-close', ...brace }));
  });

  /** A keyword that stands at the top level only, inside a block: the block's `}` was forgotten. */
  private startsTopLevel(): boolean {
    return TOP_LEVEL_ONLY.has(this.LA(1).image) && isA(this.LA(1).tokenType, First);
  }

  private closes(): boolean {
    const { tokenType } = this.LA(1);
    return tokenType === ConditionOnClose || isA(tokenType, Close);
  }

  private span(token: IToken): tree.Span {
    return { start: token.startOffset - this.base, end: endOf(token) - this.base };
  }

  private word(token: IToken): tree.Word {
    const span = this.span(token);
    if (isQuoted(token)) return { text: token.image.slice(1, -1), quotes: 'closed', ...span };
    if (isUnclosed(token)) return { text: token.image.slice(1).replace(/[ \t\v\f\r]+$/, ''), quotes: 'open', ...span };
    return { text: token.image.includes('\\') ? token.image.replace(/\\([#!])/g, '$1') : token.image, ...span };
  }

  private condition(token: IToken): tree.Condition {
    const text = token.image.trimEnd().slice(1);
    const negated = text.startsWith('^');
    const start = token.startOffset - this.base;
    return { id: negated ? text.slice(1) : text, negated, start, end: start + text.length + 1 };
  }

  private brace(token: IToken, condition: IToken | undefined): tree.Brace {
    return condition ? { ...this.span(token), condition: this.condition(condition) } : this.span(token);
  }
}

const isA = (type: TokenType, category: TokenType): boolean =>
  type === category || type.CATEGORIES?.includes(category) === true;

const endOfBlock = ({ open, close, lines }: tree.Block): number => close?.end ?? lines.at(-1)?.end ?? open.end;

const grammar = new Grammar();

/** Leaves out the braces below the deepest level: their lines belong to the block that holds them. */
function withoutDepths(tokens: IToken[]): IToken[] {
  let depth = 0;
  return tokens.filter(({ tokenType }) => {
    if (isA(tokenType, Open)) return ++depth <= DEEPEST_BLOCK;
    if (isA(tokenType, Close) && depth > 0) return depth-- <= DEEPEST_BLOCK;
    if (tokenType === ConditionOnOpen || tokenType === ConditionOnClose) return depth < DEEPEST_BLOCK;
    return true;
  });
}

/** Parses tokens to top-level lines with offsets relative to the end of the line before. Never throws. */
export function parseTokens(tokens: IToken[]): TopLevelLine[] {
  grammar.input = withoutDepths(tokens);
  return grammar.file();
}
