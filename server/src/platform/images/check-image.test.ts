import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildPng, buildSvg, PNG_SIGNATURE, pngChunk } from '../../../test/pictures.ts';
import { checkImage } from './check-image.ts';

const svgOf = async (content: string, attributes = '') => {
  const image = await checkImage(buildSvg(content, attributes));
  if ('problem' in image) throw new Error(image.problem);
  return { text: image.bytes.toString(), removed: image.removed };
};

describe('a PNG [A7]', () => {
  it('is taken with its measures, without what is not drawn', async () => {
    const secret = pngChunk('tEXt', Buffer.from('Comment\0taken at home'));
    const image = await checkImage(buildPng(120, 30, { before: secret }));
    expect(image).toMatchObject({ type: 'png', width: 120, height: 30, removed: ['tEXt'] });
    expect('bytes' in image && image.bytes.equals(buildPng(120, 30))).toBe(true);
  });

  it('interlaced has its pixels counted by passes', async () => {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(3, 0);
    header.writeUInt32BE(3, 4);
    header.set([8, 0, 0, 0, 1], 8);
    // Passes of a 3 x 3 picture: 1x1, -, -, 1x2 (of column 2), 2x1, 1x2, 3x1.
    const pixels = Buffer.alloc(1 * 2 + 0 + 0 + 1 * 2 + 1 * 3 + 2 * 2 + 1 * 4);
    const png = (data: Buffer) =>
      Buffer.concat([
        PNG_SIGNATURE,
        pngChunk('IHDR', header),
        pngChunk('IDAT', deflateSync(data)),
        pngChunk('IEND', Buffer.alloc(0)),
      ]);
    expect(await checkImage(png(pixels))).toMatchObject({ width: 3, height: 3 });
    expect(await checkImage(png(Buffer.alloc(pixels.length + 1)))).toEqual({ problem: 'broken' });
  });

  it.each([
    ['60,000 x 60,000', buildPng(60_000, 60_000, { pixels: Buffer.alloc(10) }), 'dimensions'],
    ['nothing wide', buildPng(0, 30, { pixels: Buffer.alloc(30) }), 'dimensions'],
    ['a line', buildPng(2000, 10), 'dimensions'],
    ['fewer pixels than it says', buildPng(120, 30, { pixels: Buffer.alloc(10) }), 'broken'],
    ['more pixels than it says', buildPng(120, 30, { pixels: Buffer.alloc(50_000_000) }), 'broken'],
    ['a page behind its end', buildPng(12, 30, { after: Buffer.from('<script>alert(1)</script>') }), 'broken'],
    ['cut', buildPng(120, 30).subarray(0, 60), 'broken'],
    [
      'altered',
      Buffer.concat([buildPng(120, 30).subarray(0, 30), Buffer.from([1]), buildPng(120, 30).subarray(31)]),
      'broken',
    ],
    ['a length that lies', Buffer.concat([PNG_SIGNATURE, Buffer.from('ffffffff49484452', 'hex')]), 'broken'],
    ['only a signature', PNG_SIGNATURE, 'broken'],
  ])('%s is refused', async (_name, bytes, problem) => {
    expect(await checkImage(bytes)).toMatchObject({ problem });
  });
});

