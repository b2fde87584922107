const pen = document.createElement('canvas').getContext('2d');
/** One for all: whatever is taken off a page is held against every range that was ever made there. */
const range = document.createRange();

/** The boxes of a text, line by line. */
export function linesOf(node: Node): DOMRect[] {
  range.selectNodeContents(node);
  return [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
}

/** The boxes of the letters of a text, line by line: what is inked, without the room that a line keeps around them. */
function lettersOf(node: Node, element: Element): DOMRect[] {
  const lines = linesOf(node);
  if (pen === null || lines.length === 0) return lines;
  const { fontWeight, fontSize, fontFamily } = getComputedStyle(element);
  pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
  const ink = pen.measureText(node.textContent ?? '');
  return lines.map(({ left, top, width }) => {
    const line = top + ink.fontBoundingBoxAscent;
    const height = ink.actualBoundingBoxAscent + ink.actualBoundingBoxDescent;
    return new DOMRect(left, line - ink.actualBoundingBoxAscent, width, height);
  });
}

const chinese = new Intl.Segmenter('zh-CN', { granularity: 'word' });

/** Chinese words that a line ends in the middle of, in an element's own text and that of its parts. */
function brokenWords(element: Element): string[] {
  const places: { node: Node; at: number }[] = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement?.closest('.vh')) continue;
    for (let at = 0; at < (node.textContent ?? '').length; at += 1) places.push({ node, at });
  }
  const lineOf = ({ node, at }: { node: Node; at: number }) => {
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return Math.round(range.getBoundingClientRect().bottom);
  };
  const text = places.map(({ node, at }) => node.textContent?.[at] ?? '').join('');
  return [...chinese.segment(text)]
    .filter(({ segment, index, isWordLike }) => {
      const first = places[index];
      const last = places[index + segment.length - 1];
      return isWordLike && segment.length > 1 && first && last && lineOf(first) !== lineOf(last);
    })
    .map(({ segment }) => segment);
}

/** What a key's lip takes of its height, in px of the page: it is drawn as a shadow inside the lower edge. */
function lipOf(key: Element): number {
  const [, lip = '0'] = /0px -([\d.]+)px 0px 0px inset/.exec(getComputedStyle(key).boxShadow) ?? [];
  return Number.parseFloat(lip);
}

/**
 * Runs in the page: what breaks the look's numbers on the screen that stands there. Reference pixels: text at
 * least 34, targets at least 72 and 12 apart, nothing cut, covered or out of its place.
 */
