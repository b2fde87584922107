import bwipjs from 'bwip-js/node';
import { checkDigitFor } from '../domain/scanning/ean.ts';
import { makeLabel } from '../domain/scanning/label.ts';

export const frameWidth = 640;
export const frameHeight = 480;

/** What a camera makes of a code that is held before it. */
export const conditions = ['clean', 'rotated', 'blurred', 'low-contrast'] as const;
export type Condition = (typeof conditions)[number];
export const symbols = ['ean13', 'code128', 'qrcode'] as const;
export type SymbolName = (typeof symbols)[number];

/** One frame, grey, a byte a pixel. */
export interface Frame {
  text: string;
  symbol: SymbolName;
  condition: Condition;
  grey: Uint8ClampedArray;
}

/** A small generator with a seed (mulberry32): the same set on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Black (1) and white (0) modules of a code, without the quiet zone. */
interface Modules {
  width: number;
  height: number;
  dark: (x: number, y: number) => boolean;
}

interface RawLinear {
  sbs: number[];
}
interface RawMatrix {
  pixs: number[];
  pixx: number;
  pixy: number;
}

function drawModules(symbol: SymbolName, text: string): Modules {
  const [raw] = bwipjs.raw({ bcid: symbol, text }) as unknown as [RawLinear | RawMatrix];
  if (raw !== undefined && 'pixs' in raw) {
    return {
      width: raw.pixx,
      height: raw.pixy,
      dark: (x, y) => raw.pixs[Math.floor(y) * raw.pixx + Math.floor(x)] === 1,
    };
  }
  const bars: boolean[] = [];
  raw?.sbs.forEach((width, at) => {
    for (let i = 0; i < width; i++) bars.push(at % 2 === 0);
  });
  return { width: bars.length, height: bars.length * 0.45, dark: (x) => bars[Math.floor(x)] === true };
}

/** Blurs in place, as a lens out of focus does; `sigma` in pixels. */
function blur(grey: Float32Array, sigma: number): void {
  const radius = Math.ceil(sigma * 2.5);
  const bell = Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  );
  const whole = bell.reduce((sum, each) => sum + each, 0);
  const line = new Float32Array(Math.max(frameWidth, frameHeight) + 2 * radius);
  const pass = (start: number, step: number, length: number): void => {
    for (let i = -radius; i < length + radius; i++) {
      line[i + radius] = grey[start + Math.min(length - 1, Math.max(0, i)) * step] ?? 0;
    }
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (let k = 0; k < bell.length; k++) sum += (bell[k] ?? 0) * (line[i + k] ?? 0);
      grey[start + i * step] = sum / whole;
    }
  };
  for (let y = 0; y < frameHeight; y++) pass(y * frameWidth, 1, frameWidth);
  for (let x = 0; x < frameWidth; x++) pass(x, frameWidth, frameHeight);
}

/** How a code lies before the camera: pixels a module, turn in radians, where its middle is. */
interface Pose {
  scale: number;
  turn: number;
  x: number;
  y: number;
}

function paint(modules: Modules, pose: Pose, ink: number, paper: number, wall: number): Float32Array {
  const grey = new Float32Array(frameWidth * frameHeight).fill(wall);
  const quiet = 10;
  const [cos, sin] = [Math.cos(pose.turn), Math.sin(pose.turn)];
  const steps = 3;
  for (let y = 0; y < frameHeight; y++) {
    for (let x = 0; x < frameWidth; x++) {
      let sum = 0;
      let inside = false;
      for (let sub = 0; sub < steps * steps; sub++) {
        const dx = x + ((sub % steps) + 0.5) / steps - pose.x;
        const dy = y + (Math.floor(sub / steps) + 0.5) / steps - pose.y;
        const mx = (dx * cos + dy * sin) / pose.scale + modules.width / 2;
        const my = (dy * cos - dx * sin) / pose.scale + modules.height / 2;
        if (mx < -quiet || my < -quiet || mx > modules.width + quiet || my > modules.height + quiet) {
          sum += wall;
          // Far from the label: the other samples of this pixel are wall, too.
          if (mx < -quiet - 2 || my < -quiet - 2 || mx > modules.width + quiet + 2) break;
          continue;
        }
        inside = true;
        const on = mx >= 0 && my >= 0 && mx < modules.width && my < modules.height && modules.dark(mx, my);
        sum += on ? ink : paper;
      }
      if (inside) grey[y * frameWidth + x] = sum / (steps * steps);
    }
  }
  return grey;
}

/** Holds a code before the camera. `random` moves the hand and makes the noise. */
export function shoot(text: string, symbol: SymbolName, condition: Condition, random: () => number): Frame {
  const between = (low: number, high: number): number => low + random() * (high - low);
  const modules = drawModules(symbol, text);
  const room = symbol === 'qrcode' ? between(150, 260) : between(300, 430);
  const scale = room / modules.width;
  const pose: Pose = {
    scale,
    turn: condition === 'rotated' ? ((random() < 0.5 ? -1 : 1) * 10 * Math.PI) / 180 : between(-0.02, 0.02),
    x: frameWidth / 2 + between(-40, 40),
    y: frameHeight / 2 + between(-40, 40),
  };
  const low = condition === 'low-contrast';
  const paper = low ? between(120, 150) : between(205, 240);
  const ink = low ? paper - between(28, 55) : between(15, 45);
  const wall = low ? paper - between(5, 12) : between(90, 150);
  const grey = paint(modules, pose, ink, paper, wall);
  // The lens's own softness, and out of focus by half a bar to nearly a whole one.
  blur(grey, condition === 'blurred' ? scale * between(0.3, 0.5) : 0.5);
  const noise = low ? 3 : 4;
  const frame = new Uint8ClampedArray(grey.length);
  const slope = between(-0.04, 0.04);
  for (let i = 0; i < grey.length; i++) {
    const bell = random() + random() + random() + random() - 2;
    const light = 1 + slope * ((i % frameWidth) / frameWidth - 0.5);
    frame[i] = (grey[i] ?? 0) * light + bell * noise * 1.7;
  }
  return { text, symbol, condition, grey: frame };
}

/**
 * Frames in pairs: two looks at one code, alike but for the noise and the hand. `perCell` codes for each symbol
 * under each condition.
 */
export function* cameraSet(perCell: number, seed = 20_261_124): Generator<readonly [Frame, Frame]> {
  const random = seeded(seed);
  for (const symbol of symbols) {
    for (const condition of conditions) {
      for (let n = 0; n < perCell; n++) {
        const bytes = Uint8Array.from({ length: 8 }, () => Math.floor(random() * 256));
        const digits = `69${Array.from({ length: 10 }, () => Math.floor(random() * 10)).join('')}`;
        const text =
          symbol === 'ean13'
            ? digits + checkDigitFor(digits)
            : makeLabel(symbol === 'qrcode' ? 'card' : 'item', bytes);
        yield [shoot(text, symbol, condition, random), shoot(text, symbol, condition, random)];
      }
    }
  }
}

/** A grey frame as the four bytes a pixel that a canvas gives. */
export function rgbaOf(grey: Uint8ClampedArray): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(grey.length * 4);
  for (let i = 0; i < grey.length; i++) {
    const value = grey[i] ?? 0;
    rgba[4 * i] = value;
    rgba[4 * i + 1] = value;
    rgba[4 * i + 2] = value;
    rgba[4 * i + 3] = 255;
  }
  return rgba;
}
