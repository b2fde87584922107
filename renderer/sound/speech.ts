import type { Clock } from '../../domain/clock.ts';
import type { SoundView } from '../../domain/contract/sound.ts';
import type { Language } from '../../domain/contract/words.ts';
import { withoutSecrets } from '../../domain/sound/spoken-units.ts';
import { languages } from '../words/words.ts';
import type { Clips } from './clips.ts';
import type { MachineVoice } from './machine-voice.ts';
import { piecesOf } from './phrases.ts';
import { stitched, stitchRate, wavOf } from './stitch.ts';

/** Reads aloud. Nothing ever waits for it; what comes later silences what went before. */
export interface Speech {
  available(language: Language): boolean;
  speaking(): boolean;
  /** Says lines one after the other. `asked`: somebody pressed the key; a second time it is slower. */
  say(language: Language, lines: readonly string[], asked?: 'once' | 'again'): void;
  /** Plays samples as they are, at the usual loudness. */
  play(samples: Float32Array): void;
  stop(): void;
  /** How it sounds from now on, and in which language it will be spoken. */
  tune(language: Language, sound: SoundView): void;
  /** Told when a voice comes or goes and when speaking starts or ends. */
  subscribe(changed: () => void): () => void;
}

/** One sound at a time, played by whoever plays it. */
export interface Loudspeaker {
  /** Plays a WAV file; `ended` is told when it is over or cannot be played. Returns what silences it. */
  play(wav: Uint8Array<ArrayBuffer>, how: { volume: number; rate: number }, ended: () => void): () => void;
}

export interface SpeechParts {
  clock: Clock;
  clips: Clips;
  machine: MachineVoice;
  loudspeaker: Loudspeaker;
}

/** Whoever asks for it hears it, also at night. */
const softest = 0.25;
/** Of the usual speed, for who asks a second time. */
const slower = 0.8;
/** The machine's voices speak faster than people do. */
const machineRate = 0.85;
/** Milliseconds that a cue needs for itself before somebody speaks. */
const afterCue = 700;
/** A sound that never says it is over is over this many milliseconds after its length. */
const patience = 1_500;

/**
 * What speaks, in this order: clips, where they say all of it; the machine's voice; clips with holes. The other way
 * round where the config says so, except for what a keeper recorded.
 */
export function createSpeech({ clock, clips, machine, loudspeaker }: SpeechParts): Speech {
  const listeners = new Set<() => void>();
  let sound: SoundView = { volume: 0.8, speed: 1, first: 'clips', recordings: 0 };
  let turn = 0;
  let silence: (() => void) | null = null;
  const changed = () => {
    for (const listener of listeners) listener();
  };
  machine.onChange(changed);

  const begin = (mine: number, length: number, start: (ended: () => void) => () => void) => {
    let over = false;
    let cancel = () => {};
    const ended = () => {
      over = true;
      cancel();
      if (turn !== mine) return;
      silence = null;
      changed();
    };
    // Speech engines wedge when their sound card fails; nobody is told then.
    cancel = clock.after(length + patience, ended);
    const stop = start(ended);
    if (over) return;
    silence = () => {
      cancel();
      stop();
    };
    changed();
  };

  const stop = () => {
    turn++;
    const was = silence;
    silence = null;
    was?.();
    if (was !== null) changed();
  };

  return {
    available: (language) => clips.speaks(language) || machine.speaks(language),
    speaking: () => silence !== null,
    stop,
    say(language, lines, asked) {
      stop();
      const volume = asked === undefined ? sound.volume : Math.max(sound.volume, softest);
      const pieces = lines.flatMap((line) =>
        piecesOf(language, `${line}\n`, (sum) => clips.find(language, sum)?.clip ?? null),
      );
      const found = pieces.filter((piece) => piece.clip !== null);
      if (volume === 0 || pieces.length === 0) return;
      const mine = turn;
      const speed = sound.speed * (asked === 'again' ? slower : 1);
      const own = (clip: string) => clips.find(language, clip.slice(-11))?.recorded === true;
      const whole = found.length === pieces.length;
      const clipsFirst = whole && (sound.first === 'clips' || found.every(({ clip }) => own(clip ?? '')));
      const byMachine = !clipsFirst && machine.speaks(language);
      if (!byMachine && found.length === 0) return;
      const cancelWait = asked === undefined ? clock.after(afterCue, () => start()) : () => {};
      silence = cancelWait;
      changed();
      const start = () => (byMachine ? sayByMachine() : void playClips());
      const sayByMachine = () => {
        const text = withoutSecrets(lines.join('。'));
        const rate = speed * machineRate;
        // Some six characters a second, and twice that to be sure.
        begin(mine, (text.length / 3) * 1_000, (ended) =>
          machine.say(language, text, { volume, rate }, ended),
        );
      };
      const playClips = () =>
        Promise.all(
          found.map(async ({ clip, pause }) => {
            const samples = clip === null ? null : await clips.load(language, clip, own(clip));
            return samples === null ? null : { samples, pause };
          }),
        ).then((parts) => {
          if (turn !== mine) return;
          const samples = stitched(parts.filter((part) => part !== null));
          const length = (samples.length / stitchRate / speed) * 1_000;
          begin(mine, length, (ended) => loudspeaker.play(wavOf(samples), { volume, rate: speed }, ended));
        });
      if (asked !== undefined) start();
    },
    play(samples) {
      stop();
      const how = { volume: Math.max(sound.volume, softest), rate: 1 };
      begin(turn, (samples.length / stitchRate) * 1_000, (ended) =>
        loudspeaker.play(wavOf(samples), how, ended),
      );
    },
    tune(language, next) {
      sound = next;
      const could = clips.speaks(language);
      void clips.prepare(language, next.recordings).then(() => {
        if (clips.speaks(language) !== could) changed();
        const others = languages().filter((other) => other !== language);
        return Promise.all(others.map((other) => clips.prepare(other, next.recordings)));
      });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The page's own loudspeaker. Its pitch stays when it plays slower. */
export const pageLoudspeaker: Loudspeaker = {
  play(wav, { volume, rate }, ended) {
    const address = URL.createObjectURL(new Blob([wav], { type: 'audio/wav' }));
    const audio = new Audio(address);
    audio.volume = volume;
    audio.playbackRate = rate;
    let over = false;
    const end = () => {
      if (over) return;
      over = true;
      URL.revokeObjectURL(address);
      ended();
    };
    audio.addEventListener('ended', end);
    audio.addEventListener('error', end);
    audio.play().catch(end);
    return () => {
      over = true;
      audio.pause();
      audio.removeAttribute('src');
      URL.revokeObjectURL(address);
    };
  },
};
