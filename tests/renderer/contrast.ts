import { blobOf } from './gallery/differ.ts';
import { linesOf } from './measure.ts';

/** Text whose ground is a drawing: only the painted page can tell its contrast. CSS pixels. */
export interface DrawnText {
  /** Who it is, for the message, and which of its like it stands for. */
  name: string;
  like: string;
  colour: string;
  /** Where its letters lie. */
  points: [x: number, y: number][];
}

/** A grid over the middle of a text, where its letters are: the line is taller than they. */
function grid(left: number, top: number, width: number, height: number): [x: number, y: number][] {
  const points: [x: number, y: number][] = [];
  for (let across = 0; across <= 12; across++) {
    for (const down of [0.32, 0.44, 0.56, 0.68])
      points.push([left + (width * across) / 12, top + height * down]);
  }
  return points;
}

/** The same for drawn text, which may be turned. */
function gridOfDrawn(text: SVGGraphicsElement): [x: number, y: number][] {
  const { x, y, width, height } = text.getBBox();
  const matrix = text.getScreenCTM();
  if (!matrix) return [];
  return grid(x, y, width, height).map(([left, top]) => {
    const point = new DOMPoint(left, top).matrixTransform(matrix);
    return [point.x, point.y];
  });
}

type Rgba = readonly [r: number, g: number, b: number, a: number];

/** Red, green, blue 0–255 and alpha 0–1 of what `getComputedStyle` says. */
function parsed(colour: string): Rgba {
  const numbers = (colour.match(/-?[\d.]+/g) ?? []).map(Number);
  const [r = 0, g = 0, b = 0, a = 1] = numbers;
  return colour.startsWith('color(') ? [r * 255, g * 255, b * 255, a] : [r, g, b, a];
}

const over = (top: Rgba, below: Rgba): Rgba => {
  const mix = (i: 0 | 1 | 2) => top[i] * top[3] + below[i] * (1 - top[3]);
  return [mix(0), mix(1), mix(2), 1];
};

