import { describe, expect, test } from 'vitest';
import { elements, texts, xmlDocument } from './xml';

describe('XML', () => {
  test('finds the elements that clients send, and their texts', () => {
    const source = `<?xml version="1.0"?>\n<!-- c --><A xmlns="x"><B a="1">1 &lt;&amp;&#65;&#x42;&quot;</B>\n<BB>2</BB><B></B></A>\n`;
    expect(elements(source, 'A')).toEqual(['<B a="1">1 &lt;&amp;&#65;&#x42;&quot;</B>\n<BB>2</BB><B></B>']);
    expect([texts(source, 'B'), texts(source, 'BB'), texts(source, 'C')]).toEqual([['1 <&AB"', ''], ['2'], []]);
  });

  test('tells elements apart by what they are in, with control characters', () => {
    const tree = '<A>\n<B><C>1</C><C> &#x1; </C></B>\n<B>x</B></A>';
    expect(elements(tree, 'B').map((one) => texts(one, 'C'))).toEqual([['1', ' \u0001 '], []]);
  });

  test.each(['', 'text', '<A>', '<A></B>', '</A>', '<B/>'])('finds none in %j', (source) => {
    expect(elements(source, 'A')).toEqual([]);
  });

  test('declares no entities', () => {
    expect(texts('<!DOCTYPE A [<!ENTITY e "x">]><A>&e;&unknown;</A>', 'A')).toEqual(['&e;&unknown;']);
  });

  test('escapes what it writes', () => {
    expect(xmlDocument('R', { A: '<&>"\'\u0001', B: [{ C: 1 }, { C: true }], D: undefined })).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><R xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
        '<A>&lt;&amp;&gt;&quot;&apos;&#x1;</A><B><C>1</C></B><B><C>true</C></B></R>',
    );
  });

  test('writes documents without a namespace, as errors are', () => {
    expect(xmlDocument('Error', { Code: 'NoSuchKey' }, '')).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Error><Code>NoSuchKey</Code></Error>',
    );
  });
});
