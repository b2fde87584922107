/** Which screen was read aloud last: who asks for it again hears it slower, and whoever comes after them does not. */
export interface Reading {
  /** Another screen is here. */
  arrived(key: string): void;
  /** Somebody asks for this screen. */
  asked(key: string): 'once' | 'again';
}

export function createReading(): Reading {
  let read = '';
  return {
    arrived(key) {
      if (key === 'attract' || key === 'home') read = '';
    },
    asked(key) {
      const how = key === read ? 'again' : 'once';
      read = key;
      return how;
    },
  };
}
