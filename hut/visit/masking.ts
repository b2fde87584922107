/** Three digits, then dots, then the rest: what was typed, as far as neighbours may see it. */
export const maskTyped = (digits: string): string[] => [...digits].map((d, i) => (i >= 3 && i < 7 ? '•' : d));
