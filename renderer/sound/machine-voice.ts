import type { Language } from '../../domain/contract/words.ts';

/** A voice of the machine. It may come and go, and nothing ever waits for it. */
export interface MachineVoice {
  speaks(language: Language): boolean;
  /** Speaks; `ended` is told once, at the end or when it breaks. Returns what silences it. */
  say(language: Language, text: string, how: { volume: number; rate: number }, ended: () => void): () => void;
  /** Told when voices come or go. */
  onChange(changed: () => void): void;
}

/** Linux voices call Mandarin `cmn`; Cantonese and the like do not count as it. */
const isFor = (voice: SpeechSynthesisVoice, language: Language): boolean => {
  const tag = voice.lang.toLowerCase().replace('_', '-');
  return language === 'zh-CN'
    ? tag === 'zh' || tag.startsWith('zh-cn') || tag.startsWith('cmn')
    : tag.startsWith(language);
};

/** The machine's own speech, where it has a voice that needs no network. */
export function machineVoice(synthesis: SpeechSynthesis | undefined): MachineVoice {
  const voiceFor = (language: Language) =>
    synthesis?.getVoices().find((voice) => voice.localService && isFor(voice, language)) ?? null;
  return {
    speaks: (language) => voiceFor(language) !== null,
    say(language, text, { volume, rate }, ended) {
      const voice = voiceFor(language);
      if (!synthesis || !voice) {
        ended();
        return () => undefined;
      }
      synthesis.cancel();
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.voice = voice;
      utterance.lang = voice.lang;
      utterance.volume = volume;
      utterance.rate = rate;
      utterance.addEventListener('end', ended);
      utterance.addEventListener('error', ended);
      synthesis.speak(utterance);
      return () => synthesis.cancel();
    },
    onChange: (changed) => synthesis?.addEventListener?.('voiceschanged', changed),
  };
}
