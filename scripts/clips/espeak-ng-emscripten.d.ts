declare module '@echogarden/espeak-ng-emscripten' {
  interface Worker {
    readonly samplerate: number;
    /** 0 where there is such a voice. */
    set_voice(name: string): number;
    set_rate(wordsPerMinute: number): void;
    set_pitch(pitch: number): void;
    /** Calls `take` with samples as they come; true ends it. */
    synthesize(text: string, take: (samples: Int16Array) => boolean): void;
  }
  const load: () => Promise<{ eSpeakNGWorker: new () => Worker }>;
  export default load;
}