describe('an SVG [A7]', () => {
  it('keeps what draws', async () => {
    const { text, removed } = await svgOf(
      `<defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient></defs>
      <style>.b{fill:url(#a)} @media (prefers-color-scheme: dark){.b{fill:#fff}}</style>
      <g class="b" transform="translate(1 2)"><path d="M0 0h3"/><text x="1">A &amp; B</text></g>`,
      'xmlns:xlink="http://www.w3.org/1999/xlink"',
    );
    expect(removed).toEqual([]);
    for (const kept of ['url(#a)', 'prefers-color-scheme', 'translate(1 2)', 'd="M0 0h3"', 'A &amp; B', 'width="120"'])
      expect(text).toContain(kept);
  });

  it('takes its measures from the drawing, or from its own', async () => {
    const own = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="64px" height="32"><path d="M0 0"/></svg>');
    expect(await checkImage(own)).toMatchObject({ width: 64, height: 32 });
    expect(await checkImage(buildSvg('', 'width="100%"'))).toMatchObject({ type: 'svg', width: 120, height: 30 });
    const none = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>');
    expect(await checkImage(none)).toMatchObject({ problem: 'dimensions' });
  });

  it.each([
    ['script', '<script>alert(1)</script>'],
    ['script', '<script href="https://evil.test/x.js"/>'],
    ['foreignObject', '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="x"/></foreignObject>'],
    ['onload', '<rect onload="alert(1)" width="1" height="1"/>'],
    ['onclick', '<g onclick="alert(1)"><path d="M0 0"/></g>'],
    ['href', '<use href="https://evil.test/a.svg#b"/>'],
    ['xlink:href', '<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="//evil.test/a.svg#b"/>'],
    ['image', '<image href="https://evil.test/pixel.png"/>'],
    ['image', '<image href="data:image/svg+xml;base64,PHN2Zz4="/>'],
    ['a', '<a href="javascript:alert(1)"><path d="M0 0"/></a>'],
    ['animate', '<animate attributeName="href" to="javascript:alert(1)"/>'],
    ['set', '<set attributeName="onmouseover" to="alert(1)"/>'],
    ['iframe', '<iframe src="https://evil.test"/>'],
    ['style', '<style>@import "https://evil.test/x.css";</style>'],
    ['style', '<style>.a{fill:url(https://evil.test/x.svg#a)}</style>'],
    ['style', '<style>.a{background:u\\72l(https://evil.test)}</style>'],
    ['style', '<rect style="fill:url(//evil.test/x)" width="1" height="1"/>'],
    ['fill', '<rect fill="url(https://evil.test/x#a)" width="1" height="1"/>'],
    ['feImage', '<filter id="f"><feImage href="https://evil.test/x.png"/></filter>'],
    ['filter', '<rect filter="url(https://evil.test/x.svg#f)" width="1" height="1"/>'],
  ])('loses %s: %s', async (name, content) => {
    const { text, removed } = await svgOf(content);
    expect(removed).toContain(name);
    expect(text).not.toMatch(/evil|alert|script|data:|foreign|onload|onclick|iframe|animate/);
  });

  it('loses namespaces of others, comments and instructions without a word', async () => {
    const { text, removed } = await svgOf(
      `<!-- <script>alert(1)</script> --><?xml-stylesheet href="https://evil.test/x.css"?><metadata>me</metadata>
      <sodipodi:namedview xmlns:sodipodi="urn:x" pagecolor="#fff"/><html:script xmlns:html="urn:h">1</html:script>`,
    );
    expect(removed).toEqual([]);
    expect(text.replace(/\s/g, '')).toMatch(/^<svg[^>]*><\/svg>$/);
  });

  const uses = (count: number, of: string) => `<use href="#${of}"/>`.repeat(count);
  it.each([
    [
      'entities',
      Buffer.from(
        `<!DOCTYPE svg [<!ENTITY a "x">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">&a;</svg>`,
      ),
      'unsafe',
    ],
    [
      'an external entity',
      Buffer.from('<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"/>'),
      'unsafe',
    ],
    [
      'shapes by the million',
      buildSvg(
        Array.from({ length: 8 }, (_, level) => `<g id="l${level + 1}">${uses(10, `l${level}`)}</g>`).join('') +
          '<path id="l0" d="M0 0"/>',
      ),
      'unsafe',
    ],
    ['a drawing in itself', buildSvg(`<g id="a"><use href="#a"/></g>`), 'unsafe'],
    ['a mask in itself', buildSvg(`<mask id="m"><rect mask="url(#m)" width="1" height="1"/></mask>`), 'unsafe'],
    ['a tower', buildSvg(`${'<g>'.repeat(200)}${'</g>'.repeat(200)}`), 'unsafe'],
    ['a crowd', buildSvg('<g/>'.repeat(6000)), 'unsafe'],
    ['not well-formed', buildSvg('<g>'), 'broken'],
    ['an entity that nobody knows', buildSvg('&nbsp;'), 'broken'],
    ['a page', Buffer.from('<!doctype html><html><script>alert(1)</script></html>'), 'type'],
    ['a page that begins like a drawing', Buffer.from('<svg><script>alert(1)</script></svg>'), 'type'],
    ['a GIF', Buffer.from('GIF89a\x01\x00'), 'type'],
    ['a JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'type'],
    ['UTF-16', Buffer.from(buildSvg().toString(), 'utf16le'), 'type'],
    ['nothing', Buffer.alloc(0), 'type'],
  ])('%s is refused', async (_name, bytes, problem) => {
    expect(await checkImage(bytes)).toMatchObject({ problem });
  });

  it('a document type without entities, as many programs write it, does not matter', async () => {
    const drawing = Buffer.concat([
      Buffer.from(
        `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">\n`,
      ),
      buildSvg(),
    ]);
    expect(await checkImage(drawing)).toMatchObject({ type: 'svg', removed: [] });
  });

  it('written twice is the same', async () => {
    const once = await checkImage(buildSvg(`<g style="fill:#fff" class="&quot;a&quot;"><text>&lt;b&gt;</text></g>`));
    if ('problem' in once) throw new Error(once.problem);
    expect(await checkImage(once.bytes)).toEqual(once);
  });
});