/** WCAG 2.2, relative luminance. */
function luminance([r, g, b]: Rgba): number {
  const linear = (value: number) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** WCAG 2.2, contrast ratio of two opaque colours. */
function ratio(one: Rgba, two: Rgba): number {
  const [light, dark] = [luminance(one), luminance(two)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** What is painted without being met by a finger, so that `elementsFromPoint` does not tell of it. */
function untouchable(stage: Element): Element[] {
  return [...stage.querySelectorAll('svg, img, video, canvas')].filter((element) => !element.closest('.ic'));
}

const paints = (element: Element, pseudo: '::before' | '::after'): boolean => {
  const style = getComputedStyle(element, pseudo);
  if (style.content === 'none') return false;
  return style.backgroundImage !== 'none' || parsed(style.backgroundColor)[3] > 0;
};

function within(element: Element): Element[] {
  const chain: Element[] = [];
  for (let at: Element | null = element; at; at = at.parentElement) chain.push(at);
  return chain;
}

/** The colour behind a point of `element`, or null where something is drawn there. */
function groundAt(element: Element, x: number, y: number): Rgba | null {
  const layers: Rgba[] = [];
  // What takes no finger is not met at a point; what it stands in is under it all the same.
  const hits =
    getComputedStyle(element).pointerEvents === 'none' ? within(element) : document.elementsFromPoint(x, y);
  const own = hits.findIndex((hit) => hit === element || hit.contains(element));
  for (const hit of own < 0 ? [] : hits.slice(own)) {
    const style = getComputedStyle(hit);
    if (!(hit instanceof HTMLElement) || style.backgroundImage !== 'none' || style.opacity !== '1')
      return null;
    if (paints(hit, '::before') || paints(hit, '::after')) return null;
    const ground = parsed(style.backgroundColor);
    if (ground[3] > 0) layers.push(ground);
    if (ground[3] === 1) return layers.reduceRight((below, top) => over(top, below));
  }
  return null;
}

const nameOf = (element: Element) =>
  `<${element.tagName.toLowerCase()} ${element.getAttribute('class') ?? ''}> ${(element.textContent ?? '').trim().slice(0, 24)}`;
const likeOf = (element: Element): string => {
  const at = (part: Element) => `${part.tagName}.${part.getAttribute('class') ?? ''}`;
  return element.parentElement ? `${at(element.parentElement)} ${at(element)}` : at(element);
};

/**
 * Runs in the page: text of less than `least` to 1 on the screen that stands there, computed from the styles of
 * what lies under it; and the text that stands on drawings, for `contrastOnPicture`.
 */
export function contrastOnPage(least: number): { faults: string[]; drawn: DrawnText[] } {
  const faults = new Set<string>();
  const drawn: DrawnText[] = [];
  // A dialog takes the screen's place: nothing behind it can be reached.
  const stage = document.querySelector('.over') ?? document.querySelector('.screen');
  if (!stage) return { faults: ['no screen'], drawn };
  const art = untouchable(stage).map((element) => ({ element, box: element.getBoundingClientRect() }));
  const walker = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element: Element | null = node.parentElement;
    if (!element || !node.textContent?.trim() || element.closest('.vh, .is-empty')) continue;
    const style = getComputedStyle(element);
    if (style.visibility === 'hidden') continue;
    const colour = element instanceof SVGElement ? style.fill : style.color;
    for (const box of linesOf(node)) {
      const onArt = art.some(
        ({ element: other, box: there }) =>
          Math.min(box.right, there.right) - Math.max(box.left, there.left) > 2 &&
          Math.min(box.bottom, there.bottom) - Math.max(box.top, there.top) > 2 &&
          !(
            other.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_CONTAINS &&
            !other.contains(element)
          ),
      );
      const y = box.top + box.height / 2;
      const grounds = onArt
        ? [null]
        : [0.04, 0.5, 0.96].map((at) => groundAt(element, box.left + box.width * at, y));
      for (const ground of grounds) {
        if (ground === null) {
          const points =
            element instanceof SVGGraphicsElement
              ? gridOfDrawn(element)
              : grid(box.left, box.top, box.width, box.height);
          drawn.push({ name: nameOf(element), like: likeOf(element), colour, points });
          break;
        }
        const found = ratio(over(parsed(colour), ground), ground);
        if (found < least) faults.add(`contrast of ${found.toFixed(2)}: ${nameOf(element)}`);
      }
    }
  }
  for (const low of lowLines(stage)) faults.add(low);
  return { faults: [...faults], drawn };
}

/** Lines that tell something, of less than 3 to 1: under what is typed, and from a step that is done to the next. */
function lowLines(stage: Element): string[] {
  const under = [...stage.querySelectorAll('.phone span, .field b')].map((element) => {
    const { borderBottomColor, borderBottomWidth } = getComputedStyle(element);
    return { element, ground: element, colour: borderBottomWidth === '0px' ? null : borderBottomColor };
  });
  const between = [...stage.querySelectorAll('.steps .is-done + li')].map((element) => {
    const { display, backgroundColor } = getComputedStyle(element, '::before');
    return {
      element,
      ground: element.parentElement ?? element,
      colour: display === 'none' ? null : backgroundColor,
    };
  });
  return [...under, ...between].flatMap(({ element, ground, colour }) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const below = colour && width > 0 ? groundAt(ground, left + 2, top + height / 2) : null;
    if (!colour || !below) return [];
    const found = ratio(over(parsed(colour), below), below);
    return found < 3 ? [`line of ${found.toFixed(2)}: ${nameOf(element)}`] : [];
  });
}

/**
 * Runs in the page: of the texts on a picture of the screen, painted without its text, those of less than `least`
 * to 1 against a twentieth of their ground or more. `scale`: pixels of the picture to one CSS pixel.
 */
export async function contrastOnPicture(
  png: string,
  scale: number,
  texts: readonly DrawnText[],
  least: number,
): Promise<string[]> {
  const picture = await createImageBitmap(blobOf(png, 'image/png'));
  const { width, height } = picture;
  const drawing = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!drawing) return ['no canvas'];
  drawing.drawImage(picture, 0, 0);
  const { data } = drawing.getImageData(0, 0, width, height);
  const ground = (x: number, y: number): Rgba => {
    const at =
      4 * (Math.min(height - 1, Math.floor(y * scale)) * width + Math.min(width - 1, Math.floor(x * scale)));
    return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0, 1];
  };
  return texts.flatMap(({ name, colour, points }) => {
    const ratios = points.map(([x, y]) => {
      const below = ground(x, y);
      return ratio(over(parsed(colour), below), below);
    });
    ratios.sort((a, b) => a - b);
    const low = ratios[Math.floor(ratios.length / 20)] ?? 0;
    return low < least ? [`contrast of ${low.toFixed(2)} on a drawing: ${name}`] : [];
  });
}
