import type { Language } from '../../domain/contract/words.ts';

/** Reads aloud where the machine has a voice for the language. Nothing ever waits for it. */
export interface Speech {
  available(language: Language): boolean;
  speaking(): boolean;
  say(language: Language, text: string): void;
  stop(): void;
  /** Told when voices come or go and when speaking starts or ends. */
  subscribe(changed: () => void): () => void;
}

/** Linux voices call Mandarin `cmn`; Cantonese and the like do not count as it. */
const speaks = (voice: SpeechSynthesisVoice, language: Language): boolean => {
  const tag = voice.lang.toLowerCase().replace('_', '-');
  return language === 'en'
    ? tag.startsWith('en')
    : tag === 'zh' || tag.startsWith('zh-cn') || tag.startsWith('cmn');
};

export function createSpeech(synthesis: SpeechSynthesis | undefined): Speech {
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  let current: SpeechSynthesisUtterance | null = null;
  const voiceFor = (language: Language) =>
    synthesis?.getVoices().find((voice) => voice.localService && speaks(voice, language)) ?? null;
  synthesis?.addEventListener?.('voiceschanged', changed);
  const stop = () => {
    current = null;
    synthesis?.cancel();
    changed();
  };
  return {
    available: (language) => voiceFor(language) !== null,
    speaking: () => current !== null,
    say(language, text) {
      const voice = voiceFor(language);
      if (!synthesis || !voice || text === '') return;
      synthesis.cancel();
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.voice = voice;
      utterance.lang = voice.lang;
      utterance.rate = 0.85;
      const ended = () => {
        if (current !== utterance) return;
        current = null;
        changed();
      };
      utterance.addEventListener('end', ended);
      utterance.addEventListener('error', ended);
      current = utterance;
      synthesis.speak(utterance);
      changed();
    },
    stop,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const blocks = new Set([
  'H1',
  'H2',
  'P',
  'LI',
  'BUTTON',
  'DT',
  'DD',
  'FIGCAPTION',
  'BR',
  'SMALL',
  'STRONG',
  'DIV',
]);

/**
 * The text of a screen as it is read aloud: what stands there, minus drawings and what belongs to a person
 * (`data-unspoken`).
 */
export function spokenText(root: Element): string {
  const parts: string[] = [''];
  const walk = (node: Node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      parts[parts.length - 1] += node.textContent ?? '';
      return;
    }
    if (!(node instanceof HTMLElement)) return;
    if (node.hasAttribute('data-unspoken') || node.getAttribute('aria-hidden') === 'true') return;
    const block = blocks.has(node.tagName);
    if (block) parts.push('');
    for (const child of node.childNodes) walk(child);
    if (block) parts.push('');
  };
  walk(root);
  return parts
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter((part) => part !== '')
    .map((part) => (/[。，．.！!？?：:,]$/.test(part) ? part : `${part}。`))
    .join(' ');
}
