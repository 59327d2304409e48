import { parseXml, XmlDocumentType, XmlElement, XmlText } from '@rgrove/parse-xml';
import { type CheckedImage, hasSaneSides, type ImageProblem } from './image.ts';
import { ATTRIBUTES, ELEMENTS, isLocalPaint, UNSEEN_ELEMENTS } from './svg-words.ts';

const NAMESPACE = 'http://www.w3.org/2000/svg';
const LONGEST_SIDE = 100_000;
const MOST_ELEMENTS = 5000;
/** Shapes that are drawn once every `use` stands for what it repeats. */
const MOST_DRAWN = 20_000;
const DEEPEST = 64;

class Unsafe extends Error {}

type Work = { readonly removed: Set<string>; elements: number };

/**
 * An SVG written anew from an allow-list of elements and attributes: what is not known to be harmless is not in it. No
 * scripts, handlers, foreign content, styles that load, or references out of the drawing (ASVS 5.1.3, security.md A7).
 */
export function sanitizeSvg(bytes: Buffer): CheckedImage | ImageProblem {
  const root = readRoot(bytes);
  if (!(root instanceof XmlElement)) return root;
  const sides = sidesOf(root);
  if (!sides || !hasSaneSides(sides.width, sides.height, LONGEST_SIDE)) {
    return { problem: 'dimensions', width: sides?.width ?? 0, height: sides?.height ?? 0 };
  }
  try {
    const work: Work = { removed: new Set(), elements: 0 };
    refuseMultiplication(root);
    const { width: _, height: __, ...attributes } = root.attributes;
    const opening = `xmlns="${NAMESPACE}"${attributesOf({ name: 'svg', attributes }, work)}`;
    // Without measures of its own it is drawn in another size by every browser.
    const text = `<svg ${opening} width="${sides.width}" height="${sides.height}">${inside(root, work, 0)}</svg>`;
    return { type: 'svg', bytes: Buffer.from(text), ...sides, removed: [...work.removed].slice(0, 10) };
  } catch (error) {
    if (error instanceof Unsafe) return { problem: 'unsafe' };
    throw error;
  }
}

function readRoot(bytes: Buffer): XmlElement | ImageProblem {
  const text = decoded(bytes);
  if (text === null || !/^\s*<[?!s]/.test(text)) return { problem: 'type' };
  if (/<!ENTITY/i.test(text)) return { problem: 'unsafe' };
  try {
    const document = parseXml(text, { preserveDocumentType: true });
    const type = document.children.find((child) => child instanceof XmlDocumentType);
    if (type?.internalSubset) return { problem: 'unsafe' };
    const { root } = document;
    if (root?.name !== 'svg' || root.attributes.xmlns !== NAMESPACE) return { problem: 'type' };
    return root;
  } catch {
    return { problem: /<svg[\s>]/.test(text) ? 'broken' : 'type' };
  }
}

function decoded(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function numberOf(text: string | undefined): number {
  return /^\s*\d*\.?\d+(px)?\s*$/.test(text ?? '') ? Number.parseFloat(text ?? '') : Number.NaN;
}

/** Of the image: its own measures, else those of the box that is drawn; null where it says nothing about them. */
function sidesOf({ attributes }: XmlElement): { width: number; height: number } | null {
  const own = [numberOf(attributes.width), numberOf(attributes.height)];
  const box = (attributes.viewBox ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const [width = Number.NaN, height = Number.NaN] = own.every(Number.isFinite) ? own : box.slice(2);
  return Number.isFinite(width) && Number.isFinite(height) ? { width, height } : null;
}

function inside(element: XmlElement, work: Work, depth: number): string {
  if (depth > DEEPEST) throw new Unsafe('too deep');
  return element.children
    .map((child) => {
      if (child instanceof XmlElement) return written(child, work, depth + 1);
      return child instanceof XmlText ? escaped(child.text) : '';
    })
    .join('');
}

function written(element: XmlElement, work: Work, depth: number): string {
  const { name } = element;
  work.elements += 1;
  if (work.elements > MOST_ELEMENTS) throw new Unsafe('too many elements');
  if (UNSEEN_ELEMENTS.has(name) || name.includes(':')) return '';
  if (!ELEMENTS.has(name) || (name === 'style' && !isLocalPaint(element.text))) {
    work.removed.add(name);
    return '';
  }
  const content = name === 'style' ? escaped(element.text) : inside(element, work, depth);
  return `<${name}${attributesOf(element, work)}>${content}</${name}>`;
}

function attributesOf({ name: element, attributes }: Pick<XmlElement, 'name' | 'attributes'>, work: Work): string {
  return Object.entries(attributes)
    .map(([name, value]) => {
      if (isReference(element, name, value)) return ` href="${escaped(value.trim())}"`;
      if (ATTRIBUTES.has(name) && isLocalPaint(value)) return ` ${name}="${escaped(value)}"`;
      if (ATTRIBUTES.has(name) || /^on|href$/i.test(name)) work.removed.add(name);
      return '';
    })
    .join('');
}

/** Gradients, patterns and repeated parts refer to each other by name. */
function isReference(element: string, name: string, value: string): boolean {
  const refers = /^(use|linearGradient|radialGradient|pattern)$/.test(element) && /^(xlink:)?href$/.test(name);
  return refers && /^\s*#[\w.-]+\s*$/.test(value);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A few `use` of `use` stand for millions of shapes, in the browser of everyone who looks. */
function refuseMultiplication(root: XmlElement): void {
  const byId = new Map<string, XmlElement>();
  const collect = (element: XmlElement, depth: number) => {
    if (depth > DEEPEST) throw new Unsafe('too deep');
    if (element.attributes.id) byId.set(element.attributes.id, element);
    for (const child of element.children) if (child instanceof XmlElement) collect(child, depth + 1);
  };
  collect(root, 0);
  const counted = new Map<XmlElement, number>();
  const open = new Set<XmlElement>();
  const count = (element: XmlElement): number => {
    const known = counted.get(element);
    if (known !== undefined) return known;
    if (open.has(element)) throw new Unsafe('repeats itself');
    open.add(element);
    const repeated = referencesOf(element).flatMap((id) => byId.get(id) ?? []);
    const children = element.children.filter((child) => child instanceof XmlElement);
    const sum = [...repeated, ...children].reduce((all, part) => all + count(part), 1);
    open.delete(element);
    counted.set(element, sum);
    if (sum > MOST_DRAWN) throw new Unsafe('too many shapes');
    return sum;
  };
  count(root);
}

function referencesOf({ attributes }: XmlElement): string[] {
  return Object.entries(attributes).flatMap(([name, value]) => {
    if (/^(xlink:)?href$/.test(name)) return [value.trim().slice(1)];
    return Array.from(value.matchAll(/url\(\s*['"]?#([\w.-]+)/g), ([, id = '']) => id);
  });
}
