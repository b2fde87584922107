/**
 * The lines of a screen as they are read aloud: what stands there, minus drawings and what belongs to a person
 * (`data-unspoken`).
 */
export function spokenLines(root: Element): string[] {
  const parts: string[] = [''];
  const walk = (node: Node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      parts[parts.length - 1] += node.textContent ?? '';
      return;
    }
    if (!(node instanceof HTMLElement)) return;
    if (node.hasAttribute('data-unspoken') || node.getAttribute('aria-hidden') === 'true') return;
    if (node.tagName === 'BR') {
      parts.push('');
      return;
    }
    // What stands on a line of its own is said by itself; a chip beside a name is another word.
    const display = getComputedStyle(node).display;
    const around = () => {
      if (!display.startsWith('inline') && display !== 'contents') parts.push('');
      else if (display !== 'inline' && !node.classList.contains('phrase')) parts[parts.length - 1] += ' ';
    };
    around();
    for (const child of node.childNodes) walk(child);
    around();
  };
  walk(root);
  return parts.map((part) => part.replace(/\s+/g, ' ').trim()).filter((part) => part !== '');
}
