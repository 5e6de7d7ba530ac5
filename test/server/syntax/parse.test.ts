import { describe, expect, test } from 'vitest';
import { outline } from './outline.ts';

describe('lines and words', () => {
  test.each([
    ['an empty file', '', ''],
    ['blanks and comments only', ' \t\n# one\n! two\n', ''],
    ['words of a statement', 'priority  100\tx', 'priority 100 x'],
    ['a comment inside a word', 'zza#b c', 'zza'],
    ['an exclamation mark begins a comment, too', 'auth_pass pa!ss', 'auth_pass pa'],
    ['a comment sign inside quotes', 'auth_pass "pa#ss"', 'auth_pass [pa#ss]'],
    ['a comment sign behind a backslash', 'auth_pass pa\\#ss\\!', 'auth_pass pa#ss!'],
    ['a backslash before a backslash protects nothing', 'a b\\\\#c', 'a b\\\\'],
    ['a quote begins and ends a word', 'zz"b c"d', 'zz [b c] d'],
    ['single quotes are ordinary characters', "'zz q'", "'zz q'"],
    [
      'a backslash at the end of a line continues nothing',
      'priority 100\\\nstate MASTER',
      'priority 100\\ / state MASTER',
    ],
    ['CRLF', 'a b\r\nc d\r\n', 'a b / c d'],
    ['a NUL byte is a character of its word', 'a\0b c', 'a\0b c'],
    ['a BOM is a character of the first word', '\uFEFFvrrp_instance A', '\uFEFFvrrp_instance A'],
    ['a no-break space is no blank', 'priority\u00A0100', 'priority\u00A0100'],
  ])('%s', (_, text, expected) => expect(outline(text)).toBe(expected));
});

describe('braces are lines of their own', () => {
  test.each([
    ['on the same line', 'a b {\n c\n}', 'a b { c }'],
    ['on the next line', 'a b\n\n# why\n{\n c\n}', 'a b { c }'],
    ['glued to the word', 'VI_1{\nc\n}', 'VI_1 { c }'],
    ['all on one line', 'a { b c } d', 'a { b c } / d'],
    ['a statement behind the brace', 'a { b\nc } d', 'a { b; c } / d'],
    ['empty', 'a {}', 'a { }'],
    ['nested', 'a { b { c } d }', 'a { b { c }; d }'],
    ['inside quotes they are text', 'a "{ b }"', 'a [{ b }]'],
    ['inside ${NAME} they are text', 'a ${B} c', 'a ${B} c'],
    ['single quotes protect nothing', "a '{ b }'", "a ' { b } / '"],
  ])('%s', (_, text, expected) => expect(outline(text)).toBe(expected));
});

describe('before the grammar', () => {
  test.each([
    ['a condition', '@ngx1 priority 100', '@ngx1 priority 100'],
    ['a negated condition', '  @^ngx1 priority 99', '@^ngx1 priority 99'],
    ['a condition behind a brace', 'a { @x b }', 'a { @x b }'],
    ['one condition a line: a second is a word', '@a @b x', '@a @b x'],
    ['a condition without a line is dropped', '@a\nb', 'b'],
    ['a condition on a brace', 'a\n@x {\nb\n@x }', 'a { b }'],
    ['a definition', '$A=1 2 # three', '$A=1 2'],
    ['a blank before = makes it a statement', '$A = 1', '$A = 1'],
    ['a definition of many lines', '$A=b { \\\n c \\\n }\nd', '$A=b { \\\n c \\\n } / d'],
    ['a comment line inside a definition', '$A=b \\\n # c\n d\ne', '$A=b \\\n # c\n d / e'],
    ['a backslash in a comment continues nothing', '$A=b # c \\\nd', '$A=b / d'],
    ['a definition under a condition', '@x $A=1', '@x $A=1'],
    ['a sequence', '~SEQ(i, 1, 3) priority $i', '~SEQ(i, 1, 3) priority $i'],
    ['two sequences', '~SEQ(a,2) ~LST(b, x, y) c $a $b', '~SEQ(a,2) ~LST(b, x, y) c $a $b'],
    ['an include takes the rest of its line', 'include /etc/{a,b}/*.conf # all', '<include /etc/{a,b}/*.conf>'],
    ['the variants of include', 'includer a\nincludea b', '<includer a> / <includea b>'],
    ['an include inside a block', 'a { include b.conf\n}', 'a { <include b.conf> }'],
    ['include without a pattern is a statement', 'include\nb', 'include / b'],
    ['other suffixes are no include', 'includes x', 'includes x'],
  ])('%s', (_, text, expected) => expect(outline(text)).toBe(expected));
});

describe('what is wrong costs one place and never the rest of the file', () => {
  test.each([
    ['a missing }', 'vrrp_instance A {\n b\nvrrp_instance C {\n d\n}', 'vrrp_instance A { b « / vrrp_instance C { d }'],
    [
      'a missing } two levels deep',
      'vrrp_instance A {\n b {\n c\nvrrp_script D {\n e\n}',
      'vrrp_instance A { b { c « « / vrrp_script D { e }',
    ],
    ['a missing } at the end', 'a {\n b', 'a { b «'],
    ['a stray }', 'a\n}\nb { c }', 'a / » / b { c }'],
    ['a stray {', 'a { b }\n{ c }\nd', 'a { b } / « c } / d'],
    ['an unclosed quote', 'a "b c\nd { e }', 'a [b c…] / d { e }'],
    ['an unclosed quote at the start of a line', '"a b\nc', '[a b…] / c'],
    ['only quotes', '"""', '[] […]'],
  ])('%s', (_, text, expected) => expect(outline(text)).toBe(expected));
});
