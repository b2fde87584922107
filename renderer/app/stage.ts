/** The design is drawn on 1080 × 1920 or 1920 × 1080 reference pixels of 0.248 mm; a rem is ten of them. */
const shortSide = 108;
const longSide = 192;
const referencePitch = 0.248;
/** Beside the stage in practice, in CSS pixels. */
export const dockWidth = 400;

export interface Stage {
  layout: 'portrait' | 'landscape';
  /** CSS pixels. */
  width: number;
  height: number;
  /** CSS pixels of one rem. */
  rem: number;
  /** In practice: whether the dock has a place beside the stage, or lies over it as a drawer. */
  dock: 'none' | 'beside' | 'drawer';
}

/** Fits one layout into an area; the stage may be somewhat wider or narrower than the reference. */
function fitted(layout: Stage['layout'], width: number, height: number) {
  const [w, h] = layout === 'portrait' ? [shortSide, longSide] : [longSide, shortSide];
  const rem = Math.min(width / w, height / h);
  return { layout, rem, width: Math.min(width, rem * w * 1.25), height: Math.min(height, rem * h * 1.15) };
}

/**
 * Where and how large the kiosk's surface is. On a panel it is the whole window and a rem is a true 2.48 mm,
 * smaller only where the panel is smaller than the design. In practice it is fitted beside the dock.
 * @param mmPerPx size of one CSS pixel on the panel, in millimetres
 */
export function stageFor(
  window: { width: number; height: number },
  mmPerPx: number,
  practice: boolean,
): Stage {
  const { width, height } = window;
  if (!practice) {
    const layout = width > height ? 'landscape' : 'portrait';
    const [w, h] = layout === 'portrait' ? [shortSide, longSide] : [longSide, shortSide];
    const rem = Math.min((10 * referencePitch) / mmPerPx, width / w, height / h);
    return { layout, width, height, rem, dock: 'none' };
  }
  const larger = (areaWidth: number) => {
    const [portrait, landscape] = [
      fitted('portrait', areaWidth, height),
      fitted('landscape', areaWidth, height),
    ];
    return landscape.rem >= portrait.rem ? landscape : portrait;
  };
  const beside = larger(width - dockWidth);
  const alone = larger(width);
  // A dock that would make the stage much smaller becomes a drawer over it.
  if (width - dockWidth > 0 && beside.rem >= alone.rem * 0.7) return { ...beside, dock: 'beside' };
  return { ...alone, dock: 'drawer' };
}
