import { describe, expect, test } from 'vitest';
import { S3Error } from './errors';
import { children, errorDocument, parseXml, texts, xmlDocument } from './xml';

describe('XML', () => {
  test('parses what clients send', () => {
    const source = `<?xml version="1.0"?>\n<!-- c --><A xmlns="x"><B a="1">1 &lt;&amp;&#65;&#x42;&quot;</B>\n<C/><D></D></A>\n`;
    expect(parseXml(source, 'A').children).toEqual([
      { name: 'B', children: [], text: '1 <&AB"' },
      { name: 'C', children: [], text: '' },
      { name: 'D', children: [], text: '' },
    ]);
  });

  test('tells elements from texts, in order, with control characters', () => {
    const tree = parseXml('<A>\n<B><C>1</C><C> &#x1; </C></B>\n<B>x</B><B/></A>', 'A');
    expect(children(tree, 'B').map((child) => texts(child, 'C'))).toEqual([['1', ' \u0001 '], [], []]);
  });

  test.each([
    '',
    'text',
    '<A>',
    '<A></B>',
    '</A>',
    '<B/>',
    '<A/><A/>',
    '<A/>tail',
    '<A>&unknown;</A>',
    '<A>& </A>',
    '<A>&#x110000;</A>',
    '<!DOCTYPE A [<!ENTITY e "x">]><A>&e;</A>',
    '<A><![CDATA[x]]></A>',
    '<A b="<"/>',
  ])('refuses %j', (source) => {
    expect(() => parseXml(source, 'A')).toThrow(expect.objectContaining({ code: 'MalformedXML' }));
  });

  test('escapes what it writes', () => {
    expect(xmlDocument('R', { A: '<&>"\'\u0001', B: [{ C: 1 }, { C: true }], D: undefined })).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><R xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
        '<A>&lt;&amp;&gt;&quot;&apos;&#x1;</A><B><C>1</C></B><B><C>true</C></B></R>',
    );
  });

  test("writes errors in R2's form", () => {
    expect(errorDocument(new S3Error('NoSuchKey'))).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>',
    );
  });
});
