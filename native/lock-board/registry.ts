/** Every lock board we speak to: one line each. */
export { kerongCu12 } from './kerong-cu12/codec.ts';
export { kerongCu16 } from './kerong-cu16/codec.ts';
export { kerongCu48 } from './kerong-cu48/codec.ts';
export { waveshareRelay } from './waveshare-relay/codec.ts';
export { winnsen } from './winnsen/codec.ts';
export { wkly } from './wkly/codec.ts';
export { xor8a } from './xor-8a/codec.ts';