export function faultsOnPage(): string[] {
  const faults: string[] = [];
  const px = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 10;
  // A dialog takes the screen's place: nothing behind it can be reached.
  const stage = document.querySelector('.over') ?? document.querySelector('.screen');
  if (!stage) return ['no screen'];
  const view = stage.getBoundingClientRect();
  const name = (element: Element) =>
    `<${element.tagName.toLowerCase()} ${element.getAttribute('class') ?? ''}> ${(element.textContent ?? '').trim().slice(0, 24)}`;
  const hidden = (element: Element): boolean => {
    const style = getComputedStyle(element);
    return style.visibility === 'hidden' || style.display === 'none' || element.closest('.vh') !== null;
  };

  // Text: size, inside the stage, inside every box that cuts, not covered by something else.
  const walker = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element: Element | null = node.parentElement;
    if (!element || !node.textContent?.trim() || hidden(element)) continue;
    if (element.closest('.is-empty')) continue;
    const boxes = linesOf(node);
    if (boxes.length === 0) continue;
    const svg = element.closest('svg');
    const drawn = svg !== null;
    if (!drawn) {
      const size = Number.parseFloat(getComputedStyle(element).fontSize) / px;
      if (size < 33.9 && !element.closest('.seal'))
        faults.push(`text of ${size.toFixed(1)} px: ${name(element)}`);
    } else if (!element.closest('.attract__art')) {
      const matrix = element instanceof SVGGraphicsElement ? element.getScreenCTM() : null;
      const scale = matrix ? Math.hypot(matrix.c, matrix.d) : 1;
      const size = (Number.parseFloat(getComputedStyle(element).fontSize) * scale) / px;
      if (size < 33.5) faults.push(`drawn text of ${size.toFixed(1)} px: ${name(element)}`);
    }
    for (const box of boxes) {
      if (
        box.left < view.left - 1 ||
        box.right > view.right + 1 ||
        box.top < view.top - 1 ||
        box.bottom > view.bottom + 1
      ) {
        faults.push(`outside of the stage: ${name(element)}`);
        break;
      }
      if (drawn) continue;
      const x = box.left + box.width / 2;
      const y = box.top + box.height / 2;
      const isOwn = (other: Element) =>
        other === element || other.contains(element) || element.contains(other);
      const top = document.elementFromPoint(x, y);
      // Mostly the text itself is met first, and what lies below need not be asked for.
      if (top !== null && isOwn(top)) continue;
      const hit = document.elementsFromPoint(x, y);
      const own = hit.findIndex(isOwn);
      // What lies above and takes no part in the text may be see-through: the face of a panel is.
      const above = hit.slice(0, own < 0 ? hit.length : own).filter((other) => !other.matches('.hero__face'));
      if (above.length > 0 || own < 0) {
        if (getComputedStyle(element).pointerEvents !== 'none') {
          faults.push(`covered by ${above[0] ? name(above[0]) : 'nothing found'}: ${name(element)}`);
          break;
        }
      }
    }
  }

  // No word runs out of the column it stands in, and none comes closer than 8 px to the edge of a button or card.
  walker.currentNode = stage;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element: Element | null = node.parentElement;
    if (!element || !node.textContent?.trim() || hidden(element)) continue;
    if (element.closest('svg, .seal, .is-empty')) continue;
    const boxes = linesOf(node);
    if (boxes.length === 0) continue;
    const left = Math.min(...boxes.map((box) => box.left));
    const right = Math.max(...boxes.map((box) => box.right));
    for (let up: Element | null = element; up && up !== stage; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.display === 'inline' || style.display === 'contents') continue;
      const box = up.getBoundingClientRect();
      const room = up.matches('button, .card, .chip') ? 7.9 * px : -1;
      const over = Math.max(box.left + room - left, right - (box.right - room));
      if (over > 0.5) {
        faults.push(`${over.toFixed(0)} px too near to the edge of ${name(up)}: ${name(element)}`);
        break;
      }
      // What is placed by itself answers to nothing around it.
      if (style.position === 'absolute') break;
    }
  }

  // The letters of a key or chip stay 4 px, that is 1 mm, off the upper and lower edge of its face; the lip is no face.
  for (const key of stage.querySelectorAll('button, .chip')) {
    if (hidden(key)) continue;
    const face = key.getBoundingClientRect();
    const end = face.bottom - lipOf(key);
    walker.currentNode = key;
    for (let node = walker.nextNode(); node && key.contains(node); node = walker.nextNode()) {
      const element: Element | null = node.parentElement;
      if (!element || !node.textContent?.trim() || hidden(element) || element.closest('svg, .is-empty'))
        continue;
      if (element.closest('button, .chip') !== key) continue;
      const near = lettersOf(node, element).flatMap((ink) => [ink.top - face.top, end - ink.bottom]);
      const room = Math.min(...near) / px;
      if (room < 3.9) faults.push(`letters ${room.toFixed(0)} px off the edge of ${name(key)}`);
    }
  }

  // No line of a Chinese title or key ends inside a word.
  if (document.documentElement.lang === 'zh-CN') {
    for (const words of stage.querySelectorAll('h1, .btn, .chip, .choice, .fn, .dock__key')) {
      if (hidden(words)) continue;
      for (const word of brokenWords(words)) faults.push(`${word} is broken: ${name(words)}`);
    }
  }

  // The figure of a countdown stays within its ring and off its line.
  for (const ring of stage.querySelectorAll('.ring')) {
    const shape = ring.querySelector('path');
    const toShape = shape?.getScreenCTM()?.inverse();
    walker.currentNode = ring;
    for (let node = walker.nextNode(); node && ring.contains(node); node = walker.nextNode()) {
      const element: Element | null = node.parentElement;
      if (!element || !shape || !toShape) continue;
      const within = lettersOf(node, element)
        .flatMap(({ left, right, top, bottom }) =>
          [left, right].flatMap((x) => [top, bottom].map((y) => [x, y])),
        )
        .map(([x, y]) => new DOMPoint(x, y).matrixTransform(toShape))
        .every((point) => shape.isPointInFill(point) && !shape.isPointInStroke(point));
      if (!within) faults.push(`not within its ring: ${node.textContent?.trim()}`);
    }
  }

  // A line's own box is some pixels taller than its line height; what really spills is more than that.
  // Boxes: nothing spills over its parent's padding edge where the parent is a card, a button or the wall.
  for (const element of stage.querySelectorAll(
    '.wall, .book > *, .card, .btn, button, .shelf button, .key, .choice, .way, .chip, .tick, .fn, .hero, .ask, .dock__key, .warn, .verdict__top, .verdict__body, .verdict__foot, .door-say, .track li, .sheet, .hint',
  )) {
    if (hidden(element)) continue;
    const art = element.matches('.hero, .attract');
    if (!art && element.scrollHeight > element.clientHeight + 12 * px && element.clientHeight > 0) {
      faults.push(`taller than its box by ${element.scrollHeight - element.clientHeight}: ${name(element)}`);
    }
    if (!art && element.scrollWidth > element.clientWidth + 2 && element.clientWidth > 0) {
      faults.push(`wider than its box by ${element.scrollWidth - element.clientWidth}: ${name(element)}`);
    }
  }

  // The parts of the wall do not lie on one another.
  for (const parent of stage.querySelectorAll('.wall, .sheet, .verdict__body, .ask, .hall')) {
    if (parent.matches('.attract')) continue;
    const children = [...parent.children].filter(
      (child) => !hidden(child) && child.getClientRects().length > 0,
    );
    for (const [i, a] of children.entries()) {
      for (const b of children.slice(i + 1)) {
        const one = a.getBoundingClientRect();
        const two = b.getBoundingClientRect();
        const across = Math.min(one.right, two.right) - Math.max(one.left, two.left);
        const down = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
        if (across > 2 && down > 2) faults.push(`${name(a)} lies on ${name(b)} by ${Math.round(down)} px`);
      }
    }
  }

  // Nothing that is read lies in the shade of the eave, and no button is without words or a picture.
  const wall = stage.querySelector('.wall');
  if (wall !== null) {
    const top = wall.getBoundingClientRect().top + 20 * px;
    walker.currentNode = wall;
    for (let node = walker.nextNode(); node && wall.contains(node); node = walker.nextNode()) {
      const element: Element | null = node.parentElement;
      if (!element || !node.textContent?.trim() || hidden(element) || element.closest('svg')) continue;
      const [first] = linesOf(node);
      if (first === undefined) continue;
      // Letters begin below the top of their line.
      const over = top - (first.top + first.height * 0.12);
      if (over > 0.5) faults.push(`${over.toFixed(0)} px too near to the eave: ${name(element)}`);
    }
  }
  for (const card of wall?.querySelectorAll('.card, button') ?? []) {
    const over = (wall?.getBoundingClientRect().top ?? 0) + 24 * px - card.getBoundingClientRect().top;
    if (!hidden(card) && over > 0.5) faults.push(`${over.toFixed(0)} px under the eave: ${name(card)}`);
  }
  for (const button of stage.querySelectorAll('button')) {
    // The face of a panel lies over its words and pictures.
    if (hidden(button) || button.matches('.hero__face')) continue;
    const said = [...button.querySelectorAll('*')].some(
      (part) => part.getClientRects().length > 0 && (part.matches('svg, .med') || !hidden(part)),
    );
    const words = [...button.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '',
    );
    if (!said && !words) faults.push(`a button that shows nothing: ${name(button)}`);
  }

  // Targets: size and distance. The face of a panel holds its pictures: a miss there is harmless.
  const targets = [...stage.querySelectorAll('button')].filter((button) => !hidden(button));
  for (const button of targets) {
    const box = button.getBoundingClientRect();
    if (box.height / px < 72 || box.width / px < 72) {
      faults.push(`target of ${Math.round(box.width / px)}×${Math.round(box.height / px)}: ${name(button)}`);
    }
    if (box.left < view.left - 1 || box.right > view.right + 1 || box.bottom > view.bottom + 1) {
      faults.push(`target outside of the stage: ${name(button)}`);
    }
  }
  for (const [i, a] of targets.entries()) {
    for (const b of targets.slice(i + 1)) {
      if (a.matches('.hero__face') || b.matches('.hero__face')) continue;
      const one = a.getBoundingClientRect();
      const two = b.getBoundingClientRect();
      const across = Math.max(one.left, two.left) - Math.min(one.right, two.right);
      const down = Math.max(one.top, two.top) - Math.min(one.bottom, two.bottom);
      const gap = Math.max(across, down) / px;
      if (gap < 11.9) faults.push(`${Math.round(gap)} px between ${name(a)} and ${name(b)}`);
    }
  }

  // Pictures of things keep a size that weak eyes can use.
  for (const picture of stage.querySelectorAll('.thing')) {
    const box = picture.getBoundingClientRect();
    // In large text a picture may step back altogether; a sliver of one is a fault.
    if (box.width === 0 && document.documentElement.dataset.text === 'large') continue;
    if (box.height / px < 56 || box.width / px < 56) {
      faults.push(
        `picture of ${Math.round(box.width / px)}×${Math.round(box.height / px)} in ${name(picture.parentElement ?? picture)}`,
      );
    }
  }
  if (stage.querySelectorAll('h1, [role="alertdialog"] h2').length !== 1)
    faults.push('not exactly one heading');
  return [...new Set(faults)];
}
